"""The recorder while its database is away: it waits, and loses nothing."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

import asyncpg
from prometheus_client import CollectorRegistry
from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from archive.contacts import SqlContacts
from archive.database import open_database
from archive.migrate import migrate
from archive.recorder import Recorder
from gateway.clock import SystemClock
from tests.archive.events import ids, one_conversation
from tests.archive.feeds import ListFeed

ALL = sorted(event.id for event in one_conversation())


@asynccontextmanager
async def recording(
    feed: ListFeed, engine: AsyncEngine, registry: CollectorRegistry
) -> AsyncIterator[None]:
    pause = timedelta(milliseconds=100)
    recorder = Recorder(
        feed,
        engine,
        contacts=SqlContacts(engine, SystemClock()),
        registry=registry,
        longest_pause=pause,
    )
    task = asyncio.create_task(recorder.run())
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def until_failed(registry: CollectorRegistry) -> None:
    """Return when an attempt has failed for the second time."""
    async with asyncio.timeout(20):
        while (registry.get_sample_value("lotse_archive_failures_total") or 0) < 2:
            await asyncio.sleep(0.02)


async def until_empty(feed: ListFeed) -> None:
    async with asyncio.timeout(20):
        while feed.left:
            await asyncio.sleep(0.02)


@asynccontextmanager
async def away(url: str) -> AsyncIterator[None]:
    """Lock the SQLite file; throw everybody out of the PostgreSQL database and let nobody in."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        locking = sqlite3.connect(str(address.database), isolation_level=None)
        locking.execute("BEGIN EXCLUSIVE")
        yield
        locking.close()
        return
    name, server = address.database, address.set(drivername="postgresql", database="postgres")
    porter = await asyncpg.connect(server.render_as_string(hide_password=False))
    await porter.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    inside = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1"
    await porter.fetch(inside, name)
    yield
    await porter.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    await porter.close()


def impatient(url: str) -> AsyncEngine:
    """Open the database so that a lock is an error at once."""
    if url.startswith("sqlite"):
        address = make_url(url).set(drivername="sqlite+aiosqlite")
        return create_async_engine(address, connect_args={"timeout": 0.01})
    return open_database(url)


async def test_a_database_that_goes_away_and_comes_back_costs_nothing(database_url: str) -> None:
    engine, registry = impatient(database_url), CollectorRegistry()
    await migrate(engine)
    feed = ListFeed(one_conversation()[:5])
    async with recording(feed, engine, registry):
        await until_empty(feed)
        async with away(database_url):
            feed.left += one_conversation()[5:]
            await until_failed(registry)
            assert len(feed.left) == 5
        await until_empty(feed)
    assert await ids(engine) == ALL
    await engine.dispose()


async def test_a_recorder_that_starts_before_the_tables_are_there_waits_for_them(
    database_url: str,
) -> None:
    engine, registry = open_database(database_url), CollectorRegistry()
    feed = ListFeed(one_conversation())
    async with recording(feed, engine, registry):
        await until_failed(registry)
        await migrate(engine)
        await until_empty(feed)
    assert await ids(engine) == ALL
    await engine.dispose()
