"""Remembers what came of a request with an idempotency key, so that a repeated one acts once.

After the IETF's draft "The Idempotency-Key HTTP Header Field".
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Protocol

from redis.asyncio import Redis

from chassis.redis import awaited
from conversation.ports import Clock

#: How long an answer is remembered, and how long a request may take until it counts as dead.
KEPT_FOR = timedelta(hours=24)
PATIENCE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Remembered:
    """A request that was begun; `status` is 0 until it is answered."""

    fingerprint: str
    status: int = 0
    body: str = ""


class Idempotency(Protocol):
    """What came of requests, by their caller's key."""

    async def begin(self, key: str, fingerprint: str) -> Remembered | None:
        """Return what is remembered of this key; None: nothing, and from now on it is begun."""

    async def finish(self, key: str, remembered: Remembered) -> None:
        """Remember an answer for KEPT_FOR."""

    async def drop(self, key: str) -> None:
        """Forget a key: nothing has been done."""


class MemoryIdempotency:
    """The twin. See Idempotency for every method."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: dict[str, tuple[Remembered, datetime]] = {}

    async def begin(self, key: str, fingerprint: str) -> Remembered | None:
        """See Idempotency."""
        known = self._known.get(key)
        if known and known[1] > self._clock.now():
            return known[0]
        self._known[key] = Remembered(fingerprint), self._clock.now() + PATIENCE
        return None

    async def finish(self, key: str, remembered: Remembered) -> None:
        """See Idempotency."""
        self._known[key] = remembered, self._clock.now() + KEPT_FOR

    async def drop(self, key: str) -> None:
        """See Idempotency."""
        self._known.pop(key, None)


class RedisIdempotency:
    """Keys `<prefix>:idempotency:<digest>`, a JSON text each, which go by themselves."""

    def __init__(self, redis: Redis, *, prefix: str) -> None:
        self._redis = redis
        self._prefix = prefix

    async def begin(self, key: str, fingerprint: str) -> Remembered | None:
        """See Idempotency."""
        known = await awaited(
            self._redis.set(
                self._key(key), _dump(Remembered(fingerprint)), nx=True, px=PATIENCE, get=True
            )
        )
        return Remembered(**json.loads(known)) if known else None

    async def finish(self, key: str, remembered: Remembered) -> None:
        """See Idempotency."""
        await awaited(self._redis.set(self._key(key), _dump(remembered), px=KEPT_FOR))

    async def drop(self, key: str) -> None:
        """See Idempotency."""
        await awaited(self._redis.delete(self._key(key)))

    def _key(self, key: str) -> str:
        return f"{self._prefix}:idempotency:{sha256(key.encode()).hexdigest()}"


def _dump(remembered: Remembered) -> str:
    return json.dumps(
        {
            "fingerprint": remembered.fingerprint,
            "status": remembered.status,
            "body": remembered.body,
        }
    )
