"""Which private conversation continues which public one: one suite over both stores."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from redis.asyncio import Redis

from conversation.cases import CONTINUES_WITHIN, Cases
from conversation.keys import Keys
from conversation.people import Person, Platform, person_of
from conversation.ports import FeedEvent, FeedKind
from gateway.feed import RedisFeed
from gateway.memory import MemoryFeed
from handoff.cases import RedisCases
from handoff.cases_memory import MemoryCases
from handoff.memory import MemoryLive
from tests.cases.samples import START, Watch, chat, comment, direct, messenger, post


@dataclass(frozen=True)
class Room:
    cases: Cases
    clock: Watch
    told: Callable[[], Awaitable[list[FeedEvent]]]


@pytest.fixture(params=["memory", "redis"])
async def room(request: pytest.FixtureRequest) -> AsyncIterator[Room]:
    clock = Watch()
    if request.param == "memory":
        live = MemoryLive()
        feed = MemoryFeed(live)
        yield Room(MemoryCases(live, clock=clock), clock, lambda: _told(feed))
        return
    redis = Redis.from_url(request.getfixturevalue("redis_url"))
    keys = Keys(partitions=3)
    real = RedisFeed(redis, keys, consumer="one")
    yield Room(RedisCases(redis, keys, clock=clock), clock, lambda: _told(real))
    await redis.aclose()


async def _told(feed: RedisFeed | MemoryFeed) -> list[FeedEvent]:
    events = await feed.read("archive", longest=timedelta(milliseconds=20))
    await feed.acknowledge("archive", events)
    return events


async def test_a_conversation_nobody_joined_is_its_own_case(room: Room) -> None:
    for alone in (post(), direct(), chat()):
        case = await room.cases.of(alone)
        assert case.id == str(alone)
        assert case.conversations == (alone,)


async def test_a_private_message_of_the_same_person_continues_the_public_thread(
    room: Room,
) -> None:
    await room.cases.link_offered(post())
    room.clock.pass_by(hours=3)
    case = await room.cases.join(direct())
    assert case.id == str(post())
    assert case.conversations == (post(), direct())
    assert await room.cases.of(post()) == case
    assert await room.cases.of(direct()) == case
    continuation = case.continuation(direct())
    assert continuation is not None
    assert continuation.since == START + timedelta(hours=3)
    assert case.continuation(post()) is None


async def test_without_the_way_shown_a_private_message_is_a_case_of_its_own(room: Room) -> None:
    assert (await room.cases.join(direct())).conversations == (direct(),)
    await room.cases.link_offered(post())
    assert (await room.cases.join(direct("333"))).conversations == (direct("333"),)
    assert (await room.cases.of(post())).conversations == (post(),)


async def test_the_same_user_id_on_another_platform_proves_nothing(room: Room) -> None:
    await room.cases.link_offered(post("8801"))
    assert (await room.cases.join(messenger("8801"))).conversations == (messenger("8801"),)


async def test_a_private_reply_leads_to_the_person_that_facebook_named(room: Room) -> None:
    await room.cases.link_offered(comment(), person_of(messenger()))
    assert (await room.cases.join(messenger())).conversations == (comment(), messenger())


@pytest.mark.parametrize(("late", "joins"), [(timedelta(0), True), (timedelta(seconds=1), False)])
async def test_an_offer_lasts_seven_days(room: Room, late: timedelta, joins: bool) -> None:
    await room.cases.link_offered(post())
    room.clock.moment += CONTINUES_WITHIN + late
    case = await room.cases.join(direct())
    assert (case.first == post()) is joins


async def test_later_messages_stay_in_the_case_and_a_long_silence_ends_it(room: Room) -> None:
    await room.cases.link_offered(post())
    await room.cases.join(direct())
    for _ in range(3):
        room.clock.pass_by(days=6)
        assert (await room.cases.join(direct())).first == post()
    room.clock.pass_by(days=7, seconds=1)
    assert (await room.cases.of(direct())).first == post()
    assert (await room.cases.join(direct())).conversations == (direct(),)
    assert (await room.cases.of(post())).conversations == (post(),)


async def test_the_newest_offer_counts_and_takes_the_conversation_along(room: Room) -> None:
    await room.cases.link_offered(post(thread="1"))
    await room.cases.join(direct())
    room.clock.pass_by(hours=1)
    await room.cases.link_offered(post(thread="2"))
    assert (await room.cases.of(direct())).first == post(thread="1")
    assert (await room.cases.join(direct())).conversations == (post(thread="2"), direct())
    assert (await room.cases.of(post(thread="1"))).conversations == (post(thread="1"),)


async def test_an_offer_is_taken_once(room: Room) -> None:
    await room.cases.link_offered(post())
    await room.cases.join(direct())
    room.clock.pass_by(hours=1)
    case = await room.cases.join(direct())
    continuation = case.continuation(direct())
    assert continuation is not None
    assert continuation.since == START
    assert continuation.seen == START + timedelta(hours=1)


async def test_the_feed_tells_of_each_change_once(room: Room) -> None:
    await room.cases.link_offered(post())
    await room.cases.join(direct())
    await room.cases.join(direct())
    (event,) = await room.told()
    assert event.kind is FeedKind.JOINED
    assert event.conversation == direct()
    assert event.body == {
        "case": str(post()),
        "continues": str(post()),
        "since": START.isoformat(),
    }
    room.clock.pass_by(days=8)
    await room.cases.join(direct())
    (event,) = await room.told()
    assert (event.body["case"], event.body["continues"]) == (str(direct()), "")


async def test_messages_that_come_at_once_join_once(room: Room) -> None:
    await room.cases.link_offered(post())
    cases = await asyncio.gather(*(room.cases.join(direct()) for _ in range(20)))
    assert {case.first for case in cases} == {post()}
    events = await room.told()
    assert {event.body["continues"] for event in events} == {str(post())}


async def test_only_public_conversations_offer_and_only_private_ones_join(room: Room) -> None:
    with pytest.raises(ValueError, match="public"):
        await room.cases.link_offered(direct())
    with pytest.raises(ValueError, match="private"):
        await room.cases.join(post())


async def test_a_join_that_was_cut_off_before_it_was_told_is_told_by_the_next_word(
    redis_url: str,
) -> None:
    redis, keys, clock = Redis.from_url(redis_url), Keys(partitions=3), Watch()
    cases = RedisCases(redis, keys, clock=clock)
    await cases.link_offered(post())
    await cases.join(direct())
    feed = RedisFeed(redis, keys, consumer="one")
    assert len(await _told(feed)) == 1
    await redis.hdel("lotse:{cases}:continues:" + str(direct()), "told")  # as if killed there
    await cases.join(direct())
    assert len(await _told(feed)) == 1
    await redis.aclose()


def test_a_person_is_written_and_read_back() -> None:
    person = Person(Platform.FACEBOOK, "comment:1_2")
    assert Person.parse(str(person)) == person
    for bad in ("", "x", "x:", "mars:1"):
        with pytest.raises(ValueError):
            Person.parse(bad)
