"""One suite for the stores of signing on, in Redis, in SQL and in memory."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from archive.database import open_database
from archive.migrate import migrate
from conversation.identity import AgentId
from staff.accounts import SqlAccounts
from staff.sign_on.identities import SqlIdentities
from staff.sign_on.memory import MemoryIdentities, MemoryPendingSignOns
from staff.sign_on.pending import RedisPendingSignOns
from staff.sign_on.ports import Identities, Pending, PendingSignOns
from tests.staff.house import Hands, employ

ISSUER = "https://login.example"
MARA, TOMKE = AgentId("id-mara"), AgentId("id-tomke")


@pytest.fixture(params=["memory", "redis"])
def pending(request: pytest.FixtureRequest, clock: Hands) -> PendingSignOns:
    if request.param == "memory":
        return MemoryPendingSignOns(clock)
    return RedisPendingSignOns(request.getfixturevalue("redis"), prefix="tests", clock=clock)


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
async def identities(request: pytest.FixtureRequest) -> AsyncIterator[Identities]:
    if request.param == "memory":
        yield MemoryIdentities()
        return
    engine = open_database(request.getfixturevalue(f"{request.param}_url"))
    await migrate(engine)
    await employ(SqlAccounts(engine))
    yield SqlIdentities(engine)
    await engine.dispose()


def begun(clock: Hands) -> Pending:
    return Pending(browser="b", nonce="n", verifier="v", target="/", began_at=clock.now())


async def test_what_was_begun_is_taken_once_by_whoever_comes_first(
    pending: PendingSignOns, clock: Hands
) -> None:
    await pending.keep("state", begun(clock))
    assert await pending.take("guessed") is None
    taken = await asyncio.gather(*(pending.take("state") for _ in range(10)))
    assert [one for one in taken if one] == [begun(clock)]


async def test_what_was_begun_long_ago_is_gone(pending: PendingSignOns, clock: Hands) -> None:
    await pending.keep("state", begun(clock))
    clock.pass_by(minutes=10)
    assert await pending.take("state") is None


async def test_redis_keeps_no_state_and_forgets_by_itself(redis: Redis, clock: Hands) -> None:
    await RedisPendingSignOns(redis, prefix="tests", clock=clock).keep("the-state", begun(clock))
    (key,) = await redis.keys("*")
    assert key.startswith(b"tests:sign-on:")
    assert b"the-state" not in key + await redis.get(key)
    assert 0 < await redis.ttl(key) <= 600


async def test_an_identity_is_one_account_s_and_an_account_has_one(identities: Identities) -> None:
    assert await identities.account_of(ISSUER, "s") is None
    assert await identities.tie(ISSUER, "s", TOMKE)
    assert not await identities.tie(ISSUER, "s", MARA)
    assert not await identities.tie(ISSUER, "other", TOMKE)
    assert await identities.account_of(ISSUER, "s") == TOMKE
    assert await identities.account_of("https://other.example", "s") is None
    assert await identities.account_of(ISSUER, "S") is None
    assert await identities.tied() == {TOMKE}


async def test_an_identity_can_be_forgotten(identities: Identities) -> None:
    await identities.tie(ISSUER, "s", TOMKE)
    await identities.untie(TOMKE)
    await identities.untie(MARA)
    assert await identities.account_of(ISSUER, "s") is None
    assert await identities.tie(ISSUER, "new", TOMKE)
