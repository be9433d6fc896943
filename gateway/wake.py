"""Calls workers the moment there is mail, so that nobody has to poll fast."""

import asyncio
from contextlib import suppress

from redis.asyncio import Redis
from redis.exceptions import RedisError

from chassis.logs import get_logger

RECONNECT_SECONDS = 0.5
LISTEN_SECONDS = 5.0


class Wake:
    """Listens on one channel and wakes whoever waits; a lost call costs one slow poll, no mail."""

    def __init__(self, redis: Redis, channel: str) -> None:
        self._redis = redis
        self._channel = channel
        self._called = asyncio.Event()

    async def run(self) -> None:
        """Listen until cancelled, through lost connections."""
        while True:
            try:
                await self._listen()
            except RedisError as error:
                get_logger().warning("wake_connection_lost", exc_info=error)
                await asyncio.sleep(RECONNECT_SECONDS)

    async def wait(self, seconds: float) -> None:
        """Return at the next call (or one since the last wait), or after `seconds`."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._called.wait()
        self._called.clear()

    def call(self) -> None:
        """Wake whoever waits."""
        self._called.set()

    async def _listen(self) -> None:
        async with self._redis.pubsub(ignore_subscribe_messages=True) as subscription:
            await subscription.subscribe(self._channel)
            self.call()
            while True:
                if await subscription.get_message(timeout=LISTEN_SECONDS):
                    self.call()
