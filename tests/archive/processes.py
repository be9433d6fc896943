"""What tests run in processes of their own; forked from one that has loaded everything."""

import asyncio
import multiprocessing
from datetime import timedelta
from multiprocessing.context import ForkServerContext
from multiprocessing.synchronize import Barrier, Event

from prometheus_client import CollectorRegistry
from redis.asyncio import Redis

from archive.contacts import SqlContacts
from archive.database import open_database
from archive.migrate import migrate
from archive.recorder import Recorder
from conversation.keys import Keys
from gateway.clock import SystemClock
from gateway.feed import RedisFeed

ABANDONED = timedelta(milliseconds=500)


def forking() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return context


def start_up(url: str, gate: Barrier) -> None:
    """Migrate as soon as all processes stand at the gate."""

    async def start() -> None:
        engine = open_database(url)
        gate.wait(timeout=60)
        await migrate(engine)
        await engine.dispose()

    asyncio.run(start())


def keep_recording(consumer: str, redis_url: str, database_url: str, ready: Event) -> None:
    """Record until killed."""

    async def run() -> None:
        redis, engine = Redis.from_url(redis_url), open_database(database_url)
        feed = RedisFeed(redis, Keys(), consumer=consumer, abandoned=ABANDONED)
        ready.set()
        await Recorder(
            feed, engine, contacts=SqlContacts(engine, SystemClock()), registry=CollectorRegistry()
        ).run()

    asyncio.run(run())
