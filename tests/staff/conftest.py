"""Staff's stores in every kind, for one suite that runs over each; PostgreSQL beside SQLite."""

from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import create_async_engine

from staff.accounts import SqlAccounts, metadata
from staff.attempts import RedisAttempts
from staff.memory import MemoryAccounts, MemoryAttempts, MemorySessions
from staff.ports import Accounts, Attempts, Lifetimes, Sessions
from staff.sessions import RedisSessions
from tests.staff.house import Hands
from tests.support.databases import (  # noqa: F401 - fixtures
    database_url,
    postgresql_server,
    postgresql_url,
    sqlite_url,
)

LIFETIMES = Lifetimes()


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    client = Redis.from_url(redis_url)
    yield client
    await client.aclose()


@pytest.fixture(params=["memory", "redis"])
def sessions(request: pytest.FixtureRequest, clock: Hands) -> Sessions:
    if request.param == "memory":
        return MemorySessions(clock, LIFETIMES)
    client = request.getfixturevalue("redis")
    return RedisSessions(client, prefix="tests", clock=clock, lifetimes=LIFETIMES)


@pytest.fixture(params=["memory", "redis"])
def attempts(request: pytest.FixtureRequest, clock: Hands) -> Attempts:
    if request.param == "memory":
        return MemoryAttempts(clock)
    return RedisAttempts(request.getfixturevalue("redis"), prefix="tests", clock=clock)


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
async def accounts(request: pytest.FixtureRequest) -> AsyncIterator[Accounts]:
    if request.param == "memory":
        yield MemoryAccounts()
        return
    engine = create_async_engine(request.getfixturevalue(f"{request.param}_url"))
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    yield SqlAccounts(engine)
    await engine.dispose()
