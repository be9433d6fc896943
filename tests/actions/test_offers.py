"""A yes takes up what was offered, a no leaves it, and data that comes with either counts."""

import pytest

from actions.offers import NOTHING, OFFERS, Offer
from tests.actions.stage import Ears, other, slots_of, talk
from tests.bot.test_content import implemented


def followed(events: list[dict[str, object]]) -> list[object]:
    return [each["name"] for each in events if each["event"] == "followup"]


async def test_a_yes_takes_up_what_was_offered_once() -> None:
    ears = Ears()
    events = await other().accept(talk(slots={"offer": "human"}), ears.speech)
    assert followed(events) == ["action_request_human"]
    assert slots_of(events)["offer"] == NOTHING
    assert ears.messages == []


@pytest.mark.parametrize(
    ("said", "agrees"),
    [
        ("ja", True),
        ("ok", True),
        ("alles klar", True),
        ("Ja, das wäre mir sehr lieb", True),
        ("oh das wäre wirklich ganz lieb, gern", True),
        ("dann holt mir doch da einen dazu", True),
        ("dann mach das mal so", True),
        ("/affirm", True),
        ("Prima, dann haben wir ja noch Zeit", False),
        ("dann erledige ich das eben selbst", False),
        ("alles klar, dann weiß ich bescheid", False),
    ],
)
async def test_contentment_is_no_yes_to_a_person(said: str, agrees: bool) -> None:
    ears = Ears()
    events = await other().accept(talk(text=said, slots={"offer": "human"}), ears.speech)
    assert followed(events) == (["action_request_human"] if agrees else [])
    assert ears.responses == ([] if agrees else ["utter_all_clear"])
    assert slots_of(events)["offer"] == NOTHING


async def test_a_yes_to_nothing_asks_what_it_is_about() -> None:
    for slots in ({}, {"offer": NOTHING}, {"offer": "something an older model knew"}):
        ears = Ears()
        assert await other().accept(talk(slots=slots), ears.speech) == []
        assert ears.responses == ["utter_affirm"]


async def test_a_no_can_lead_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(OFFERS, "helped", Offer(no="action_request_human"))
    ears = Ears()
    events = await other().decline(talk(slots={"offer": "helped"}), ears.speech)
    assert followed(events) == ["action_request_human"]
    assert ears.messages == []


async def test_a_no_leaves_what_was_offered() -> None:
    ears = Ears()
    events = await other().decline(talk(slots={"offer": "human"}), ears.speech)
    assert followed(events) == []
    assert slots_of(events)["offer"] == NOTHING
    assert ears.responses == ["utter_deny"]


async def test_a_better_postcode_counts_whether_it_comes_with_a_yes_or_a_no() -> None:
    about = {"last_topic": "outages"}
    for answer in (other().accept, other().decline):
        ears = Ears()
        events = await answer(talk(("postal_code", "24103"), slots=about), ears.speech)
        assert followed(events) == ["outage_form"]
        assert ears.messages == []


@pytest.mark.parametrize(
    ("text", "offer", "followed_by"),
    [
        ("geht immer noch nicht", "helped", "action_open_ticket"),
        ("nö hat nix gebracht", "helped", "action_open_ticket"),
        ("läuft jetzt wieder", "helped", "action_glad"),
        ("geht immer noch nicht", "reopen_ticket", "action_reopen_ticket"),
        ("jo mach", "book_appointment", "action_book_appointment"),
    ],
)
async def test_an_answer_that_was_not_understood_may_still_be_one(
    text: str, offer: str, followed_by: str
) -> None:
    ears = Ears()
    dialogue = talk(text=text, intents=("nlu_fallback",), slots={"offer": offer})
    assert followed(await other().clarify(dialogue, ears.speech)) == [followed_by]
    assert ears.messages == []


async def test_what_was_not_understood_takes_an_offer_back() -> None:
    ears = Ears()
    dialogue = talk(text="wuppdi", intents=("nlu_fallback",), slots={"offer": "human"})
    assert slots_of(await other().clarify(dialogue, ears.speech)) == {"offer": NOTHING}


@pytest.mark.parametrize(
    ("text", "followed_by"),
    [
        ("nein, lieber freitag", ["action_book_appointment"]),
        ("nein, ich brauche keinen techniker am freitag", []),
    ],
)
async def test_a_no_with_a_better_day_is_a_wish(text: str, followed_by: list[str]) -> None:
    ears = Ears()
    slots = {"last_topic": "appointments"}
    dialogue = talk(("date", "freitag"), text=text, intents=("deny",), slots=slots)
    assert followed(await other().decline(dialogue, ears.speech)) == followed_by


def test_every_offer_leads_to_an_action_that_exists() -> None:
    led_to = {action for offer in OFFERS.values() for action in (offer.yes, offer.no) if action}
    known = set().union(*implemented().values())
    assert {action for action in led_to if not action.endswith("_form")} <= known
