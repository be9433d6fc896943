"""Nobody gets more than there is room for, and no seat is lost, over both kinds of live store."""

import asyncio

import pytest

from conversation.errors import AlreadyClaimedError, NoRoomError, OfferedAlreadyError
from conversation.holds import Owner
from conversation.identity import AgentId
from conversation.ports import Move
from conversation.routing.capacity import Limits, seat
from conversation.routing.lifecycle import Cause, Offer, Stage
from conversation.routing.ports import Claim
from tests.contract.desks import OFFER_FOR, HandClock, RoutedDesk
from tests.contract.live import Live
from tests.contract.samples import START, conversation, saying

MARA, JONAS = AgentId("mara"), AgentId("jonas")


async def test_nobody_gets_more_than_there_is_room_for(live: Live) -> None:
    desk = RoutedDesk(live, units=6)  # two chats
    await desk.there("mara")
    await desk.queued("a", "b", "c")
    assert await desk.router.route() == 2
    waiting = [name for name in "abc" if await desk.offered_to(name) is None]
    (left,) = waiting
    assert (await desk.standing(left)).place.cause is Cause.ALL_BUSY
    with pytest.raises(NoRoomError):
        await desk.pick(left, "mara")
    assert (await desk.standing(left)).stage is Stage.WAITING


async def test_many_picks_at_once_never_exceed_an_agents_limit(live: Live) -> None:
    desk = RoutedDesk(live, units=6)
    names = [f"customer-{number}" for number in range(12)]
    await desk.queued(*names)

    async def pick(name: str) -> bool:
        try:
            await desk.pick(name, "mara")
        except NoRoomError:
            return False
        return True

    assert sum(await asyncio.gather(*(pick(name) for name in names))) == 2
    assert len(await live.desk.held_by(MARA)) == 2
    assert len(await desk.seats("mara")) == 2


async def test_who_follows_a_customer_into_private_takes_room_and_is_never_refused(
    live: Live,
) -> None:
    desk = RoutedDesk(live, units=3)  # one chat
    await desk.there("mara")
    await desk.queued("public", "other")
    await desk.pick("public", "mara")
    hold = await desk.follow("private", "mara")
    assert (hold.owner, hold.agent) == (Owner.AGENT, "mara")
    assert await desk.seats("mara") == ["private", "public"]
    assert await live.transcripts.lines(conversation("private")) == []
    assert await live.places.claims(since=START) == [Claim(MARA, START)]  # of the queue
    assert await desk.router.route() == 0
    with pytest.raises(NoRoomError):
        await desk.pick("other", "mara")
    desk.clock.on(minutes=6)
    await desk.sweeping.sweep()
    assert (await desk.standing("private")).stage is Stage.WAITING


async def test_who_follows_finds_a_closed_conversation_open_and_a_colleagues_untouched(
    live: Live,
) -> None:
    desk = RoutedDesk(live)
    await desk.queued("closed", "jonas's", "asked")
    hold = await desk.pick("closed", "jonas")
    await live.desk.move(Move(saying(of="closed", hold=hold), to=Owner.NOBODY))
    await desk.claiming.left(conversation("closed"), JONAS)
    assert (await desk.follow("closed", "mara")).agent == "mara"
    await desk.pick("jonas's", "jonas")
    with pytest.raises(AlreadyClaimedError):
        await desk.follow("jonas's", "mara")
    await desk.there("jonas")
    await desk.router.route()
    with pytest.raises(OfferedAlreadyError):
        await desk.follow("asked", "mara")
    assert await desk.offered_to("asked") == "jonas"
    assert await desk.seats("mara") == ["closed"]


async def test_a_clock_that_is_moved_takes_nothing_from_anybody_who_is_there(live: Live) -> None:
    wall = HandClock()
    desk = RoutedDesk(live, wall=wall)
    await desk.there("mara")
    await desk.queued("anna", "bernd", minutes=90)
    await desk.pick("anna", "mara")
    await desk.router.route()
    desk.clock.on(hours=1)
    await desk.sweeping.sweep()
    assert await desk.offered_to("bernd") == "mara"
    assert (await desk.standing("anna")).state.hold.agent == "mara"
    # And where it stands, time goes on for offers and for those who are there.
    wall.on(seconds=46)
    await desk.sweeping.sweep()
    assert await desk.offered_to("bernd") is None
    wall.on(minutes=5)
    await desk.sweeping.sweep()
    assert (await desk.standing("anna")).stage is Stage.WAITING


async def test_who_accepts_too_late_learns_who_has_it(live: Live) -> None:
    desk = RoutedDesk(live)
    await desk.there("mara")
    await desk.queued("anna")
    await desk.router.route()
    await desk.accept("anna", "mara")
    with pytest.raises(AlreadyClaimedError) as refused:
        await desk.accept("anna", "jonas")
    assert refused.value.winner == "mara"


async def test_a_kind_can_be_limited_apart(live: Live) -> None:
    limits = Limits(units=100, most={seat(conversation(), 1).kind: 1})
    roster = live.roster
    assert await roster.reserve(MARA, seat(conversation("a"), 1), limits=limits, now=START)
    assert await roster.reserve(MARA, seat(conversation("a"), 1), limits=limits, now=START)
    assert not await roster.reserve(MARA, seat(conversation("b"), 1), limits=limits, now=START)


async def test_a_seat_is_given_back_only_under_its_own_number(live: Live) -> None:
    roster, limits = live.roster, Limits(units=3)
    old, new = seat(conversation(), 1), seat(conversation(), 2)
    assert await roster.reserve(MARA, old, limits=limits, now=START)
    assert await roster.reserve(MARA, new, limits=limits, now=START)
    assert not await roster.reserve(MARA, old, limits=limits, now=START)
    assert not await roster.release(MARA, old)
    assert await roster.release(MARA, new)
    assert not await roster.release(MARA, new)


async def test_a_process_that_dies_after_reserving_leaves_nothing_taken(live: Live) -> None:
    desk = RoutedDesk(live)
    await desk.queued("anna")
    # Killed between the seat and the claim: the offer ends, then the seat is free.
    hold = (await desk.standing("anna")).state.hold
    offer = Offer(MARA, number=1, until=START + OFFER_FOR)
    await live.places.offer(conversation(), hold=hold, offer=offer, why=Cause.PICKED, now=START)
    await live.roster.reserve(MARA, seat(conversation(), 1), limits=Limits(), now=START)
    await live.roster.beat(MARA, now=START)
    await desk.sweeping.sweep()
    assert await desk.seats("mara") == ["anna"]
    desk.clock.on(seconds=31)
    await desk.sweeping.sweep()
    assert await desk.seats("mara") == []
    assert (await desk.standing("anna")).stage is Stage.WAITING


async def test_a_seat_left_behind_by_a_closed_conversation_is_given_back(live: Live) -> None:
    desk = RoutedDesk(live)
    await desk.queued("anna")
    hold = await desk.pick("anna", "mara")
    await live.desk.move(Move(saying=saying(hold=hold), to=Owner.NOBODY))
    assert await desk.seats("mara") == ["anna"]
    await desk.sweeping.sweep()
    assert await desk.seats("mara") == []
