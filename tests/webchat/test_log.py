"""The web chat's log: one suite for both of its kinds."""

import asyncio
from datetime import UTC, datetime

import pytest
from redis.asyncio import Redis

from connectors.webchat.log import PAGE, Heard, MemoryWebchatLog, Numbered
from connectors.webchat.log_redis import RedisWebchatLog
from conversation.identity import Channel, ConversationId, LineId
from conversation.keys import CONVERSATION_SECONDS, Keys
from conversation.messages import Button, Line, Speaker

HERE = ConversationId(Channel.WEBCHAT, thread="abc", customer="abc")
THERE = ConversationId(Channel.WEBCHAT, thread="x:y", customer="ü")


@pytest.fixture(params=["memory", "redis"])
async def log(request):
    if request.param == "memory":
        yield MemoryWebchatLog()
        return
    redis = Redis.from_url(request.getfixturevalue("redis_url"))
    yield RedisWebchatLog(redis, Keys())
    await redis.aclose()


def line(id: str, text: str = "Moin") -> Line:
    return Line(
        id=LineId(id),
        speaker=Speaker.ASSISTANT,
        text=text,
        at=datetime(2026, 11, 24, 9, 15, tzinfo=UTC),
        author="Mara",
        buttons=(Button(title="Ja", payload="/affirm"),),
        image="https://foerdekom.example/a.png",
    )


async def test_lines_are_numbered_from_one_in_order(log):
    assert [await log.append(HERE, line(id)) for id in "abc"] == [1, 2, 3]
    assert [(one.n, one.line) for one in await log.after(HERE, 0)] == [
        (1, line("a")),
        (2, line("b")),
        (3, line("c")),
    ]
    assert await log.length(HERE) == 3


async def test_the_same_line_again_changes_nothing(log):
    await log.append(HERE, line("a", "zuerst"))
    await log.append(HERE, line("b"))
    assert await log.append(HERE, line("a", "anders")) == 1
    assert [one.line.text for one in await log.after(HERE, 0)] == ["zuerst", "Moin"]


async def test_only_the_lines_after_a_number_are_returned_a_page_at_most(log):
    for number in range(PAGE + 5):
        await log.append(HERE, line(f"{number}"))
    assert [one.n for one in await log.after(HERE, 3)] == list(range(4, PAGE + 4))
    assert [one.n for one in await log.after(HERE, PAGE + 3)] == [PAGE + 4, PAGE + 5]
    assert await log.after(HERE, PAGE + 5) == []


async def test_conversations_know_nothing_of_each_other(log):
    await log.append(HERE, line("a"))
    assert await log.append(THERE, line("a")) == 1
    await log.mark_sent(HERE, 1)
    assert await log.sent(THERE) == 0
    assert await log.sent(HERE) == 1
    assert await log.length(THERE) == 1


async def test_every_listener_hears_of_a_new_line_and_of_one_that_came_again(log):
    listening = [log.listen() for _ in range(2)]
    for listener in listening:
        assert await asyncio.wait_for(anext(listener), 5) is None
    await log.append(HERE, line("a"))
    await log.append(HERE, line("a"))
    await log.append(THERE, line("b"))
    for listener in listening:
        heard = [await asyncio.wait_for(anext(listener), 5) for _ in range(3)]
        a, b = Numbered(1, line("a")), Numbered(1, line("b"))
        assert heard == [Heard(str(HERE), a), Heard(str(HERE), a), Heard(str(THERE), b)]
        await listener.aclose()


async def test_many_writers_at_once_leave_no_gap_and_no_double(log):
    ids = [f"{number % 20}" for number in range(80)]
    numbers = await asyncio.gather(*(log.append(HERE, line(id)) for id in ids))
    assert sorted(set(numbers)) == list(range(1, 21))
    assert await log.length(HERE) == 20


async def test_what_is_kept_in_redis_has_a_lifetime_and_a_documented_name(redis_url):
    redis = Redis.from_url(redis_url)
    log = RedisWebchatLog(redis, Keys())
    await log.append(HERE, line("a"))
    await log.mark_sent(HERE, 1)
    keys = {key.decode(): await redis.ttl(key) for key in await redis.keys("*")}
    await redis.aclose()
    base = Keys().base(Keys().partition_of(str(HERE)))
    assert set(keys) == {
        f"{base}:webchat:{HERE}",
        f"{base}:webchat-ids:{HERE}",
        f"{base}:webchat-sent:{HERE}",
    }
    assert all(
        CONVERSATION_SECONDS - 10 < lifetime <= CONVERSATION_SECONDS for lifetime in keys.values()
    )


async def test_a_listener_survives_a_lost_connection_and_says_that_it_may_have_missed_something(
    redis_url,
):
    redis = Redis.from_url(redis_url)
    log = RedisWebchatLog(redis, Keys())
    listener = log.listen()
    assert await asyncio.wait_for(anext(listener), 5) is None
    await redis.client_kill_filter(_type="pubsub")
    assert await asyncio.wait_for(anext(listener), 5) is None
    await log.append(HERE, line("a"))
    heard = await asyncio.wait_for(anext(listener), 5)
    assert heard == Heard(str(HERE), Numbered(1, line("a")))
    await listener.aclose()
    await redis.aclose()
