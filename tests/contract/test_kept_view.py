"""Whatever happens on the desk, the view that is kept equals what is read afresh."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test
from redis.asyncio import Redis
from redis.exceptions import ConnectionError as RedisConnectionError

from conversation.identity import AgentId, ConversationId
from conversation.keys import Keys
from conversation.ports import Move
from conversation.routing.order import in_order
from conversation.routing.ports import Places, Standing
from conversation.routing.sites import Viewer, reach
from handoff.console.platforms import Unconnected, Window
from handoff.desk import RedisDesk
from handoff.overview.by_site import Queues
from handoff.overview.changes import RedisChanges
from handoff.overview.memory import MemoryChanges
from handoff.overview.overview import Overview
from handoff.overview.picture import Kept, Picture
from handoff.overview.ports import Changed, Changes, Mark
from handoff.routing.places import RedisPlaces
from handoff.routing.sites import Sites
from staff.memory import MemoryAccounts
from tests.cases.samples import messenger
from tests.contract.desks import RoutedDesk
from tests.contract.live import Live
from tests.contract.samples import CLOCK, START, conversation, line, message, saying, to_queue
from tests.contract.test_routing_model import AGENTS, LIMITS, NAMES, Lifecycle, Store, names

Facts = tuple[list[object], dict[str, list[object]]]


def fact(one: Standing) -> object:
    """Return all but when something was said last, which is told a moment before it is so."""
    state = one.state
    return state.conversation.thread, state.hold, state.since, state.packet, one.place


def facts(picture: Picture) -> Facts:
    """Return the queue in its order, and what each agent has."""
    queue = [fact(one.standing) for one in picture.page()]
    assert picture.waiting == len(queue)
    return queue, {name: _held(picture.held_by(AgentId(name))) for name in AGENTS}


def _held(standings: list[Standing]) -> list[object]:
    """Return facts by name: what came to somebody in one moment has no order."""
    its = sorted(standings, key=lambda one: one.state.conversation.thread)
    return [fact(one) for one in its]


async def read_afresh(desk: RoutedDesk) -> Facts:
    """Read the same from the store, by other ways."""
    live, now = desk.live, desk.clock.now()
    waiting = {state.conversation for state in await live.desk.waiting()}
    standings = {one: Kept(await live.places.standing(one)) for one in waiting}
    order = in_order((one.concern(now=now) for one in standings.values()), now=now)
    held = {
        name: _held(
            await live.places.standings(
                [state.conversation for state in await live.desk.held_by(AgentId(name))]
            )
        )
        for name in AGENTS
    }
    return [fact(standings[one.conversation].standing) for one in order], held


class Watched(Lifecycle):
    """The desk of the routing model with two processes that keep a view: one looks now and then."""

    def __init__(self) -> None:
        super().__init__()
        self.always, self.seldom = self._overview(), self._overview()
        self.sites = Sites(self.desk.claiming, MemoryAccounts())
        self.queues = Queues(self.sites)

    def _store(self) -> Store:
        store = super()._store()
        self.changes: Changes
        if self.redis is None:
            self.changes = MemoryChanges(store.places._live)  # type: ignore[attr-defined]
        else:
            self.changes = RedisChanges(self.redis, Keys(partitions=3))
        return store

    def _overview(self) -> Overview:
        return Overview(self.desk.live.places, self.changes, Unconnected(), self.desk.clock)

    def _agrees(self, overview: Overview) -> None:
        assert facts(self.do(overview.now())) == self.do(read_afresh(self.desk))

    @invariant()
    def the_view_is_as_the_store_has_it(self) -> None:
        self._agrees(self.always)

    @invariant()
    def each_site_s_part_is_as_its_people_may_see(self) -> None:
        picture = self.do(self.always.now())
        standings = [one.standing for one in picture.page()]
        where = self.do(self.sites.whereabouts(standings))
        for site in ("Kiel", "Husum", "Plön"):
            own = frozenset({site})
            viewer = Viewer(AgentId("nobody"), own, own)
            waiting = self.do(self.queues.of(picture, viewer.sites))
            seen = [
                one.state.conversation
                for one, its in zip(standings, where, strict=True)
                if reach(viewer, one, its)
            ]
            page = waiting.page(0, len(standings))
            assert [one.conversation for one in page] == seen
            assert waiting.many == len(seen)

    @rule()
    def another_process_looks(self) -> None:
        self._agrees(self.seldom)

    @rule()
    def another_process_is_killed_and_started(self) -> None:
        self.seldom = self._overview()

    @rule()
    def the_connections_break(self) -> None:
        if self.redis is not None:
            self.do(self.redis.connection_pool.disconnect())

    @rule(keep=st.sampled_from([0, 1, 3]))
    def the_feed_is_trimmed(self, keep: int) -> None:
        if isinstance(self.changes, MemoryChanges):
            self.changes.forget()
        elif self.redis is not None:
            for partition in range(3):
                key = Keys(partitions=3).shared("feed", partition)
                self.do(_trim(self.redis, key, keep))

    @rule(name=names)
    def something_is_said(self, name: str) -> None:
        self.do(self._say(name))

    async def _say(self, name: str) -> None:
        if self.desk.live.outbox is None:
            return
        hold = (await self.desk.live.desk.state(conversation(name))).hold
        said = line(f"l{len(await self.desk.live.transcripts.lines(conversation(name)))}")
        await self.desk.live.outbox.say(saying(said, of=name, hold=hold))


async def _trim(redis: Redis, key: str, keep: int) -> None:
    await redis.xtrim(key, maxlen=keep, approximate=False)


def test_over_the_twins() -> None:
    run_state_machine_as_test(Watched, settings=settings(LIMITS, max_examples=30))


def test_over_redis(redis_url: str) -> None:
    over_redis = type("WatchedOverRedis", (Watched,), {"url": redis_url})
    run_state_machine_as_test(
        over_redis, settings=settings(LIMITS, max_examples=5, stateful_step_count=30)
    )


@pytest.fixture
def overview(live: Live) -> Overview:
    return Overview(live.places, live.changes, Unconnected(), CLOCK)


async def threads(overview: Overview) -> list[str]:
    return [one.conversation.thread for one in (await overview.now()).page()]


async def queued(live: Live, *names: str) -> None:
    for name in names:
        hold = (await live.desk.state(conversation(name))).hold
        await live.desk.move(to_queue(of=name, hold=hold))


async def test_who_looks_sees_all_that_was_done_before_they_asked(
    live: Live,
    overview: Overview,
) -> None:
    async def hand_over_and_look(name: str) -> bool:
        await queued(live, name)
        return name in await threads(overview)

    several = (hand_over_and_look(f"c{number:02d}") for number in range(30))
    assert all(await asyncio.gather(*several))


async def test_a_store_that_has_forgotten_everything_is_read_anew(
    redis_url: str,
) -> None:
    redis, keys = Redis.from_url(redis_url), Keys(partitions=3)
    desk, places = RedisDesk(redis, keys), RedisPlaces(redis, keys)
    overview = Overview(places, RedisChanges(redis, keys), Unconnected(), CLOCK)
    for name in NAMES:
        await desk.move(to_queue(of=name))
    assert len(await threads(overview)) == len(NAMES)
    await redis.flushall()
    assert await threads(overview) == []
    for name in NAMES[:2]:
        await desk.move(to_queue(of=name))
    assert sorted(await threads(overview)) == sorted(NAMES[:2])
    await redis.aclose()


async def test_only_what_has_changed_is_read_again(live: Live) -> None:
    counting = Counting(live.places)
    overview = Overview(counting, live.changes, Unconnected(), CLOCK)
    await queued(live, "anna", "bert", "carla")
    await overview.now()
    counting.read.clear()
    await live.inbox.add([message("m1", of="bert"), message("m2", of="with-the-assistant")])
    await queued(live, "dirk")
    await overview.now()
    assert sorted(one.thread for one in counting.read) == ["bert", "dirk"]
    counting.read.clear()
    await asyncio.gather(*(overview.now() for _ in range(160)))
    assert counting.read == []


async def test_many_who_look_at_once_share_one_reading(live: Live) -> None:
    counting = CountingChanges(live.changes)
    overview = Overview(live.places, counting, Unconnected(), CLOCK)
    await overview.now()
    counting.asked = 0
    await asyncio.gather(*(overview.now() for _ in range(160)))
    assert counting.asked <= 2


async def test_a_reading_that_fails_is_made_up_for_by_the_next(live: Live) -> None:
    counting = Counting(live.places)
    overview = Overview(counting, live.changes, Unconnected(), CLOCK)
    await queued(live, "anna")
    await overview.now()
    await queued(live, "bert")
    counting.broken = True
    with pytest.raises(RedisConnectionError):
        await overview.now()
    counting.broken = False
    assert sorted(await threads(overview)) == ["anna", "bert"]


async def test_everything_read_again_beside_those_who_look_is_up_to_date(live: Live) -> None:
    seconds = [0.0]
    counting = Counting(live.places)
    overview = Overview(counting, live.changes, Unconnected(), CLOCK, seconds=lambda: seconds[0])
    await queued(live, "anna")
    running = asyncio.create_task(overview.run(pulse=0.01))
    await threads(overview)
    counting.read.clear()
    seconds[0] = 4000.0
    async with asyncio.timeout(20):
        while conversation("anna") not in counting.read:
            await asyncio.sleep(0.01)
    await queued(live, "bert")
    assert sorted(await threads(overview)) == ["anna", "bert"]
    running.cancel()
    await asyncio.wait({running})


async def test_a_window_is_read_again_when_it_would_shut(live: Live) -> None:
    """What opens a window further is not always told."""
    windows, clock = Shutting(), Hand()
    overview = Overview(live.places, live.changes, windows, clock)
    await live.desk.move(_to_queue(messenger("8801"), minutes=900))
    await live.desk.move(_to_queue(messenger("8802"), minutes=5))
    assert await customers(overview) == ["8801", "8802"]
    windows.closes_at = START + timedelta(hours=24)
    clock.moment = START + timedelta(hours=1)
    assert await customers(overview) == ["8802", "8801"]


async def customers(overview: Overview) -> list[str]:
    return [one.conversation.customer for one in (await overview.now()).page()]


def _to_queue(of: ConversationId, *, minutes: int) -> Move:
    move = to_queue(minutes=minutes)
    return replace(move, saying=replace(move.saying, conversation=of))


class Hand:
    """A clock that the test sets."""

    moment = START

    def now(self) -> datetime:
        return self.moment


class Shutting:
    """A window for one customer, in an hour at first."""

    def __init__(self) -> None:
        self.closes_at = START + timedelta(hours=1)

    async def window(self, conversation: ConversationId) -> Window | None:
        if conversation.customer != "8801":
            return None
        return Window(self.closes_at, self.closes_at + timedelta(days=6))


class Counting:
    """Places that note what was read, and may be out of reach."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self.read: list[ConversationId] = []
        self.broken = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._places, name)

    async def standings(self, conversations: Sequence[ConversationId]) -> list[Standing]:
        if self.broken:
            raise RedisConnectionError("gone")
        self.read += conversations
        return await self._places.standings(conversations)


class CountingChanges:
    """Changes that count how often they were asked for."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self.asked = 0

    async def since(self, mark: Mark | None) -> Changed:
        self.asked += 1
        return await self._changes.since(mark)
