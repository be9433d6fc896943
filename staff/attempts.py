"""Counted attempts to log in, in Redis: one truth for all desk processes."""

from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from redis.asyncio import Redis

from chassis.redis import awaited
from conversation.ports import Clock
from staff.ports import Patience

LUA = Path(__file__).parent / "lua"
MILLISECOND = timedelta(milliseconds=1)


class RedisAttempts:
    """Counts under `<prefix>:attempts:<digest>`; a login or address itself is not kept.

    See ports.Attempts for every method.
    """

    def __init__(self, redis: Redis, *, prefix: str, clock: Clock) -> None:
        self._redis = redis
        self._prefix = prefix
        self._clock = clock
        self._enter = redis.register_script((LUA / "enter.lua").read_text())
        self._refund = redis.register_script((LUA / "refund.lua").read_text())

    async def enter(self, key: str, patience: Patience) -> timedelta:
        """See ports.Attempts."""
        now = int(self._clock.now().timestamp() * 1000)
        longest = patience.longest // MILLISECOND
        wait = await awaited(
            self._enter(keys=[self._key(key)], args=[now, longest, *_pauses(patience)])
        )
        return int(wait) * MILLISECOND

    async def refund(self, key: str) -> None:
        """See ports.Attempts."""
        await awaited(self._refund(keys=[self._key(key)]))

    async def forget(self, key: str) -> None:
        """See ports.Attempts."""
        await self._redis.delete(self._key(key))

    def _key(self, key: str) -> str:
        return f"{self._prefix}:attempts:{sha256(key.encode()).hexdigest()}"


def _pauses(patience: Patience) -> list[int]:
    """Return the pause after each attempt in milliseconds, up to the one that is the longest."""
    pauses: list[int] = []
    while not pauses or pauses[-1] < patience.longest // MILLISECOND:
        pauses.append(patience.pause_after(len(pauses) + 1) // MILLISECOND)
    return pauses
