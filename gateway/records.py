"""What becomes of a conversation beside new messages and lines of ours, over Redis."""

import json
from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter
from redis.asyncio import Redis

from chassis.redis import awaited
from conversation.identity import ConversationId, LineId, MessageId
from conversation.keys import CONVERSATION_SECONDS, SEEN_SECONDS, Box, Keys
from conversation.messages import Line, Progress
from conversation.ports import FeedKind
from conversation.records import Amendment
from gateway.amending import line_after, message_after, packet_after
from gateway.mailbox import LUA
from handoff.codec import LINE, MESSAGE, PACKET, from_millis, to_millis

TRIES = 50


class NeverStillError(Exception):
    """A conversation moved each time a message of it was to be changed."""


class RedisRecords:
    """See conversation.records.Records; what must be one step is one script in `lua/`."""

    def __init__(self, redis: Redis, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys
        names = ("amend", "write_down", "saw", "arrived", "forget")
        scripts = {name: redis.register_script((LUA / f"{name}.lua").read_text()) for name in names}
        self._amend, self._write_down, self._saw, self._arrived, self._forget = scripts.values()

    async def knows(self, conversation: ConversationId, id: str) -> bool:
        """See Records."""
        c = str(conversation)
        pipe = self._redis.pipeline(transaction=False)
        pipe.exists(self._seen(c, id))
        pipe.hexists(self._keys.of("delivery", c), id)
        return any(await pipe.execute())

    async def note(self, conversation: ConversationId, id: str) -> None:
        """See Records."""
        await self._redis.set(self._seen(str(conversation), id), "1", ex=SEEN_SECONDS)

    async def amend(self, amendment: Amendment) -> None:
        """See Records. Raises NeverStillError."""
        await self._change(amendment, first=True)

    async def amend_late(self, conversation: ConversationId, message: MessageId) -> None:
        """See Records. Raises NeverStillError."""
        key = self._keys.of("late", str(conversation))
        body = await awaited(self._redis.hget(key, message))
        if body is not None:
            await self._change(_AMENDMENT.validate_json(body), first=False)

    async def write_down(self, conversation: ConversationId, line: Line) -> bool:
        """See Records."""
        c, now = str(conversation), datetime.now(UTC)
        at = (now.isoformat(), to_millis(now))
        new = await self._write_down(
            keys=[
                self._keys.of("delivery", c),
                self._keys.of("transcript", c),
                self._shared("recent", c),
                self._shared("feed", c),
            ],
            args=[c, line.id, LINE.dump(line), *at, CONVERSATION_SECONDS],
        )
        return bool(new)

    async def saw(self, conversation: ConversationId, progress: Progress, until: datetime) -> bool:
        """See Records."""
        c, now = str(conversation), datetime.now(UTC).isoformat()
        moment = (to_millis(until), until.astimezone(UTC).isoformat())
        new = await self._saw(
            keys=[self._keys.of("progress", c), self._shared("feed", c)],
            args=[c, progress.value, *moment, now, CONVERSATION_SECONDS],
        )
        return bool(new)

    async def seen(self, conversation: ConversationId) -> dict[Progress, datetime]:
        """See Records."""
        marks = await awaited(self._redis.hgetall(self._keys.of("progress", str(conversation))))
        return {Progress(name.decode()): from_millis(ms.decode()) for name, ms in marks.items()}

    async def typing(self, conversation: ConversationId) -> None:
        """See Records."""
        c = str(conversation)
        told: dict[Any, Any] = {"kind": FeedKind.TYPING.value, "c": c}
        told["at"] = datetime.now(UTC).isoformat()
        await self._redis.xadd(self._shared("feed", c), told)

    async def forget(self, conversation: ConversationId) -> None:
        """See Records."""
        c = str(conversation)
        own = ("hold", "context", "transcript", "late", "progress")
        mail = [f"{box.value}:{kind}" for box in Box for kind in ("items", "bodies", "dead")]
        shared = ("in:graves", "out:graves", "recent", "in:ready", "in:first", "out:ready", "feed")
        beside = ("asked", "marks")
        await self._forget(
            keys=[
                *(self._keys.of(kind, c) for kind in (*own, *mail)),
                *(self._shared(kind, c) for kind in shared),
                self._keys.of("notes", c),
                *(self._shared(kind, c) for kind in beside),
                self._keys.of("place", c),
                self._shared("watching", c),
            ],
            args=[c, datetime.now(UTC).isoformat()],
        )

    async def arrived(self, conversation: ConversationId, line: LineId) -> None:
        """See Records."""
        c = str(conversation)
        await self._arrived(
            keys=[
                *(self._keys.of(kind, c) for kind in ("delivery", "out:dead")),
                self._shared("out:graves", c),
                self._keys.of("arrived", c),
                self._shared("feed", c),
            ],
            args=[c, line, datetime.now(UTC).isoformat(), CONVERSATION_SECONDS],
        )

    async def _change(self, amendment: Amendment, *, first: bool) -> None:
        c = str(amendment.conversation)
        keys = [
            self._seen(c, amendment.id),
            *(self._keys.of(kind, c) for kind in ("transcript", "in:items", "in:bodies")),
            self._keys.of("in:dead", c),
            self._shared("in:graves", c),
            self._keys.of("hold", c),
            self._keys.of("late", c),
            self._shared("feed", c),
        ]
        for _ in range(TRIES):
            order = {**await self._order(amendment), "first": first}
            if await self._amend(keys=keys, args=[json.dumps(order)]) != b"again":
                return
        raise NeverStillError("A message could not be changed.")

    async def _order(self, amendment: Amendment) -> dict[str, Any]:
        """Return what `amend.lua` is to do, from what is stored now."""
        c = str(amendment.conversation)
        pipe = self._redis.pipeline(transaction=True)
        pipe.lrange(self._keys.of("transcript", c), 0, -1)
        pipe.hget(self._keys.of("in:bodies", c), amendment.of)
        pipe.hget(self._keys.of("hold", c), "packet")
        pipe.lrange(self._keys.of("in:dead", c), 0, -1)
        lines, message, packet, letters = await pipe.execute()
        order: dict[str, Any] = {
            "c": c,
            "of": amendment.of,
            "at": datetime.now(UTC).isoformat(),
            "lines": len(lines),
            "lifetime": SEEN_SECONDS,
        }
        found = ((place, LINE.load(body)) for place, body in enumerate(lines))
        place, before = next(
            ((n, one) for n, one in found if str(one.id) == amendment.of), (None, None)
        )
        if place is None or before is None:
            return {**order, "late": _AMENDMENT.dump_json(amendment).decode()}
        after = line_after(before, amendment)
        old_packet = packet.decode() if packet else ""
        erased, stored = after.erased_at is not None, lines[place].decode()
        return {
            **order,
            "place": place,
            "kind": (FeedKind.ERASED if erased else FeedKind.EDITED).value,
            "line": [stored, stored if after == before else LINE.dump(after)],
            "message": _message(message, after),
            "packet": [old_packet, _packet(old_packet, before, after)],
            "letters": _letters(letters, amendment.of, after),
        }

    def _seen(self, c: str, id: str) -> str:
        return self._shared(f"seen:{c}:{id}", c)

    def _shared(self, kind: str, c: str) -> str:
        return self._keys.shared(kind, self._keys.partition_of(c))


def _is(stored: bytes, message: MessageId) -> bool:
    return bool(LINE.load(stored).id == LineId(message))


def _message(stored: bytes | None, line: Line) -> list[str]:
    if stored is None:
        return []
    after = message_after(MESSAGE.load(stored), line)
    return [stored.decode(), *([MESSAGE.dump(after)] if after else [])]


def _packet(stored: str, before: Line, after: Line) -> str:
    if not stored:
        return stored
    packet = PACKET.load(stored)
    changed = packet_after(packet, before, after)
    return stored if changed == packet else PACKET.dump(changed)


def _letters(stored: list[bytes], of: str, line: Line) -> list[list[str]]:
    changed = []
    for body in stored:
        letter = json.loads(body)
        if letter["item"] == of:
            after = message_after(MESSAGE.load(letter["body"]), line)
            new = [json.dumps({**letter, "body": MESSAGE.dump(after)})] if after else []
            changed.append([body.decode(), *new])
    return changed


_AMENDMENT = TypeAdapter(Amendment)
