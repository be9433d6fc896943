"""The recorder over the real feed: what the live store remembers, the archive remembers."""

import asyncio
from collections.abc import AsyncIterator
from random import Random
from signal import SIGKILL

import pytest
from prometheus_client import CollectorRegistry
from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.contacts import SqlContacts
from archive.history import archived_conversations, transcript
from archive.recorder import Recorder
from chassis.tasks import cancelled
from conversation.holds import Owner
from conversation.keys import Keys
from gateway.clock import SystemClock
from gateway.feed import RedisFeed
from tests.archive.events import everything, ids
from tests.archive.kept import archived_handoffs
from tests.archive.processes import ABANDONED, forking, keep_recording
from tests.archive.talking import Talk, conversations

KILLS = 20
EXCHANGES_A_ROUND = 20
EVENTS_AN_EXCHANGE = 5
LONGEST_LIFE_SECONDS = 0.25


@pytest.fixture
async def talk(redis_url: str) -> AsyncIterator[Talk]:
    redis = Redis.from_url(redis_url)
    talk = Talk(redis, Keys())
    listening = asyncio.create_task(talk.wake.run())
    yield talk
    await cancelled(listening)
    await redis.aclose()


@pytest.fixture
async def feed(redis_url: str) -> AsyncIterator[RedisFeed]:
    redis = Redis.from_url(redis_url)
    yield RedisFeed(redis, Keys(), consumer="last", abandoned=ABANDONED)
    await redis.aclose()


async def drain(talk: Talk, feed: RedisFeed, engine: AsyncEngine) -> None:
    """Record until the feed holds nothing for the archive any more."""
    recorder = Recorder(
        feed, engine, contacts=SqlContacts(engine, SystemClock()), registry=CollectorRegistry()
    )
    async with asyncio.timeout(60):
        while await recorder.step() or await talk.pending("archive"):
            continue


async def check_that_all_is_remembered(talk: Talk, engine: AsyncEngine) -> None:
    rows = await everything(engine)
    assert set(await talk.happened()) ^ set(await ids(engine)) == set()
    assert rows["rejected_events"] == []
    for conversation in conversations():
        kept = await transcript(engine, conversation)
        live = await talk.transcripts.lines(conversation)
        assert [one.line for one in kept] == live
        deliveries = {one.line.id: one.delivery for one in kept if one.delivery}
        assert deliveries == await talk.transcripts.deliveries(conversation)
        epochs = [row["epoch"] for row in rows["holds"] if row["conversation"] == str(conversation)]
        assert epochs == list(range(1, len(epochs) + 1))
    kinds = [row["kind"] for row in rows["feed_events"]]
    assert len(rows["messages"]) == kinds.count("said")
    assert len(rows["holds"]) == kinds.count("held")


async def test_the_archive_remembers_what_the_live_store_does(
    talk: Talk, feed: RedisFeed, engine: AsyncEngine
) -> None:
    for _ in range(60):
        await talk.exchange()
    await drain(talk, feed, engine)
    await check_that_all_is_remembered(talk, engine)
    handoffs = await archived_handoffs(engine, conversations()[0])
    assert {one.to_owner for one in handoffs} == {Owner.QUEUE}
    assert {one.from_owner for one in handoffs} == {Owner.ASSISTANT}
    assert len(await archived_conversations(engine)) == len(conversations())


async def test_a_recorder_killed_twenty_times_keeps_every_event_exactly_once(
    talk: Talk, feed: RedisFeed, engine: AsyncEngine, redis_url: str
) -> None:
    context, chance = forking(), Random(20)
    database_url = engine.url.render_as_string(hide_password=False)
    interrupted = 0
    for kill in range(KILLS):
        ready = context.Event()
        process = context.Process(
            target=keep_recording, args=(f"worker-{kill % 2}", redis_url, database_url, ready)
        )
        process.start()
        await asyncio.to_thread(ready.wait, 30)
        life = asyncio.create_task(asyncio.sleep(chance.uniform(0, LONGEST_LIFE_SECONDS)))
        life.add_done_callback(lambda _, process=process: process.kill())
        for _ in range(EXCHANGES_A_ROUND):
            await talk.exchange()
        await life
        await asyncio.to_thread(process.join, 10)
        assert process.exitcode == -SIGKILL
        interrupted += bool(await talk.pending("archive"))
    assert interrupted
    await drain(talk, feed, engine)
    assert len(await ids(engine)) >= KILLS * EXCHANGES_A_ROUND * EVENTS_AN_EXCHANGE
    await check_that_all_is_remembered(talk, engine)
