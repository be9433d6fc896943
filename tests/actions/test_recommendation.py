"""The talk that leads to a recommendation: what is asked, what is not, and what follows."""

import pytest

from actions.backoffice import Availability, Line
from actions.recommendation import Recommendation
from conversation.signals import Reason
from tests.actions.stage import Ears, MemoryBackOffice, slots_of, talk


@pytest.fixture
def ears() -> Ears:
    return Ears()


def recommendation(office: MemoryBackOffice | None = None) -> Recommendation:
    used = office or MemoryBackOffice()
    return Recommendation(used, used)


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("welcher tarif passt zu mir?", "household"),
        ("welcher tarif für vier personen?", "usage"),
        ("welcher tarif für netflix?", "household"),
        ("vier personen, netflix", None),
        ("welcher handytarif?", "mobile_use"),
        ("handytarif mit 20 gb", None),
        ("welches tv paket passt?", None),
    ],
)
async def test_only_what_is_not_known_is_asked(ears: Ears, said: str, asked: str | None) -> None:
    dialogue = talk(text=said, intents=("recommend_tariff",))
    events = await recommendation().validate(dialogue, ears.speech)
    assert slots_of(events)["requested_slot"] == asked


@pytest.mark.parametrize(
    ("requested", "said", "filled"),
    [
        ("household", "4", {"household": "4"}),
        ("household", "zu zweit", {"household": "2"}),
        ("household", "keine ahnung", {"household": "2"}),
        ("household", "geht ums handy", {"need_kind": "mobile"}),
        ("usage", "4k und zocken", {"usage": "4k,gaming"}),
        ("usage", "max 40 euro, netflix", {"usage": "streaming", "budget": "40"}),
        ("usage", "dies und das", {"usage": "streaming"}),
        ("mobile_use", "viel video", {"mobile_use": "60"}),
    ],
)
async def test_an_answer_fills_what_it_speaks_of(
    ears: Ears, requested: str, said: str, filled: dict[str, str]
) -> None:
    known = {"usage": {"household": "2"}, "mobile_use": {"need_kind": "mobile"}}
    slots = {"requested_slot": requested, **known.get(requested, {})}
    dialogue = talk(text=said, slots=slots, intents=("inform",), loop="recommendation_form")
    events = slots_of(await recommendation().validate(dialogue, ears.speech))
    assert {name: events.get(name) for name in filled} == filled
    assert events["requested_slot"] != requested


@pytest.mark.parametrize(
    ("intent", "said"),
    [
        ("ask_tariff_details", "was kostet der XL für 2 personen?"),
        ("request_human", "ich will zwei minuten mit einem menschen reden, zu zweit"),
        ("report_outage", "wie lange ist das internet noch weg?"),
        ("report_outage", "mein internet ist kaputt"),
    ],
)
async def test_a_question_in_between_answers_nothing(ears: Ears, intent: str, said: str) -> None:
    slots = {"requested_slot": "household"}
    events = await recommendation().validate(
        talk(text=said, slots=slots, intents=(intent,)), ears.speech
    )
    # Nothing but the question itself: the form lets another action answer first.
    assert slots_of(events) == {"requested_slot": "household"}


async def test_an_answer_that_was_misunderstood_still_answers(ears: Ears) -> None:
    slots = {"requested_slot": "household"}
    said = talk(text="wir sind zu dritt", slots=slots, intents=("relocate",))
    assert slots_of(await recommendation().validate(said, ears.speech))["household"] == "3"


async def test_a_pressed_answer_counts_like_a_typed_one(ears: Ears) -> None:
    dialogue = talk(
        ("wording", "drei bis vier"),
        text='/inform{"wording": "drei bis vier"}',
        slots={"requested_slot": "household"},
        intents=("inform",),
    )
    assert slots_of(await recommendation().validate(dialogue, ears.speech))["household"] == "4"


FOUR_STREAM = {"household": "4", "usage": "streaming"}


async def test_one_tariff_is_recommended_and_looking_it_up_is_offered(ears: Ears) -> None:
    events = await recommendation().recommend(talk(slots=FOUR_STREAM), ears.speech)
    assert ears.responses == ["utter_recommendation_check"]
    assert (ears.value("name"), ears.value("price")) == ("Zuhause L", "39,99 €")
    assert slots_of(events) == {
        "last_topic": "tariffs",
        "tariff": "Zuhause L",
        "shown_tariffs": "Zuhause L",
        "offer": "availability",
    }
    assert ears.titles == ["Ja, prüfen", "Warum dieser?", "Mehr zu Zuhause L"]


async def test_what_is_available_at_a_known_place_counts(ears: Ears) -> None:
    office = MemoryBackOffice(lines={"24118": Availability(copper=Line(mbit=50))})
    slots = {**FOUR_STREAM, "postal_code": "24118"}
    events = await recommendation(office).recommend(talk(slots=slots), ears.speech)
    assert ears.value("name") == "Zuhause M"
    assert "offer" not in slots_of(events)


@pytest.mark.parametrize("said", ["warum?", "und wieso nicht der kleinere"])
async def test_why_is_answered_with_what_the_smaller_one_lacks(ears: Ears, said: str) -> None:
    dialogue = talk(text=said, slots=FOUR_STREAM, said_before=("utter_recommendation_check",))
    await recommendation().recommend(dialogue, ears.speech)
    assert ears.responses == ["utter_recommendation_reason"]
    assert ears.value("why_not").startswith("Zuhause M hat nur 50 Mbit/s.")


async def test_without_a_catalogue_a_person_is_called(ears: Ears) -> None:
    office = MemoryBackOffice(broken=True)
    assert await recommendation(office).recommend(talk(slots=FOUR_STREAM), ears.speech) == []
    assert ears.signal is not None
    assert ears.signal.reason is Reason.BOT_UNAVAILABLE
