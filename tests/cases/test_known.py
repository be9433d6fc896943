"""What the public part of a case knows goes along into private, and nothing personal does."""

from dataclasses import replace
from datetime import timedelta

import pytest

from conversation.context import Context
from conversation.holds import Hold, Owner
from conversation.identity import LineId
from conversation.known import Continuing, Known, carried_into, known_of, without_placeholders
from conversation.packets import HandoffPacket, Understood
from conversation.ports import ConversationState, Move, Saying
from conversation.signals import Reason
from conversation.turns import SlotValue
from handoff.cases_memory import MemoryCases
from handoff.memory import MemoryDesk, MemoryLive
from tests.cases.samples import START, Watch, direct, post

CONTEXT = Context(
    slots={
        "last_topic": "outages",
        "service": "internet",
        "postal_code": "24937",
        "city": "",
        "tariff": "[ADRESSE_1]",
        "customer_number": "[KUNDENNUMMER_1]",
        "verified": True,
        "phone_number": "0431 5550123",
    },
    understood=(Understood(line=LineId("1"), intent="report_outage", confidence=0.9),),
    address_form="sie",
)
PACKET = HandoffPacket(
    reason=Reason.REQUESTED,
    summary="Störung bei [KUNDENNUMMER_1].",
    wish="",
    wish_line=None,
)


def state(owner: Owner = Owner.QUEUE) -> ConversationState:
    hold = Hold(owner=owner, epoch=1, deadline=START + timedelta(minutes=10))
    return ConversationState(post(), hold, START, PACKET, START)


def test_what_is_about_the_concern_goes_along_and_who_somebody_is_does_not() -> None:
    known = known_of(state(), CONTEXT)
    assert known == Known(
        topic="report_outage",
        summary="Störung bei (Kundennummer).",
        slots={"last_topic": "outages", "service": "internet", "postal_code": "24937"},
        address_form="sie",
        promised=START + timedelta(minutes=10),
    )


def test_what_a_person_was_promised_counts_only_while_people_have_it() -> None:
    assert known_of(state(Owner.ASSISTANT), CONTEXT).promised is None


def test_what_was_named_in_passing_goes_along_unless_it_is_personal() -> None:
    named = {"date": "2.11.", "amount": "50 €", "customer_number": "[KUNDENNUMMER_1]"}
    public = replace(CONTEXT, told=named, last_turn_at=START)
    carried = carried_into(Context(told={"amount": "12 €"}), known_of(state(), public))
    assert carried.told == {"date": "2.11.", "amount": "50 €"}


@pytest.mark.parametrize(("in_public", "stands"), [(-5, "24103"), (5, "24937")])
def test_the_newer_word_stands(in_public: int, stands: str) -> None:
    slots: dict[str, SlotValue] = {"postal_code": "24103", "service": None, "device": "router"}
    own = Context(slots=slots, last_turn_at=START)
    public = replace(CONTEXT, last_turn_at=START + timedelta(minutes=in_public))
    carried = carried_into(own, known_of(state(), public))
    assert carried.slots == {
        "last_topic": "outages",
        "service": "internet",
        "postal_code": stands,
        "device": "router",
    }
    assert carried.address_form == "sie"
    assert carried_into(Context(address_form="du"), Known(address_form="sie")).address_form == "du"


def test_placeholders_become_words_because_they_mean_nothing_elsewhere() -> None:
    said = "Kunde [KUNDENNUMMER_1], Tel. [TELEFON_12] [siehe_1]"
    assert without_placeholders(said) == "Kunde (Kundennummer), Tel. (Telefon) [siehe_1]"


async def test_the_first_private_turn_starts_from_what_was_known_and_later_ones_do_not() -> None:
    clock, live = Watch(), MemoryLive()
    cases, desk = MemoryCases(live, clock=clock), MemoryDesk(live)
    public = await desk.state(post())
    saying = Saying(conversation=post(), hold=public.hold, context=CONTEXT)
    await desk.move(Move(saying=saying, to=Owner.QUEUE, deadline=START, packet=PACKET))
    continuing = Continuing(cases, desk)
    before = Context(slots={"device": "tv"}, last_turn_at=START - timedelta(days=30))

    assert await continuing.context(direct(), before) == before
    assert await continuing.known(direct()) is None
    await cases.link_offered(post())
    clock.pass_by(minutes=2)
    await cases.join(direct())

    carried = await continuing.context(direct(), before)
    assert carried.slots["postal_code"] == "24937"
    assert carried.slots["device"] == "tv"
    assert "customer_number" not in carried.slots
    known = await continuing.known(direct())
    assert known is not None
    assert known.promised == START
    after = Context(last_turn_at=clock.now() + timedelta(seconds=1))
    assert await continuing.context(direct(), after) == after
    assert await continuing.context(post(), before) == before
