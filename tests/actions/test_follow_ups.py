"""Messages that go on with the talk, whatever the engine took them for."""

import pytest

from actions.follow_ups import asks_what_is_there, changes_needs, continues, follow_up
from actions.openings import intents_of_opening
from actions.other import TITLES
from tests.actions.stage import Ears, MemoryEncoder, other, talk

SHOWN = {"last_topic": "tariffs", "shown_tariffs": "Zuhause L"}


@pytest.mark.parametrize(
    ("said", "slots", "said_before", "action"),
    [
        ("warum?", {}, ("utter_recommendation_check",), "action_explain_recommendation"),
        ("warum?", {}, (), None),
        ("und der Upload?", SHOWN, (), "action_tariff_details"),
        ("und der Upload?", {"last_topic": "tariffs"}, (), None),
        ("und in der Schweiz?", {"last_topic": "mobile"}, (), "action_roaming"),
        ("und in der Schweiz?", SHOWN, (), "action_roaming"),
        ("und in der Schweiz?", {"last_topic": "outages"}, (), None),
    ],
)
def test_what_a_short_message_goes_on_with(
    said: str, slots: dict[str, str], said_before: tuple[str, ...], action: str | None
) -> None:
    assert follow_up(talk(text=said, slots=slots, said_before=said_before)) == action


def test_names_alone_are_explained_or_compared() -> None:
    one, two = ("tariff", "Zuhause L"), ("tariff", "XL")
    asked = ("utter_compare_which",)
    assert follow_up(talk(one, text="Zuhause L")) == "action_tariff_details"
    assert follow_up(talk(one, two, text="Zuhause L, XL")) == "action_compare_tariffs"
    assert follow_up(talk(one, text="Zuhause L", said_before=asked)) == "action_compare_tariffs"


def test_needs_that_come_after_a_recommendation_change_it() -> None:
    after = ("utter_recommendation",)
    assert changes_needs(talk(text="max 40 euro", said_before=after)) == "recommendation_form"
    assert changes_needs(talk(text="aha", said_before=after)) is None
    assert changes_needs(talk(text="max 40 euro")) is None


@pytest.mark.parametrize(("text", "goes_on"), [("und beim XL?", True), ("was kostet XL", False)])
def test_an_and_at_the_beginning_goes_on(text: str, goes_on: bool) -> None:
    assert continues(text) is goes_on


@pytest.mark.parametrize("answer", ["inform", "out_of_scope", "clarify"])
async def test_a_follow_up_is_taken_up_however_it_was_understood(answer: str) -> None:
    ears = Ears()
    act = other().actions()[f"action_{answer}"]
    (event,) = await act(talk(text="und der Upload?", slots=SHOWN), ears.speech)
    assert (event["event"], event["name"]) == ("followup", "action_tariff_details")
    assert ears.messages == []


async def test_what_is_not_ours_is_declined() -> None:
    ears = Ears()
    assert await other().out_of_scope(talk(text="Wie wird das Wetter?"), ears.speech) == []
    assert ears.responses == ["utter_out_of_scope"]


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("Rechnung?", "ask_bill"),
        ("Termin?", "ask_appointment"),
        ("Tarif?", "ask_tariff_overview"),
        ("Router?", "ask_device_help"),
        ("kündigung", "ask_contract_clause"),
        ("Störung", "ask_outage_status"),
    ],
)
async def test_an_opening_of_one_word_offers_what_it_may_want(said: str, first: str) -> None:
    assert intents_of_opening(said)[0] == first
    for answer in ("inform", "clarify"):
        ears = Ears()
        await other().actions()[f"action_{answer}"](talk(text=said), ears.speech)
        assert ears.titles[0] == TITLES[first]
        assert ears.titles[-1] == TITLES["request_human"]


def test_a_whole_sentence_is_no_opening() -> None:
    assert intents_of_opening("ich habe da mal eine Frage zur Rechnung") == []


@pytest.mark.parametrize(
    ("topic", "intents", "form"),
    [
        ("availability", ("nlu_fallback", "inform"), "availability_form"),
        ("tariffs", ("recommend_tariff", "inform"), "availability_form"),
        ("contracts", ("relocate", "inform"), "availability_form"),
        ("outages", ("check_availability", "report_outage", "inform"), "outage_form"),
    ],
)
async def test_a_bare_postcode_goes_to_what_it_was_asked_for(
    topic: str, intents: tuple[str, ...], form: str
) -> None:
    dialogue = talk(("postal_code", "24118"), slots={"last_topic": topic}, intents=intents)
    for answer in (other().inform, other().accept, other().decline):
        (event,) = await answer(dialogue, Ears().speech)
        assert event["name"] == form


@pytest.mark.parametrize("answer", ["out_of_scope", "clarify"])
async def test_what_is_surely_known_is_answered_although_the_engine_did_not_understand(
    answer: str,
) -> None:
    ears = Ears()
    known = talk(text="Wie lange ist die Kündigungsfrist?", intents=("nlu_fallback",) * 2)
    assert await other().actions()[f"action_{answer}"](known, ears.speech) == []
    assert ears.responses == ["utter_knowledge"]
    assert ears.signal is None


async def test_without_the_encoder_what_is_not_ours_is_still_declined() -> None:
    ears = Ears()
    away = other(MemoryEncoder(broken=True))
    await away.out_of_scope(talk(text="Wie lange ist die Kündigungsfrist?"), ears.speech)
    assert ears.responses == ["utter_out_of_scope"]
    assert ears.signal is None


async def test_the_same_opening_twice_is_a_misunderstanding() -> None:
    ears = Ears()
    again = talk(
        text="Termin?", slots={"opening": "ask_appointment"}, intents=("nlu_fallback",) * 2
    )
    await other().clarify(again, ears.speech)
    assert ears.signal is not None


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("gibt es bei mir glasfaser?", True),
        ("wann ist glasfaser in der Schulstraße verfügbar", True),
        ("glasfaser bei mir kaputt", False),
        ("was kostet glasfaser bei uns", False),
        ("glasfaser", False),
    ],
)
def test_a_question_for_a_line_at_a_place_is_unmistakable(text: str, asks: bool) -> None:
    assert asks_what_is_there(talk(text=text)) is asks


def test_a_country_right_after_roaming_is_about_roaming() -> None:
    after = talk(
        text="und in der Schweiz?",
        slots={"last_topic": "tariffs"},
        intents=("ask_roaming", "ask_tariff_details", "inform"),
    )
    assert follow_up(after) == "action_roaming"


async def test_needs_told_as_bare_data_want_advice() -> None:
    told = talk(text="internet für 5 leute, 4k und homeoffice")
    (event,) = await other().inform(told, Ears().speech)
    assert event["name"] == "recommendation_form"
