"""One call moves the fixed clock of every process, or says who has not moved."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import httpx
import pytest
from redis.asyncio import Redis
from sanic import Request

from actions.clock import StoppedClock, add_clock
from chassis.app import create_app
from chassis.errors import UnauthorizedError, UnavailableError
from chassis.redis import awaited
from chassis.tasks import cancelled
from conversation.keys import Keys
from gateway import clock_moving
from gateway.clock import FixedClock
from gateway.clock_following import ClockFollower
from gateway.clock_moving import ClockMover, RemoteClock, forget_moved_clock
from tests.support.redis_server import free_port
from tests.support.serving import served

START = datetime(2026, 11, 24, 9, 15, tzinfo=UTC)
LATER = START + timedelta(days=3)
BERLIN = ZoneInfo("Europe/Berlin")
KEYS = Keys(prefix="clock-test")

_numbers = count(1)  # Sanic knows its applications by their names


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    async with Redis.from_url(redis_url) as redis:
        yield redis


@asynccontextmanager
async def following(redis: Redis, name: str) -> AsyncIterator[FixedClock]:
    clock = FixedClock(START)
    follower = ClockFollower(redis, KEYS, clock=clock, name=name)
    await follower.catch_up()
    running = asyncio.create_task(follower.run())
    try:
        yield clock
    finally:
        await cancelled(running)


@asynccontextmanager
async def remote(
    name: str, *, token: str = "right"
) -> AsyncIterator[tuple[RemoteClock, StoppedClock]]:
    """Serve the action server's clock, and a way to reach it."""
    app, clock, port = (
        create_app(f"{name}-{next(_numbers)}"),
        StoppedClock(START, zone=BERLIN),
        free_port(),
    )
    app.config.TOUCHUP = False

    def guard(request: Request) -> None:
        if request.token != "right":
            raise UnauthorizedError("A valid bearer token is needed.")

    add_clock(app, clock, guard=guard)
    async with served(app, port):
        reached = RemoteClock(name, f"http://127.0.0.1:{port}", token=token)
        yield reached, clock
        await reached.close()


async def eventually(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not holds():
            await asyncio.sleep(0.01)


async def test_one_call_moves_all_who_follow_and_all_who_are_called(redis: Redis) -> None:
    async with (
        following(redis, "worker") as worker,
        following(redis, "desk") as desk,
        remote("actions") as (reached, actions),
    ):
        mover = ClockMover(redis, KEYS, clock=desk, remotes=(reached,))
        await mover.move(LATER.astimezone(BERLIN))
        assert (worker.now(), desk.now(), actions()) == (LATER, LATER, LATER)
        assert mover.now() == LATER
        await mover.move(START)
        assert worker.now() == actions() == START


async def test_a_process_started_later_shows_the_moment_to_which_the_clock_was_moved(
    redis: Redis,
) -> None:
    await ClockMover(redis, KEYS, clock=FixedClock(START)).move(LATER)
    async with following(redis, "worker") as worker:
        assert worker.now() == LATER


async def test_who_does_not_move_is_named(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock_moving, "FOLLOW_SECONDS", 0.3)
    hanging = json.dumps({"now": START.isoformat(), "at": time.time()})
    await awaited(redis.hset(KEYS.clock_hands(), "keeper", hanging))
    async with (
        following(redis, "worker") as worker,
        remote("actions", token="wrong") as (reached, _),
    ):
        mover = ClockMover(redis, KEYS, clock=FixedClock(START), remotes=(reached,))
        with pytest.raises(UnavailableError, match=r"everywhere: keeper, actions\."):
            await mover.move(LATER)
        assert worker.now() == LATER


async def test_a_process_that_has_gone_is_not_waited_for(redis: Redis) -> None:
    long_ago = json.dumps({"now": START.isoformat(), "at": time.time() - 3600})
    await awaited(redis.hset(KEYS.clock_hands(), "keeper", long_ago))
    async with following(redis, "worker"):
        await asyncio.sleep(0.05)
    await ClockMover(redis, KEYS, clock=FixedClock(START)).move(LATER)
    assert set(await awaited(redis.hgetall(KEYS.clock_hands()))) == {b"keeper"}


async def test_a_call_that_gets_lost_is_made_up_for_with_the_next_beat(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.clock_following.BEAT_SECONDS", 0.05)
    async with following(redis, "worker") as worker:
        await redis.set(KEYS.clock(), LATER.isoformat())
        await eventually(lambda: worker.now() == LATER)


async def test_a_service_started_again_is_moved_to_where_the_clock_is(redis: Redis) -> None:
    async with remote("actions") as (reached, actions):
        mover = ClockMover(redis, KEYS, clock=FixedClock(START), remotes=(reached,))
        await mover.step()
        assert actions() == START
        await mover.move(LATER)
        actions.set(START)
        await mover.step()
        assert actions() == LATER


async def test_a_service_out_of_reach_does_not_end_the_keeping_in_step(redis: Redis) -> None:
    gone = RemoteClock("actions", f"http://127.0.0.1:{free_port()}", token="right")
    mover = ClockMover(redis, KEYS, clock=FixedClock(START), remotes=(gone,))
    await redis.set(KEYS.clock(), LATER.isoformat())
    await mover.step()
    await mover.close()


async def test_a_new_start_begins_at_the_setting_again(redis: Redis, redis_url: str) -> None:
    await ClockMover(redis, KEYS, clock=FixedClock(START)).move(LATER)
    await forget_moved_clock(redis_url, KEYS)
    async with following(redis, "worker") as worker:
        assert worker.now() == START


async def test_the_actions_clock_is_moved_with_a_token_and_a_zone_only() -> None:
    async with remote("actions") as (reached, clock):
        url = f"{reached._client.base_url}/admin/clock"
        right = {"authorization": "Bearer right"}
        async with httpx.AsyncClient() as client:
            body = {"now": LATER.isoformat()}
            assert (await client.put(url, json=body)).status_code == 401
            assert (await client.get(url)).status_code == 401
            for wrong in ({}, {"now": "2026-11-24T10:15"}, {**body, "more": 1}, ["now"]):
                answer = await client.put(url, json=wrong, headers=right)
                assert (answer.status_code, set(answer.json())) == (400, {"error"})
            assert clock() == START
            answer = await client.put(url, json=body, headers=right)
            assert answer.json() == {"now": "2026-11-27T09:15:00+00:00"}
            assert (await client.get(url, headers=right)).json() == answer.json()


async def test_an_actions_clock_that_runs_cannot_be_moved() -> None:
    app, port = create_app("running"), free_port()
    app.config.TOUCHUP = False
    add_clock(app, lambda: datetime.now(BERLIN), guard=lambda _: None)
    async with served(app, port), httpx.AsyncClient() as client:
        answer = await client.put(f"http://127.0.0.1:{port}/admin/clock", json={})
        assert answer.status_code == 404
