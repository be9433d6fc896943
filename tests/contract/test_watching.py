"""What an agent watches, and the step that is next, over every live store."""

from datetime import timedelta

import pytest
from redis.asyncio import Redis

from conversation.errors import NoRoomError, StaleHoldError
from conversation.holds import Owner
from conversation.identity import AgentId
from conversation.keys import Keys
from conversation.routing.lifecycle import Stage
from conversation.watching import Glance, Watching
from gateway.records import RedisRecords
from handoff.watching import MemoryWatching, RedisWatching
from tests.contract.desks import RoutedDesk
from tests.contract.live import Live
from tests.contract.samples import START, conversation

MARA, JONAS = AgentId("mara"), AgentId("jonas")
TOMORROW = START + timedelta(days=1)


async def test_what_is_watched_is_the_agents_own_in_both_stores(redis_url: str) -> None:
    async with Redis.from_url(redis_url) as redis:
        both: tuple[Watching, ...] = (MemoryWatching(), RedisWatching(redis, Keys()))
        for watching in both:
            await watching.watch(conversation("anna"), MARA, Glance(1, 2))
            await watching.watch(conversation("bo"), MARA, Glance(3, 4))
            await watching.watch(conversation("bo"), MARA, Glance(5, 6))
            await watching.watch(conversation("bo"), JONAS, Glance(0, 0))
            await watching.unwatch(conversation("anna"), MARA)
            assert await watching.of(MARA) == {conversation("bo"): Glance(5, 6)}
            assert await watching.of(JONAS) == {conversation("bo"): Glance(0, 0)}


async def test_who_is_forgotten_is_watched_by_nobody(redis_url: str) -> None:
    async with Redis.from_url(redis_url) as redis:
        watching, keys = RedisWatching(redis, Keys()), Keys()
        for name in ("anna", "annabel"):
            await watching.watch(conversation(name), MARA, Glance(1, 2))
        key = keys.of("place", str(conversation("anna")))
        await redis.hset(key, "step", "Frau Berg anrufen")  # type: ignore[misc]
        await RedisRecords(redis, keys).forget(conversation("anna"))
        assert list(await watching.of(MARA)) == [conversation("annabel")]
        assert await redis.hgetall(key) == {}  # type: ignore[misc]


async def test_a_step_stays_with_people_and_goes_when_they_are_done(live: Live) -> None:
    desk = RoutedDesk(live)
    await desk.queued("anna")
    hold = await desk.pick("anna", "mara")
    await live.places.note_step(conversation(), hold=hold, step="Nachfragen", now=START)
    await desk.claiming.lay_away(conversation(), MARA, until=TOMORROW)
    desk.clock.moment = TOMORROW
    await desk.sweeping.sweep()
    standing = await desk.standing("anna")
    assert (standing.stage, standing.place.step) == (Stage.WAITING, "Nachfragen")
    await desk.pick("anna", "jonas")
    state, context = await live.desk.recall(conversation())
    assert (await desk.standing("anna")).place.step == "Nachfragen"
    with pytest.raises(StaleHoldError):
        await live.places.note_step(conversation(), hold=hold, step="", now=START)
    await live.places.note_step(conversation(), hold=state.hold, step="", now=START)
    assert (await desk.standing("anna")).place.step == ""
    await live.places.note_step(conversation(), hold=state.hold, step="Schreiben", now=START)
    await live.desk.move(desk.moves.close(state, context))
    assert (await desk.standing("anna")).place.step == ""


async def test_what_is_laid_away_is_taken_up_early_and_takes_room_again(live: Live) -> None:
    desk = RoutedDesk(live, units=3)  # one chat
    await desk.queued("anna")
    await desk.pick("anna", "mara")
    said = len(await live.transcripts.lines(conversation()))
    with pytest.raises(StaleHoldError):
        await desk.claiming.take_up(conversation(), MARA)
    await desk.claiming.lay_away(conversation(), MARA, until=TOMORROW)
    with pytest.raises(StaleHoldError):
        await desk.claiming.take_up(conversation(), JONAS)
    await desk.queued("bernd")
    await desk.pick("bernd", "mara")
    with pytest.raises(NoRoomError):
        await desk.claiming.take_up(conversation(), MARA)
    assert (await desk.standing("anna")).stage is Stage.LAID_AWAY
    await desk.claiming.lay_away(conversation("bernd"), MARA, until=TOMORROW)
    await desk.claiming.take_up(conversation(), MARA)
    standing = await desk.standing("anna")
    assert (standing.stage, standing.place.laid_until) == (Stage.CLAIMED, None)
    assert (standing.state.hold.owner, standing.state.hold.agent) == (Owner.AGENT, MARA)
    assert await desk.seats("mara") == ["anna"]
    # The customer has heard nothing of it.
    assert len(await live.transcripts.lines(conversation())) == said
    desk.clock.moment = TOMORROW
    await desk.there("mara")
    await desk.sweeping.sweep()
    assert (await desk.standing("anna")).stage is Stage.CLAIMED
