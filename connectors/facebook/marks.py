"""Moments of a conversation that only move forward, however late and often they are told."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path

from redis.asyncio import Redis

from chassis.redis import awaited
from connectors.facebook.fields import milliseconds, moment_of
from connectors.facebook.names import FacebookKeys
from conversation.identity import ConversationId
from conversation.keys import CONVERSATION_SECONDS

_ADVANCE = (Path(__file__).parent / "lua" / "advance.lua").read_text()


class Mark(StrEnum):
    """What a moment stands for; delivered and read as in `Progress`."""

    ACTED = "acted"
    DELIVERED = "delivered"
    READ = "read"


class Marks:
    """Keeps the moments in Redis, for all processes."""

    def __init__(self, redis: Redis, names: FacebookKeys) -> None:
        self._redis = redis
        self._names = names
        self._advance = redis.register_script(_ADVANCE)

    async def advance(self, conversation: ConversationId, mark: Mark, at: datetime) -> bool:
        """Move a mark to `at`; False if it had been further already."""
        moved = await self._advance(
            keys=[self._names.marks(conversation)],
            args=[mark.value, milliseconds(at), CONVERSATION_SECONDS],
        )
        return bool(moved)

    async def last(self, conversation: ConversationId, mark: Mark) -> datetime | None:
        """Return where a mark stands."""
        key = self._names.marks(conversation)
        millis = await awaited(self._redis.hget(key, mark.value))
        return None if millis is None else moment_of(int(millis))
