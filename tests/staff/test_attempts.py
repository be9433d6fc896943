"""One suite for counted attempts in Redis and for their twin in memory."""

import asyncio
from datetime import timedelta

from redis.asyncio import Redis

from staff.attempts import RedisAttempts
from staff.ports import Attempts, Patience
from tests.staff.house import Hands

PATIENCE = Patience(free=3, first=timedelta(seconds=10), longest=timedelta(seconds=60))
GO = timedelta(0)


async def waits(attempts: Attempts, key: str = "one") -> float:
    return (await attempts.enter(key, PATIENCE)).total_seconds()


async def test_the_first_attempts_are_free_and_then_each_waits_longer(
    attempts: Attempts, clock: Hands
) -> None:
    assert [await waits(attempts) for _ in range(3)] == [0, 0, 0]
    for pause in (10, 20, 40, 60, 60):
        assert await waits(attempts) == pause
        clock.pass_by(seconds=pause)
        assert await waits(attempts) == 0


async def test_asking_again_while_waiting_does_not_make_it_longer(
    attempts: Attempts, clock: Hands
) -> None:
    for _ in range(3):
        await waits(attempts)
    assert [await waits(attempts) for _ in range(5)] == [10] * 5
    clock.pass_by(seconds=4)
    assert await waits(attempts) == 6


async def test_a_burst_of_attempts_at_once_gets_no_more_than_the_free_ones(
    attempts: Attempts,
) -> None:
    found = await asyncio.gather(*(attempts.enter("one", PATIENCE) for _ in range(50)))
    assert sum(wait == GO for wait in found) == 3


async def test_keys_are_counted_apart(attempts: Attempts) -> None:
    for _ in range(3):
        await waits(attempts, "one")
    assert await waits(attempts, "other") == 0
    assert await waits(attempts, "one") == 10


async def test_everything_is_forgotten_after_the_longest_wait(
    attempts: Attempts, clock: Hands
) -> None:
    for _ in range(3):
        await waits(attempts)
    clock.pass_by(seconds=10 + 60)
    assert [await waits(attempts) for _ in range(3)] == [0, 0, 0]


async def test_a_good_attempt_is_taken_back(attempts: Attempts) -> None:
    for _ in range(20):
        assert await waits(attempts) == 0
        await attempts.refund("one")
    await attempts.refund("never tried")
    assert await waits(attempts, "never tried") == 0


async def test_forgetting_begins_anew(attempts: Attempts) -> None:
    for _ in range(3):
        await waits(attempts)
    await attempts.forget("one")
    assert [await waits(attempts) for _ in range(3)] == [0, 0, 0]


async def test_redis_keeps_neither_logins_nor_addresses_and_forgets_by_itself(
    redis: Redis, clock: Hands
) -> None:
    await waits(RedisAttempts(redis, prefix="tests", clock=clock), "login:mara")
    (key,) = await redis.keys("*")
    assert key.startswith(b"tests:attempts:")
    assert b"mara" not in key
    assert 0 < await redis.pttl(key) <= 60_000


def test_patience_never_runs_out_of_numbers() -> None:
    assert PATIENCE.pause_after(10_000) == PATIENCE.longest
