"""Notes over Redis: beside the conversation in its partition, so that they go when it goes."""

import json
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from redis.asyncio import Redis

from chassis.redis import awaited
from conversation.identity import AgentId, ConversationId
from conversation.keys import CONVERSATION_SECONDS, Keys
from conversation.notes import Asked, Note, NoteId, NoteKind
from handoff.codec import NOTE, from_millis, to_millis

SCRIPT = (Path(__file__).parent / "lua" / "note.lua").read_text()


class RedisNotes:
    """See conversation.notes.Notes."""

    def __init__(self, redis: Redis, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys
        self._write = redis.register_script(SCRIPT)

    async def write(self, conversation: ConversationId, note: Note) -> bool:
        """See Notes."""
        c = str(conversation)
        order = {
            "c": c,
            "id": note.id,
            "body": NOTE.dump(note),
            "at": datetime.now(UTC).isoformat(),
            "at_ms": to_millis(note.at),
            "question": note.kind is NoteKind.QUESTION,
            "answers": note.answers or "",
            "mentions": list(note.mentions),
            "lifetime": CONVERSATION_SECONDS,
        }
        partition = self._keys.partition_of(c)
        shared = [self._keys.shared(kind, partition) for kind in ("asked", "marks", "feed")]
        new = await self._write(keys=[self._keys.of("notes", c), *shared], args=[json.dumps(order)])
        return bool(new)

    async def of(self, conversation: ConversationId) -> list[Note]:
        """See Notes."""
        key = self._keys.of("notes", str(conversation))
        bodies = [body.decode().split(" ", 1) for body in await awaited(self._redis.hvals(key))]
        return [NOTE.load(body) for _, body in sorted(bodies, key=lambda one: int(one[0]))]

    async def asked(self) -> list[Asked]:
        """See Notes."""
        pipe = self._redis.pipeline(transaction=False)
        for key in self._everywhere("asked"):
            pipe.zrange(key, 0, -1, withscores=True)
        found: list[Asked] = []
        for member, at in chain.from_iterable(await pipe.execute()):
            question, _, c = member.decode().partition(" ")
            found.append(Asked(ConversationId.parse(c), NoteId(question), from_millis(at)))
        return sorted(found, key=lambda one: one.at)

    async def marked_for(self, agent: AgentId) -> list[ConversationId]:
        """See Notes."""
        pipe = self._redis.pipeline(transaction=False)
        for key in self._everywhere("marks"):
            pipe.hgetall(key)
        found: list[tuple[int, ConversationId]] = []
        for name, at in chain.from_iterable(marks.items() for marks in await pipe.execute()):
            who, _, c = name.decode().partition(" ")
            if who == agent:
                found.append((int(at), ConversationId.parse(c)))
        return [conversation for _, conversation in sorted(found, key=lambda one: one[0])]

    async def looked(self, conversation: ConversationId, agent: AgentId) -> bool:
        """See Notes."""
        c = str(conversation)
        key = self._keys.shared("marks", self._keys.partition_of(c))
        return bool(await awaited(self._redis.hdel(key, f"{agent} {c}")))

    def _everywhere(self, kind: str) -> list[str]:
        return [self._keys.shared(kind, place) for place in range(self._keys.partitions)]
