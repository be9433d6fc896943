"""How much one visitor may send, counted in a store that all gateways share."""

import asyncio
import time
from typing import Any

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter, RateLimiter
from redis.asyncio import Redis

from connectors.webchat.refusals import TooManyLinesError, TooManySessionsError
from connectors.webchat.settings import Allowances

NAMESPACE = "webchat"


def shared_limiter(redis: Redis, *, prefix: str) -> RateLimiter:
    """Return a limiter over the connections of `redis`; its keys begin with `prefix`."""
    pool: Any = redis.connection_pool
    storage = RedisStorage(
        "async+redis://", implementation="redispy", key_prefix=prefix, connection_pool=pool
    )
    return MovingWindowRateLimiter(storage)


def memory_limiter() -> RateLimiter:
    """Return a limiter that counts in this process only."""
    return MovingWindowRateLimiter(MemoryStorage())


class Limits:
    """Counts lines per session and address, and new sessions per address."""

    def __init__(self, limiter: RateLimiter, allowances: Allowances) -> None:
        self._limiter = limiter
        self._session_lines = RateLimitItemPerMinute(
            allowances.lines_per_minute_and_session, namespace=NAMESPACE
        )
        self._address_lines = RateLimitItemPerMinute(
            allowances.lines_per_minute_and_address, namespace=NAMESPACE
        )
        self._sessions = RateLimitItemPerHour(
            allowances.sessions_per_hour_and_address, namespace=NAMESPACE
        )

    async def count_line(self, *, session: str, address: str) -> None:
        """Count one line. Raises TooManyLinesError."""
        waits = await asyncio.gather(
            self._over(self._session_lines, "session", session),
            self._over(self._address_lines, "address", address),
        )
        if any(waits):
            raise TooManyLinesError(max(waits))

    async def count_session(self, *, address: str) -> None:
        """Count one new session. Raises TooManySessionsError."""
        if wait := await self._over(self._sessions, "sessions", address):
            raise TooManySessionsError(wait)

    async def _over(self, item: RateLimitItem, kind: str, whose: str) -> int:
        """Count once; return 0, or the seconds to wait if that is over the limit."""
        if await self._limiter.hit(item, kind, whose):
            return 0
        window = await self._limiter.get_window_stats(item, kind, whose)
        return max(1, round(window.reset_time - time.time()))
