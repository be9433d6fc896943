"""Moves the fixed clock of every process at once, for demonstrations and tests."""

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import httpx
from redis.asyncio import Redis
from redis.exceptions import RedisError

from chassis.errors import UnavailableError
from chassis.logs import get_logger
from chassis.redis import awaited
from conversation.keys import Keys
from gateway.clock import FixedClock
from gateway.clock_following import BEAT_SECONDS

PATH = "/admin/clock"
FOLLOW_SECONDS = 5.0
LOOK_SECONDS = 0.02
#: A process that has not been heard of for so long is gone; started again it reads the moment.
GONE_SECONDS = 3 * BEAT_SECONDS
# The back office moves its sample data along before it answers.
REMOTE_SECONDS = 15.0


class RemoteClock:
    """The clock of a process that is reached over HTTP only."""

    def __init__(self, name: str, url: str, *, token: str) -> None:
        self.name = name
        self._client = httpx.AsyncClient(
            base_url=url, headers={"authorization": f"Bearer {token}"}, timeout=REMOTE_SECONDS
        )

    async def now(self) -> datetime:
        """Return what it shows. Raises httpx.HTTPError."""
        answer = await self._client.get(PATH)
        return datetime.fromisoformat(answer.raise_for_status().json()["now"])

    async def set(self, moment: datetime) -> None:
        """Move it. Raises httpx.HTTPError."""
        answer = await self._client.put(PATH, json={"now": moment.isoformat()})
        answer.raise_for_status()

    async def close(self) -> None:
        """Let go of its connections."""
        await self._client.aclose()


@dataclass
class ClockMover:
    """See ports.MovableClock: followers hear of a move through Redis, `remotes` are called."""

    redis: Redis
    keys: Keys
    clock: FixedClock
    remotes: Sequence[RemoteClock] = ()
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    def now(self) -> datetime:
        """See ports.Clock."""
        return self.clock.now()

    async def move(self, moment: datetime) -> None:
        """See ports.MovableClock. Seconds count, parts of them do not."""
        moment = moment.astimezone(UTC).replace(microsecond=0)
        async with self._one_at_a_time:
            await self.redis.set(self.keys.clock(), moment.isoformat())
            await self.redis.publish(self.keys.clock_moved(), moment.isoformat())
            followers, remotes = await asyncio.gather(
                self._followers_behind(moment), self._remotes_behind(moment)
            )
        if behind := [*followers, *remotes]:
            raise UnavailableError(f"The clock was not moved everywhere: {', '.join(behind)}.")

    async def keep_in_step(self) -> None:
        """Move processes that were started again to where the clock is, until cancelled."""
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            try:
                await self.step()
            except RedisError as error:
                get_logger().warning("clock_connection_lost", exc_info=error)

    async def step(self) -> None:
        """Move `remotes` that are elsewhere to the moment that is kept, if any is."""
        async with self._one_at_a_time:
            kept = await awaited(self.redis.get(self.keys.clock()))
            if kept:
                moment = datetime.fromisoformat(kept.decode())
                await asyncio.gather(*(self._stepped(one, moment) for one in self.remotes))

    async def close(self) -> None:
        """Let go of all connections but Redis."""
        for remote in self.remotes:
            await remote.close()

    async def _remotes_behind(self, moment: datetime) -> list[str]:
        """Move the clocks of `remotes`; return the names of those that could not be moved."""
        moved = await asyncio.gather(*(self._moved(one, moment) for one in self.remotes))
        return [one.name for one, well in zip(self.remotes, moved, strict=True) if not well]

    async def _moved(self, remote: RemoteClock, moment: datetime) -> bool:
        try:
            await remote.set(moment)
        except httpx.HTTPError as error:
            get_logger().error("clock_not_moved", process=remote.name, exc_info=error)
            return False
        return True

    async def _stepped(self, remote: RemoteClock, moment: datetime) -> None:
        try:
            if await remote.now() != moment:
                await remote.set(moment)
        except httpx.HTTPError as error:
            get_logger().warning("clock_out_of_step", process=remote.name, exc_info=error)

    async def _followers_behind(self, moment: datetime) -> list[str]:
        """Wait until every process that follows shows `moment`; return who does not in time."""
        end = time.monotonic() + FOLLOW_SECONDS
        while True:
            shown = await self._shown()
            behind = sorted(name for name, each in shown.items() if each != moment)
            if not behind or time.monotonic() > end:
                return behind
            await asyncio.sleep(LOOK_SECONDS)

    async def _shown(self) -> dict[str, datetime]:
        hands = await awaited(self.redis.hgetall(self.keys.clock_hands()))
        said = {name.decode(): json.loads(body) for name, body in hands.items()}
        return {
            name: datetime.fromisoformat(each["now"])
            for name, each in said.items()
            if time.time() - each["at"] < GONE_SECONDS
        }


async def forget_moved_clock(redis_url: str, keys: Keys) -> None:
    """Let fixed clocks begin at `CLOCK` again, wherever they were moved the last time."""
    async with Redis.from_url(redis_url) as redis:
        await redis.delete(keys.clock(), keys.clock_hands())
