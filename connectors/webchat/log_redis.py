"""The web chat's log over Redis, where gateways and workers share it."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

from pydantic import TypeAdapter
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.exceptions import RedisError

from chassis.logs import get_logger
from chassis.redis import awaited
from connectors.webchat.log import PAGE, Heard, Numbered
from conversation.identity import ConversationId
from conversation.keys import CONVERSATION_SECONDS, Keys
from conversation.messages import Line

RECONNECT_SECONDS = 0.5
QUIET_SECONDS = 20.0
PONG_SECONDS = 5.0

_LINE = TypeAdapter(Line)
_APPEND = (Path(__file__).parent / "lua" / "append.lua").read_text()


class RedisWebchatLog:
    """Lists of lines in Redis, and one subscription for all windows of this process."""

    def __init__(self, redis: Redis, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys
        self._append = redis.register_script(_APPEND)

    async def append(self, conversation: ConversationId, line: Line) -> int:
        """See WebchatLog."""
        c = str(conversation)
        number = await self._append(
            keys=[self._keys.of("webchat", c), self._keys.of("webchat-ids", c)],
            args=[
                line.id,
                _LINE.dump_json(line),
                CONVERSATION_SECONDS,
                self._keys.webchat(c),
                c,
            ],
        )
        return int(number)

    async def after(self, conversation: ConversationId, n: int) -> list[Numbered]:
        """See WebchatLog."""
        key = self._keys.of("webchat", str(conversation))
        bodies = await awaited(self._redis.lrange(key, n, n + PAGE - 1))
        return [
            Numbered(n=number, line=_LINE.validate_json(body))
            for number, body in enumerate(bodies, start=n + 1)
        ]

    async def length(self, conversation: ConversationId) -> int:
        """See WebchatLog."""
        return int(await awaited(self._redis.llen(self._keys.of("webchat", str(conversation)))))

    async def sent(self, conversation: ConversationId) -> int:
        """See WebchatLog."""
        return int(await self._redis.get(self._keys.of("webchat-sent", str(conversation))) or 0)

    async def mark_sent(self, conversation: ConversationId, n: int) -> None:
        """See WebchatLog."""
        key = self._keys.of("webchat-sent", str(conversation))
        await self._redis.set(key, n, ex=CONVERSATION_SECONDS)

    async def listen(self) -> AsyncIterator[Heard | None]:
        """See WebchatLog. Goes on through lost connections."""
        while True:
            try:
                async with self._redis.pubsub() as subscription:
                    await subscription.psubscribe(self._keys.webchat("*"))
                    while True:
                        for heard in await _next(subscription):
                            yield heard
            except RedisError as error:
                get_logger().warning("webchat_connection_lost", exc_info=error)
                await asyncio.sleep(RECONNECT_SECONDS)


async def _next(subscription: PubSub) -> list[Heard | None]:
    """Wait for the next message; a connection that has been quiet for long is tried with a ping.

    Raises RedisError if the connection is gone.
    """
    message = await subscription.get_message(timeout=QUIET_SECONDS)
    if message is None:
        await subscription.ping()
        message = await subscription.get_message(timeout=PONG_SECONDS)
        if message is None:
            raise RedisError("No answer to a ping.")
    if message["type"] == "psubscribe":
        return [None]
    if message["type"] == "pmessage":
        return [_heard(message["data"])]
    return []


def _heard(body: bytes) -> Heard:
    told = json.loads(body)
    line = _LINE.validate_json(told["line"])
    return Heard(conversation=told["c"], numbered=Numbered(n=told["n"], line=line))
