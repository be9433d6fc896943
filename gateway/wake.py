"""Calls workers the moment there is mail, so that nobody has to poll fast."""

import asyncio
from contextlib import suppress

from redis.asyncio import Redis
from redis.exceptions import RedisError

from chassis.logs import get_logger

RECONNECT_SECONDS = 0.5
LISTEN_SECONDS = 5.0
ANYBODY = ""


class Wake:
    """Listens on one channel and wakes whoever waits; a lost call costs one slow poll, no mail.

    A call names the conversation that has mail, or nobody: then any may have some.
    """

    def __init__(self, redis: Redis, channel: str) -> None:
        self._redis = redis
        self._channel = channel
        self._called = asyncio.Event()
        self._named: set[str] = set()

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

    def call(self, conversation: str = ANYBODY) -> None:
        """Wake whoever waits."""
        self._named.add(conversation)
        self._called.set()

    def named(self) -> set[str]:
        """Return whom the calls since the last time named; ANYBODY is among them if one did not."""
        named, self._named = self._named, set()
        return named

    async def _listen(self) -> None:
        async with self._redis.pubsub(ignore_subscribe_messages=True) as subscription:
            await subscription.subscribe(self._channel)
            self.call()
            while True:
                if message := await subscription.get_message(timeout=LISTEN_SECONDS):
                    self.call(message["data"].decode())
