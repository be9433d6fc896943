"""5,000 webhooks, a fifth of them told twice, all shuffled, and workers are killed meanwhile."""

import asyncio
import random
import re
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any

import pytest

from conversation.identity import Channel
from conversation.messages import Delivery, Speaker
from gateway.ports import free_ports
from gateway.settings import read_settings
from gateway.world import world_environment
from handoff.desk import RedisDesk, RedisTranscripts
from tests.stack.crowd import Crowd, crowd_around
from tests.stack.halves import Halves, PlayedEngine, halves, mail_left, played_engine, says
from tests.world.trouble import DeliveryTrouble, TroubleRequest
from tests.world_checks.stage import require_specification

PEOPLE = {
    Channel.X_PUBLIC: 50,
    # As many as a quarter of an hour of X's direct messages has room for.
    Channel.X_DM: 5,
    Channel.MESSENGER: 95,
    Channel.FB_COMMENT: 100,
}
ROUNDS, EACH = 4, 5
AT_ONCE = 10
KILLS = 4
LATEST_KILL_SECONDS = 0.012
START = datetime(2026, 11, 24, 10, 15, tzinfo=UTC)
#: Longer than X's windows, so that each round has budgets of its own.
BETWEEN_ROUNDS = timedelta(minutes=20)
#: Longer than a sending that was cut off is left alone.
A_WHILE = timedelta(minutes=2)
STUCK_SECONDS = 10.0
LONGEST_ROUND_SECONDS = 140.0
_DUE_NOW = (
    "return redis.call('HEXISTS', KEYS[2], ARGV[1]) == 1 or redis.call('ZADD', KEYS[1], 0, ARGV[1])"
)


def answered(asked: dict[str, Any]) -> dict[str, Any]:
    """Say what was read; no two turns of anybody get the same words, which X would refuse."""
    (who,) = set(re.findall(r"Anliegen (\d+)", asked["text"]))
    parts = _parts(asked["text"])
    return says(f"Gelesen: Anliegen {who} Teil {parts[0]} bis {parts[-1]}.")


def _parts(text: str) -> list[int]:
    return [int(part) for part in re.findall(r"Teil (\d+)", text)]


@dataclass
class Reaper:
    """Kills the worker when the engine has answered so many turns, and starts another."""

    moments: random.Random
    killed: int = 0
    _answers: int = 0
    _at: list[int] = field(init=False)
    _due: asyncio.Event = field(default_factory=asyncio.Event)
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        # On a slow machine lines of two rounds become one turn, and there are fewer of them.
        stretch = sum(PEOPLE.values()) * ROUNDS // (2 * KILLS)
        self._at = [
            number * stretch + self.moments.randrange(stretch // 10, stretch // 2)
            for number in range(KILLS)
        ]
        self._loop = asyncio.get_running_loop()

    def answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Answer for the engine, in a thread of its own."""
        with self._lock:
            self._answers += 1
            if self._at and self._answers >= self._at[0]:
                self._at.pop(0)
                self._loop.call_soon_threadsafe(self._due.set)
        return answered(asked)

    async def run(self, system: Halves) -> None:
        """Keep one worker running until cancelled."""
        while True:
            async with system.process("worker"):
                await self._due.wait()
                await asyncio.sleep(self.moments.uniform(0, LATEST_KILL_SECONDS))
            self._due.clear()
            self.killed += 1


@asynccontextmanager
async def _kept(reaper: Reaper, system: Halves) -> AsyncIterator[None]:
    keeping = asyncio.create_task(reaper.run(system))
    try:
        yield
    finally:
        keeping.cancel()
        await asyncio.wait([keeping])
        if not keeping.cancelled():
            keeping.result()


@pytest.mark.timeout(600)
async def test_shuffled_and_repeated_webhooks_with_workers_killed_are_answered_once_in_order(
    redis_url: str, tmp_path: Path
) -> None:
    require_specification()
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    reaper = Reaper(random.Random(seed))
    (port,) = free_ports(1)
    settings = {
        **world_environment(port),
        "WORLD_PORT": str(port),
        "X_LISTENING": "false",
        "CLOCK": START.isoformat(),
        # What a platform mixes up arrives within this, on a busy machine as well; what it gives is
        # in order after that.
        "MERGE_WINDOW": "8",
        "LEASE_SECONDS": "3",
    }
    with played_engine(reaper.answer) as engine:
        async with (
            halves(redis_url, tmp_path, engine, **settings) as system,
            system.process("gateway"),
            _kept(reaper, system),
            crowd_around(read_settings(system.environment), clock_runs=True) as crowd,
        ):
            await _connected(crowd)
            for channel, people in PEOPLE.items():
                crowd.join(channel, people)
            crowd.world.trouble_begins(_trouble(seed))
            now = START
            for _ in range(ROUNDS):
                crowd.write(EACH, at_once=AT_ONCE)
                now = await _until_quiet(system, crowd, now)
                now = await _let_time_pass(system, crowd, now + BETWEEN_ROUNDS)
            assert reaper.killed == KILLS
            await _check(system, crowd, engine)


def _trouble(seed: int) -> TroubleRequest:
    x = DeliveryTrouble(duplicate=0.2, shuffle=100, parallel=4, seed=seed)
    facebook = DeliveryTrouble(duplicate=0.2, shuffle=100, batch=25, parallel=2, seed=seed)
    return TroubleRequest(deliveries={"x": x, "facebook": facebook})


async def _connected(crowd: Crowd) -> None:
    async with asyncio.timeout(20):
        while not (crowd.world.x.webhooks.all() and crowd.world.meta.hooks.page_fields):
            await asyncio.sleep(0.02)


async def _until_quiet(system: Halves, crowd: Crowd, now: datetime) -> datetime:
    """Wait until all is delivered, answered and sent; return the time it is then.

    What was cut off while it was sent is left alone for a minute: where all stands still, time
    passes. It must stand still: whoever is killed while sending may have a request on its way.
    """
    began = moved = time.monotonic()
    left = -1
    while not await crowd.world.settled(0.5) or await mail_left(system.redis, system.keys):
        assert time.monotonic() < began + LONGEST_ROUND_SECONDS, "There is mail left."
        if left != (left := await mail_left(system.redis, system.keys)):
            moved = time.monotonic()
        if time.monotonic() > moved + STUCK_SECONDS:
            now = await _let_time_pass(system, crowd, now + A_WHILE)
            moved = time.monotonic()
        await asyncio.sleep(0.1)
    return now


async def _let_time_pass(system: Halves, crowd: Crowd, now: datetime) -> datetime:
    """Move all clocks, and let what waits for a later hour be due."""
    crowd.world.clock.set(max(now, crowd.world.clock.now()))
    await system.redis.set(system.keys.clock(), now.isoformat())
    await system.redis.publish(system.keys.clock_moved(), now.isoformat())
    for partition in range(system.keys.partitions):
        names = [system.keys.shared(f"out:{name}", partition) for name in ("ready", "leases")]
        for conversation in await system.redis.zrange(names[0], 0, -1):
            await system.redis.eval(_DUE_NOW, 2, *names, conversation)
    return now


async def _check(system: Halves, crowd: Crowd, engine: PlayedEngine) -> None:
    """Every message is known once; the turns that were answered hold each of them once, in order;
    each answer stands on its platform once, and none is in doubt."""
    transcripts = RedisTranscripts(system.redis, system.keys)
    desk = RedisDesk(system.redis, system.keys)
    expected: Counter[str] = Counter()
    everything = list(range(1, ROUNDS * EACH + 1))
    for member in crowd.members:
        assert member.conversation is not None
        state = await desk.state(member.conversation)
        assert not state.hold.by_human, state.packet.summary if state.packet else "no packet"
        lines = await transcripts.lines(member.conversation)
        assert max(Counter(line.id for line in lines).values()) == 1
        told = [line.text for line in lines if line.speaker is Speaker.CUSTOMER]
        assert [part for text in told for part in _parts(text)] == everything
        answers = [line for line in lines if line.speaker is Speaker.ASSISTANT]
        texts = engine.texts[str(member.conversation)]
        turns = [_parts(texts[line.id.rpartition(".")[0]]) for line in answers]
        assert [part for turn in turns for part in turn] == everything
        expected.update(line.text for line in answers)
        deliveries = await transcripts.deliveries(member.conversation)
        doubtful = [line for line, how in deliveries.items() if how is not Delivery.SENT]
        assert doubtful == [], (member.conversation, [(deliveries[one], one) for one in doubtful])
    told_once = dict.fromkeys(expected, 1)
    assert expected == told_once
    assert crowd.told() == told_once
    for courier in (crowd.world.x.webhooks.courier, crowd.world.meta.hooks.courier):
        assert {post["status"] for post in courier.log} == {200}
    print(f"{len(everything) * len(crowd.members)} messages, {len(expected)} answers")
