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


def test_every_offer_leads_to_an_action_that_exists() -> None:
    led_to = {action for offer in OFFERS.values() for action in (offer.yes, offer.no) if action}
    known = set().union(*implemented().values())
    assert {action for action in led_to if not action.endswith("_form")} <= known
