"""Messages that go on with the talk, whatever the engine took them for."""

from typing import Any

import pytest

from actions.follow_ups import (
    asks_of_shown_tariff,
    asks_what_is_there,
    changes_needs,
    continues,
    follow_up,
)
from actions.openings import intents_of_opening
from actions.other import TITLES
from conversation.signals import Reason
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


AFTER_DETAILS = {"said_before": ("utter_tariff_details",), "slots": {"last_topic": "billing"}}


@pytest.mark.parametrize(
    ("known", "response"),
    [
        ({"loop": "identity_form", "said_before": ("utter_ask_identity",)}, "utter_why_identity"),
        ({"loop": "outage_form"}, "utter_why_postal_code"),
        ({"said_before": ("utter_go_private",)}, "utter_why_private"),
        ({"said_before": ("utter_knowledge",)}, "utter_why_unknown"),
        ({}, "utter_affirm"),
    ],
)
async def test_a_bare_why_is_about_what_was_just_said(known: Any, response: str) -> None:
    ears = Ears()
    await other().why(talk(text="warum?", **known), ears.speech)
    assert ears.responses == [response]


async def test_a_bare_why_after_a_recommendation_explains_it() -> None:
    dialogue = talk(text="warum?", said_before=("utter_recommendation",))
    (event,) = await other().why(dialogue, Ears().speech)
    assert event["name"] == "action_explain_recommendation"


@pytest.mark.parametrize("answer", ["inform", "out_of_scope", "clarify"])
@pytest.mark.parametrize(
    ("said", "action"), [("wieso?", "action_why"), ("neue iban!", "action_change_own_data")]
)
async def test_what_nobody_understood_may_be_a_why_or_another_account(
    answer: str, said: str, action: str
) -> None:
    act = other().actions()[f"action_{answer}"]
    (event,) = await act(talk(text=said), Ears().speech)
    assert event["name"] == action


@pytest.mark.parametrize("answer", ["inform", "out_of_scope", "clarify", "accept", "decline"])
async def test_steps_in_vain_go_on_to_a_ticket(answer: str) -> None:
    act = other().actions()[f"action_{answer}"]
    told = ("utter_first_steps",)
    dialogue = talk(
        text="ja hab ich alles probiert, hilft nix", slots={"offer": "helped"}, said_before=told
    )
    events = await act(dialogue, Ears().speech)
    assert [each["name"] for each in events if each["event"] == "followup"] == [
        "action_open_ticket"
    ]


@pytest.mark.parametrize("text", ["wie immer halt", "das dings wieder"])
async def test_what_could_be_anything_is_asked_about_and_not_refused(text: str) -> None:
    ears = Ears()
    dialogue = talk(text=text, intents=("out_of_scope",), ranking=("out_of_scope", "ask_bill"))
    await other().out_of_scope(dialogue, ears.speech)
    assert ears.responses == ["utter_did_you_mean"]
    assert ears.titles == [TITLES["ask_bill"], TITLES["request_human"]]
    assert ears.signal is None


async def test_what_could_be_anything_after_being_asked_back_gets_a_person() -> None:
    ears = Ears()
    again = talk(text="na das halt", intents=("out_of_scope",), said_before=("utter_did_you_mean",))
    await other().out_of_scope(again, ears.speech)
    assert ears.signal is not None
    assert ears.signal.reason is Reason.REPEATED_MISUNDERSTANDING


def test_more_is_asked_of_the_tariff_just_told() -> None:
    told = talk(text="ok und einmalig kommt noch was dazu oder nich", **AFTER_DETAILS)
    assert asks_of_shown_tariff(told)
    assert not asks_of_shown_tariff(talk(text="jeden monat???"))
    assert follow_up(talk(text="jeden monat???", **AFTER_DETAILS)) == "action_tariff_details"


def test_what_there_is_instead_is_asked_of_the_place_just_told() -> None:
    after = ("utter_available_otherwise",)
    asked = talk(text="na toll. was geht da stattdessen?", said_before=after)
    assert follow_up(asked) == "action_check_availability"
    assert follow_up(talk(text="was geht da stattdessen?")) is None


async def test_a_kind_of_tariffs_is_shown_where_it_was_asked_for() -> None:
    families = ("utter_tariff_families",)
    dialogue = talk(("service", "tv"), text="nur glotze", said_before=families)
    (event,) = await other().inform(dialogue, Ears().speech)
    assert event["name"] == "action_tariff_overview"


async def test_who_looks_for_the_number_is_given_time() -> None:
    ears = Ears()
    waiting = {"pending_action": "action_ticket_status"}
    dialogue = talk(text="moment, ich such die rechnung", slots=waiting)
    await other().inform(dialogue, ears.speech)
    assert ears.responses == ["utter_take_your_time"]


@pytest.mark.parametrize(
    ("known", "response"),
    [
        ({"intents": ("ask_contract_clause", "affirm")}, "utter_all_clear"),
        ({"intents": ("greet", "affirm")}, "utter_affirm"),
    ],
)
async def test_a_yes_to_nothing_is_a_polite_word(known: Any, response: str) -> None:
    ears = Ears()
    await other().accept(talk(text="ok", **known), ears.speech)
    assert ears.responses == [response]


async def test_who_agrees_again_after_a_booking_hears_what_is_booked() -> None:
    dialogue = talk(text="ja nehm ich", said_before=("utter_appointment_booked",))
    (event,) = await other().accept(dialogue, Ears().speech)
    assert event["name"] == "action_appointment"
