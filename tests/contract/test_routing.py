"""Offers, claims, capacity and what is left behind, over both kinds of live store."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from conversation.errors import (
    AlreadyClaimedError,
    NotOfferedError,
    OfferedAlreadyError,
    StaleHoldError,
)
from conversation.holds import Owner
from conversation.identity import AgentId, LineId
from conversation.messages import Line, Speaker
from conversation.ports import Move, Saying
from conversation.routing.lifecycle import Cause, Offer, Stage
from conversation.routing.teams import Mode, Presence
from tests.contract.desks import OFFER_FOR, WRAP_UP_FOR, RoutedDesk
from tests.contract.live import Live
from tests.contract.samples import START, conversation, saying, to_agent, to_queue

MARA, JONAS = AgentId("mara"), AgentId("jonas")


async def told(live: Live, name: str = "anna") -> list[tuple[str, str]]:
    """Return stages and causes as the feed told them."""
    events = await live.feed.read("test", longest=timedelta(milliseconds=1))
    return [
        (event.body["stage"], event.body["why"])
        for event in events
        if event.kind == "routed" and event.conversation == conversation(name)
    ]


async def test_the_life_of_a_conversation_is_told_step_by_step_with_reasons(live: Live) -> None:
    desk = RoutedDesk(live)
    await desk.there("mara")
    await desk.queued("anna")
    assert (await desk.standing("anna")).stage is Stage.WAITING
    assert await desk.router.route() == 1
    assert (await desk.standing("anna")).stage is Stage.OFFERED
    assert await desk.offered_to("anna") == "mara"
    hold = await desk.accept("anna", "mara")
    assert (hold.owner, hold.agent) == (Owner.AGENT, "mara")
    assert hold.deadline == START + timedelta(minutes=10)
    assert (await desk.standing("anna")).stage is Stage.CLAIMED
    await desk.claiming.wrap_up(conversation(), MARA)
    assert (await desk.standing("anna")).stage is Stage.WRAPPING_UP
    assert await desk.seats("mara") == ["anna"]
    desk.clock.on(minutes=2)
    await desk.sweeping.sweep()
    assert (await desk.standing("anna")).stage is Stage.CLOSED
    assert await desk.seats("mara") == []
    assert await told(live) == [
        ("offered", "best"),
        ("claimed", "accepted"),
        ("wrapping_up", "answered"),
        ("closed", "wrapped_up"),
    ]


async def test_a_declined_offer_goes_to_the_next_agent_and_not_back_at_once(live: Live) -> None:
    desk = RoutedDesk(live)
    await desk.there("mara", "jonas")
    await desk.queued("anna")
    await desk.router.route()
    first = await desk.offered_to("anna")
    assert first
    await desk.claiming.decline(conversation(), AgentId(first))
    assert await desk.seats(first) == []
    await desk.router.route()
    second = await desk.offered_to("anna")
    assert second
    assert {first, second} == {"mara", "jonas"}
    await desk.claiming.decline(conversation(), AgentId(second))
    assert await desk.router.route() == 0
    standing = await desk.standing("anna")
    assert standing.place.cause is Cause.ALL_PASSED
    assert set(standing.place.passed) == {"mara", "jonas"}


async def test_an_offer_nobody_answers_ends_and_the_agent_is_asked_no_more(live: Live) -> None:
    desk = RoutedDesk(live)
    await desk.there("mara")
    await desk.queued("anna")
    await desk.router.route()
    desk.clock.on(seconds=OFFER_FOR.total_seconds() - 1)
    await live.roster.beat(MARA, now=desk.clock.now())
    await desk.sweeping.sweep()
    assert await desk.offered_to("anna") == "mara"
    desk.clock.on(seconds=1)
    await desk.sweeping.sweep()
    assert await desk.offered_to("anna") is None
    assert await desk.seats("mara") == []
    with pytest.raises(NotOfferedError):
        await desk.accept("anna", "mara")
    (mara,) = await live.roster.everyone()
    assert mara.chosen is Presence.BUSY


async def test_what_an_agent_is_offered_who_goes_away_is_offered_to_another(live: Live) -> None:
    desk = RoutedDesk(live)
    await desk.there("mara")
    await desk.queued("anna")
    await desk.router.route()
    desk.clock.on(seconds=46)
    await desk.there("jonas")
    await desk.sweeping.sweep()
    await desk.router.route()
    assert await desk.offered_to("anna") == "jonas"
    assert ("waiting", "agent_away") in await told(live)


async def test_of_two_offers_at_once_one_is_made(live: Live) -> None:
    desk = RoutedDesk(live)
    await desk.queued("anna")
    standing = await desk.standing("anna")

    async def offer(agent: str) -> bool:
        made = Offer(AgentId(agent), number=1, until=START)
        try:
            await live.places.offer(
                conversation(), hold=standing.state.hold, offer=made, why=Cause.BEST, now=START
            )
        except OfferedAlreadyError:
            return False
        return True

    answers = await asyncio.gather(*(offer(f"agent-{number}") for number in range(20)))
    assert answers.count(True) == 1


async def test_an_offer_taken_back_is_never_made_again_nor_claimed_under_its_number(
    live: Live,
) -> None:
    desk = RoutedDesk(live)
    await desk.queued("anna")
    hold = (await desk.standing("anna")).state.hold
    offer = Offer(MARA, number=1, until=START)
    places = live.places
    await places.offer(conversation(), hold=hold, offer=offer, why=Cause.BEST, now=START)
    # Said again, as a client does who did not hear the answer.
    await places.offer(conversation(), hold=hold, offer=offer, why=Cause.BEST, now=START)
    assert await places.withdraw(conversation(), offer=offer, why=Cause.NO_ROOM, now=START)
    assert not await places.withdraw(conversation(), offer=offer, why=Cause.NO_ROOM, now=START)
    with pytest.raises(NotOfferedError):
        await places.offer(conversation(), hold=hold, offer=offer, why=Cause.BEST, now=START)
    with pytest.raises(NotOfferedError):
        await live.desk.move(replace(to_agent("mara", hold=hold), offer=1))
    assert (await desk.standing("anna")).stage is Stage.WAITING


async def test_an_offer_made_by_an_old_hold_is_refused(live: Live) -> None:
    desk = RoutedDesk(live)
    await desk.queued("anna")
    old = (await desk.standing("anna")).state.hold
    await desk.pick("anna", "mara")
    with pytest.raises(StaleHoldError):
        await live.places.offer(
            conversation(), hold=old, offer=Offer(JONAS, 2, START), why=Cause.BEST, now=START
        )


async def test_a_new_promise_does_not_take_an_offer_away(live: Live) -> None:
    desk = RoutedDesk(live)
    await desk.there("mara")
    await desk.queued("anna")
    await desk.router.route()
    state, context = await live.desk.recall(conversation())
    await live.desk.move(desk.moves.extend(state, context))
    assert await desk.offered_to("anna") == "mara"
    assert (await desk.accept("anna", "mara")).agent == "mara"


async def test_nobody_picks_what_another_is_being_offered(live: Live) -> None:
    desk = RoutedDesk(live)
    await desk.there("mara")
    await desk.queued("anna")
    await desk.router.route()
    with pytest.raises(OfferedAlreadyError) as refused:
        await desk.pick("anna", "jonas")
    assert refused.value.agent == "mara"
    assert (await desk.pick("anna", "mara")).agent == "mara"
    with pytest.raises(AlreadyClaimedError):
        await desk.pick("anna", "jonas")
    assert await desk.seats("jonas") == []


async def test_a_team_that_pulls_is_offered_nothing_and_picks(live: Live) -> None:
    desk = RoutedDesk(live, mode=Mode.PULL)
    await desk.there("mara")
    await desk.queued("anna")
    assert await desk.router.route() == 0
    assert (await desk.standing("anna")).place.cause is Cause.TO_PICK
    assert (await desk.pick("anna", "mara")).agent == "mara"
    assert ("claimed", "picked") in await told(live)


async def test_what_a_vanished_agent_holds_goes_back_to_its_place_without_a_word(
    live: Live,
) -> None:
    desk = RoutedDesk(live)
    await desk.there("mara")
    await live.desk.move(replace(to_queue(), at=START - timedelta(minutes=8)))
    await desk.pick("anna", "mara")
    await desk.queued("bernd")
    lines = await live.transcripts.lines(conversation())
    desk.clock.on(minutes=5, seconds=1)
    await desk.sweeping.sweep()
    standing = await desk.standing("anna")
    assert standing.stage is Stage.WAITING
    assert standing.place.queued_at == START - timedelta(minutes=8)
    assert standing.state.hold.deadline == START + timedelta(minutes=10)
    assert standing.state.packet is not None
    assert await live.transcripts.lines(conversation()) == lines
    assert await desk.seats("mara") == []
    assert ("waiting", "vanished") in await told(live)
    await desk.there("jonas")
    await desk.router.route()
    assert await desk.offered_to("anna") == "jonas"


async def test_who_was_there_last_is_asked_first(live: Live) -> None:
    desk = RoutedDesk(live, agents=("anton", "mara"))
    await desk.there("anton", "mara")
    await desk.queued("anna")
    hold = await desk.pick("anna", "mara")
    await live.desk.move(Move(saying=saying(hold=hold), to=Owner.NOBODY))
    await desk.queued("anna")
    await desk.router.route()
    assert await desk.offered_to("anna") == "mara"


async def test_wrapping_up_does_not_close_over_a_customers_new_word(live: Live) -> None:
    desk = RoutedDesk(live)
    await desk.there("mara")
    await desk.queued("anna")
    hold = await desk.pick("anna", "mara")
    await desk.claiming.wrap_up(conversation(), MARA)
    word = Line(
        id=LineId("more"), speaker=Speaker.CUSTOMER, text="Noch etwas!", at=desk.clock.now()
    )
    await live.outbox.say(Saying(conversation=conversation(), hold=hold, lines=(word,)))
    desk.clock.on(seconds=WRAP_UP_FOR.total_seconds())
    await desk.sweeping.end_wrapping_up()
    assert (await desk.standing("anna")).stage is Stage.CLAIMED
    assert ("claimed", "wrote_again") in await told(live)


async def test_one_agent_is_the_same_alone_and_among_all(live: Live) -> None:
    desk = RoutedDesk(live)
    assert await live.roster.one(MARA) is None
    await desk.there("mara", "jonas")
    await desk.queued("anna")
    await desk.pick("anna", "mara")
    mara, jonas = await live.roster.one(MARA), await live.roster.one(JONAS)
    assert mara is not None
    assert [one.conversation for one in mara.seats] == [conversation()]
    assert await live.roster.everyone() == [jonas, mara]


async def test_with_nobody_there_the_reason_is_told_once(live: Live) -> None:
    desk = RoutedDesk(live)
    await desk.queued("anna")
    await desk.router.route()
    await desk.router.route()
    assert await told(live) == [("waiting", "nobody_there")]
