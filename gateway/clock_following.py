"""Lets the fixed clock of one process go where somebody has moved it."""

import asyncio
import json
import time
from contextlib import suppress
from datetime import datetime

from redis.asyncio import Redis
from redis.exceptions import RedisError

from chassis.logs import get_logger
from chassis.redis import awaited
from conversation.keys import Keys
from gateway.clock import FixedClock

BEAT_SECONDS = 3.0
RECONNECT_SECONDS = 0.5


class ClockFollower:
    """Follows the moment kept in Redis, and says there under `name` what its clock shows.

    A call that gets lost costs one beat: the moment is read again with each.
    """

    def __init__(self, redis: Redis, keys: Keys, *, clock: FixedClock, name: str) -> None:
        self._redis = redis
        self._keys = keys
        self._clock = clock
        self._name = name

    async def catch_up(self) -> None:
        """Show the moment that is kept, if the clock was ever moved, and say so."""
        kept = await awaited(self._redis.get(self._keys.clock()))
        if kept:
            self._clock.set(datetime.fromisoformat(kept.decode()))
        shown = json.dumps({"now": self._clock.now().isoformat(), "at": time.time()})
        await awaited(self._redis.hset(self._keys.clock_hands(), self._name, shown))

    async def run(self) -> None:
        """Follow until cancelled, through lost connections."""
        try:
            while True:
                try:
                    await self._listen()
                except RedisError as error:
                    get_logger().warning("clock_connection_lost", exc_info=error)
                    await asyncio.sleep(RECONNECT_SECONDS)
        finally:
            with suppress(RedisError):
                await awaited(self._redis.hdel(self._keys.clock_hands(), self._name))

    async def _listen(self) -> None:
        async with self._redis.pubsub(ignore_subscribe_messages=True) as subscription:
            await subscription.subscribe(self._keys.clock_moved())
            while True:
                await self.catch_up()
                await subscription.get_message(timeout=BEAT_SECONDS)
