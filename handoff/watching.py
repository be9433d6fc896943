"""Who watches what, over Redis, and the twin in memory."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from typing import Any

from redis.asyncio import Redis

from conversation.identity import AgentId, ConversationId
from conversation.keys import Keys
from conversation.ports import FeedKind
from conversation.watching import Glance
from handoff.memory import MemoryLive


class RedisWatching:
    """See conversation.watching.Watching."""

    def __init__(self, redis: Redis, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys

    async def watch(self, conversation: ConversationId, agent: AgentId, seen: Glance) -> None:
        """See Watching."""
        pipe = self._redis.pipeline(transaction=True)
        glance = f"{seen.lines} {seen.epoch}"
        pipe.hset(self._shared("watching", conversation), f"{agent} {conversation}", glance)
        pipe.xadd(self._shared("feed", conversation), _told(conversation))
        await pipe.execute()

    async def unwatch(self, conversation: ConversationId, agent: AgentId) -> None:
        """See Watching."""
        pipe = self._redis.pipeline(transaction=True)
        pipe.hdel(self._shared("watching", conversation), f"{agent} {conversation}")
        pipe.xadd(self._shared("feed", conversation), _told(conversation))
        await pipe.execute()

    async def of(self, agent: AgentId) -> Mapping[ConversationId, Glance]:
        """See Watching."""
        pipe = self._redis.pipeline(transaction=False)
        for partition in range(self._keys.partitions):
            pipe.hgetall(self._keys.shared("watching", partition))
        found: dict[ConversationId, Glance] = {}
        for name, glance in chain.from_iterable(one.items() for one in await pipe.execute()):
            who, _, c = name.decode().partition(" ")
            if who == agent:
                lines, epoch = glance.decode().split()
                found[ConversationId.parse(c)] = Glance(int(lines), int(epoch))
        return found

    def _shared(self, kind: str, conversation: ConversationId) -> str:
        return self._keys.shared(kind, self._keys.partition_of(str(conversation)))


@dataclass
class MemoryWatching:
    """See conversation.watching.Watching."""

    live: MemoryLive = field(default_factory=MemoryLive)

    async def watch(self, conversation: ConversationId, agent: AgentId, seen: Glance) -> None:
        """See Watching."""
        self.live.watching[conversation, agent] = seen
        self.live.tell(FeedKind.NOTED, conversation, {})

    async def unwatch(self, conversation: ConversationId, agent: AgentId) -> None:
        """See Watching."""
        self.live.watching.pop((conversation, agent), None)
        self.live.tell(FeedKind.NOTED, conversation, {})

    async def of(self, agent: AgentId) -> Mapping[ConversationId, Glance]:
        """See Watching."""
        return {c: seen for (c, who), seen in self.live.watching.items() if who == agent}


def _told(conversation: ConversationId) -> dict[Any, Any]:
    return {"kind": "noted", "c": str(conversation), "at": datetime.now(UTC).isoformat()}
