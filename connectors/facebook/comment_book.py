"""Where comments stand and whether their one private reply is spent, as long as it matters."""

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from redis.asyncio import Redis

from chassis.redis import awaited
from connectors.facebook.fields import milliseconds, moment_of
from connectors.facebook.ids import CommentThread, author_of
from connectors.facebook.journal import Part
from connectors.facebook.names import PRIVATE_SECONDS, SAID_SECONDS, FacebookKeys
from connectors.facebook.told import Comment
from conversation.identity import ConversationId, LineId
from conversation.keys import CONVERSATION_SECONDS


@dataclass(frozen=True, slots=True)
class Place:
    """A known comment: the page, its conversation, and when it was written (or first seen)."""

    page: str
    conversation: ConversationId
    created_at: datetime


class CommentBook:
    """Keeps places in Redis; ids and times only, never what somebody wrote."""

    def __init__(self, redis: Redis, names: FacebookKeys) -> None:
        self._redis = redis
        self._names = names

    async def place(self, comment: str) -> Place | None:
        """Return where a comment stands, if we know it."""
        key = self._names.place(comment)
        page, conversation, created = await awaited(
            self._redis.hmget(key, ["page", "conversation", "created"])
        )
        if page is None or conversation is None or created is None:
            return None
        return Place(
            page=page.decode(),
            conversation=ConversationId.parse(conversation.decode()),
            created_at=moment_of(int(created)),
        )

    async def settle(self, comment: Comment) -> Place:
        """Return where a comment stands, and remember it.

        What is known already stays: an edit or a removal may not name the author, and an answer to
        an answer names that one as its parent and belongs under the same top-level comment.
        """
        known = await self.place(comment.id)
        if known is not None:
            return known
        thread = comment.place
        if not comment.is_top_level and (parent := await self.place(thread.root)):
            thread = CommentThread.of(parent.conversation)
        place = Place(
            page=comment.page,
            conversation=thread.conversation(author_of(comment.id, comment.author)),
            created_at=comment.created_at or comment.at,
        )
        fields: dict[Any, Any] = {
            "page": place.page,
            "conversation": str(place.conversation),
            "created": milliseconds(place.created_at),
        }
        key = self._names.place(comment.id)
        await awaited(self._redis.hset(key, mapping=fields))
        await self._redis.expire(key, CONVERSATION_SECONDS)
        latest = self._names.latest(place.conversation)
        await self._redis.set(latest, comment.id, ex=CONVERSATION_SECONDS)
        return place

    async def latest(self, conversation: ConversationId) -> str:
        """Return the customer's newest comment in a conversation; empty if none is known."""
        comment = await awaited(self._redis.get(self._names.latest(conversation)))
        return comment.decode() if comment else ""

    async def claim_private_reply(self, comment: str, line: LineId) -> bool:
        """Take a comment's one private reply for a line; False if another line has it."""
        key = self._names.private(comment)
        await awaited(self._redis.hsetnx(key, "line", line))
        await self._redis.expire(key, PRIVATE_SECONDS)
        return bool(await awaited(self._redis.hget(key, "line")) == line.encode())

    async def free_private_reply(self, comment: str) -> None:
        """Give the private reply back: it has certainly not been sent."""
        await self._redis.delete(self._names.private(comment))

    async def reached(self, comment: str, person: str) -> None:
        """Remember whom the private reply to a comment has reached, by the page-scoped id."""
        key = self._names.private(comment)
        await awaited(self._redis.hset(key, "person", person))
        await self._redis.expire(key, PRIVATE_SECONDS)

    async def person(self, comment: str) -> str:
        """Return whom the private reply to a comment has reached; empty if nobody yet."""
        person = await awaited(self._redis.hget(self._names.private(comment), "person"))
        return person.decode() if person else ""

    async def saying(self, part: Part, text: str) -> None:
        """Remember that we are about to comment, to know the comment when Facebook tells of it."""
        key = self._names.said(CommentThread.of(part.conversation).root)
        told = json.dumps([str(part.conversation), part.line, part.number, part.parts])
        await awaited(self._redis.hset(key, _digest(text), told))
        await self._redis.expire(key, SAID_SECONDS)

    async def said(self, root: str, text: str) -> Part | None:
        """Return the part that a comment of our page is, if we sent it."""
        told = await awaited(self._redis.hget(self._names.said(root), _digest(text)))
        if told is None:
            return None
        conversation, line, number, parts = json.loads(told)
        return Part(ConversationId.parse(conversation), LineId(line), number, parts)


def _digest(text: str) -> str:
    return sha256(" ".join(text.split()).encode()).hexdigest()
