"""What every feed keeps to."""

import asyncio
from datetime import timedelta

import pytest
from redis.asyncio import Redis

from conversation.keys import Keys
from conversation.messages import Delivery
from conversation.ports import FeedEvent, FeedKind
from gateway.feed import RedisFeed
from tests.contract.live import Live
from tests.contract.samples import START, conversation, line, message, outgoing, saying, to_queue

SHORTLY = timedelta(milliseconds=50)


async def _something_happens(live: Live) -> None:
    await live.inbox.add([message("1", "Moin")])
    await live.outbox.say(saying(line("2", "Moin Moin")))
    await live.outbox.settle(await outgoing(live.outbox), Delivery.SENT)
    await live.desk.move(to_queue())


def _told(events: list[FeedEvent]) -> list[str]:
    return [event.kind.value for event in events]


async def test_a_group_reads_all_that_happened_in_order_with_its_bodies(live: Live) -> None:
    await _something_happens(live)
    events = await live.feed.read("archive", longest=SHORTLY)
    assert _told(events) == ["said", "said", "delivered", "held"]
    customer, assistant, delivered, held = (event.body for event in events)
    assert (customer["text"], customer["speaker"]) == ("Moin", "customer")
    assert (assistant["text"], assistant["speaker"]) == ("Moin Moin", "assistant")
    assert (delivered["line"], delivered["delivery"]) == ("2", "sent")
    assert (held["owner"], held["epoch"], held["reason"]) == ("queue", 1, "requested")
    assert held["packet"]["wish"] == "Mensch!"
    assert {event.conversation for event in events} == {conversation()}


async def test_what_was_not_acknowledged_is_read_again(live: Live) -> None:
    await _something_happens(live)
    first = await live.feed.read("archive", longest=SHORTLY)
    await live.feed.acknowledge("archive", first[:2])
    again = await live.feed.read("archive", longest=SHORTLY)
    assert [event.id for event in again] == [event.id for event in first[2:]]
    await live.feed.acknowledge("archive", again)
    assert await live.feed.read("archive", longest=SHORTLY) == []


async def test_groups_do_not_take_each_others_events(live: Live) -> None:
    await _something_happens(live)
    assert len(await live.feed.read("archive", longest=SHORTLY)) == 4
    assert len(await live.feed.read("reports", longest=SHORTLY)) == 4


async def test_an_entry_that_cannot_be_read_is_put_aside_and_stops_nobody(
    redis_url: str,
) -> None:
    async with Redis.from_url(redis_url) as redis:
        keys = Keys(partitions=1)
        feed = RedisFeed(redis, keys, consumer="one")
        stream = keys.shared("feed", 0)
        said = {"c": str(conversation()), "at": START.isoformat(), "body": "{}"}
        await redis.xadd(stream, {"kind": "sung", **said})
        await redis.xadd(stream, {"kind": "said", **said})
        (event,) = await feed.read("archive", longest=SHORTLY)
        assert event.kind is FeedKind.SAID
        await feed.acknowledge("archive", [event])
        assert await feed.read("archive", longest=SHORTLY) == []
        assert await redis.xlen(f"{stream}-dead") == 1


async def test_a_watcher_sees_what_happens_from_now_on(live: Live) -> None:
    await live.inbox.add([message("before")])
    seen: list[FeedEvent] = []

    async def watch() -> None:
        async for event in live.feed.tail():
            seen.append(event)
            if len(seen) == 3:
                return

    watching = asyncio.create_task(watch())
    await asyncio.sleep(0.2)
    await _something_happens(live)
    await asyncio.wait_for(watching, timeout=5)
    assert [event.kind for event in seen] == [FeedKind.SAID, FeedKind.SAID, FeedKind.DELIVERED]


async def test_shortening_minds_nobody_who_acknowledges_meanwhile(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between asking who has something in hand, and what, another process may be done with it."""
    monkeypatch.setattr("gateway.feed.TRIM_SECONDS", -1.0)
    async with Redis.from_url(redis_url) as redis:
        keys = Keys("contract", partitions=1)
        feed = RedisFeed(redis, keys, consumer="one")
        await redis.xadd(keys.shared("feed", 0), {"conversation": "x"})
        await feed.read("archive", longest=SHORTLY)
        told = await redis.xinfo_groups(keys.shared("feed", 0))

        async def a_moment_ago(_key: str) -> object:
            return [{**group, "pending": 1} for group in told]

        monkeypatch.setattr(redis, "xinfo_groups", a_moment_ago)
        await feed.acknowledge("archive", [])
        assert await redis.xlen(keys.shared("feed", 0)) == 1
