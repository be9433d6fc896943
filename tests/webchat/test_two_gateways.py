"""Several gateways over one Redis: a line reaches its window wherever it is open."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

import pytest
from redis.asyncio import Redis

from connectors.webchat.log_redis import RedisWebchatLog
from connectors.webchat.outbound import WebchatSender
from conversation.identity import LineId
from conversation.keys import Keys
from conversation.messages import Line, Speaker
from handoff.memory import MemoryLive
from tests.webchat.clients import Client
from tests.webchat.world import World, allowances, running, settings


@pytest.fixture
async def gateways(redis_url) -> AsyncIterator[tuple[World, World]]:
    """Two gateways that look for lines by themselves only once in a long while."""
    configured = settings(allowances=allowances(), poll=timedelta(seconds=60))
    live = MemoryLive()
    async with AsyncExitStack() as stack:
        worlds = []
        for _ in range(2):
            redis = Redis.from_url(redis_url)
            stack.push_async_callback(redis.aclose)
            log = RedisWebchatLog(redis, Keys())
            worlds.append(await stack.enter_async_context(running(configured, live=live, log=log)))
        yield worlds[0], worlds[1]


def line(id: str) -> Line:
    return Line(id=LineId(id), speaker=Speaker.ASSISTANT, text=f"Zeile {id}", at=datetime.now(UTC))


async def test_a_line_sent_by_any_worker_reaches_the_window_at_once(gateways, redis_url):
    first, second = gateways
    worker = Redis.from_url(redis_url)
    sender = WebchatSender(RedisWebchatLog(worker, Keys()))
    async with Client(first, counts=True) as here, Client(second, counts=True) as there:
        token = await here.ask_session()
        await there.ask_session(token)
        await here.until_shown("Computerprogramm")
        started = time.perf_counter()
        for number in range(20):
            await sender.send(first.conversation(token), line(f"{number}"))
            await here.until_shown(f"Zeile {number}")
            await there.until_shown(f"Zeile {number}")
        elapsed = time.perf_counter() - started
    await worker.aclose()
    assert elapsed < 10
    assert here.texts == there.texts


async def test_a_window_catches_up_after_the_subscription_was_cut(gateways, redis_url):
    first, _ = gateways
    redis = Redis.from_url(redis_url)
    async with Client(first, counts=True) as client:
        token = await client.ask_session()
        await client.until_shown("Computerprogramm")
        await redis.client_kill_filter(_type="pubsub")
        for number in range(5):
            await first.log.append(first.conversation(token), line(f"{number}"))
            await asyncio.sleep(0.01)
        await client.until_shown("Zeile 4")
    await redis.aclose()
    assert client.texts[1:] == [f"Zeile {number}" for number in range(5)]


async def test_a_customer_who_moves_to_another_gateway_goes_on_where_they_were(gateways):
    first, second = gateways
    async with Client(first, counts=True) as client:
        token = await client.ask_session()
        await client.say("Hier", id="aaaaaaaa")
    async with Client(second, counts=True) as client:
        assert await client.ask_session(token, after=1) == token
        await client.until_shown("Hier")
        assert (await client.say("Hier", id="aaaaaaaa"))["n"] == 2
        assert (await client.say("Dort", id="bbbbbbbb"))["n"] == 3
