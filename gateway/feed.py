"""The live feed over Redis streams: to consumers that must not miss anything, and to watchers."""

import json
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import ResponseError

from chassis.logs import get_logger
from chassis.redis import awaited
from conversation.identity import ConversationId
from conversation.keys import Keys
from conversation.ports import FeedEvent, FeedKind

READ_AT_ONCE = 200
TAIL_MS = 2_000
TRIM_SECONDS = 60
LOOKS_WHILE_ABANDONED = 3
KEPT_AFTER_READING = timedelta(minutes=10)
DEAD_KEPT = 10_000
NEVER_WITHOUT = b"archive"
HELD_FIELDS = ("owner", "epoch", "agent", "deadline", "reason")
SEEN_FIELDS = ("progress", "until")
WHOLE = frozenset({FeedKind.SAID, FeedKind.EDITED, FeedKind.ERASED, FeedKind.RATED})
DELIVERED_FIELDS = ("line", "delivery", "reason")
JOINED_FIELDS = ("case", "continues", "since")
ROUTED_FIELDS = ("stage", "why", "agent", "number", "until")

Entry = tuple[str, str, dict[bytes, bytes]]


class RedisFeed:
    """One stream a partition. Event ids are `<partition>/<stream id>`.

    `consumer` names this process within its groups: after a restart under the same name it reads
    first what it had read and not acknowledged; what other consumers left lying longer than
    `abandoned` is taken over.
    """

    def __init__(
        self,
        redis: Redis,
        keys: Keys,
        *,
        consumer: str,
        abandoned: timedelta = timedelta(seconds=30),
    ) -> None:
        self._redis = redis
        self._keys = keys
        self._consumer = consumer
        self._abandoned_ms = int(abandoned.total_seconds() * 1000)
        self._grouped: set[str] = set()
        self._in_hand: dict[str, set[str]] = {}
        self._claimed_at: dict[str, float] = {}
        self._trimmed_at = time.monotonic()

    async def read(self, group: str, *, longest: timedelta) -> list[FeedEvent]:
        """See ports.Feed."""
        await self._ensure(group)
        surely_acknowledged = self._in_hand.pop(group, None) == set()
        events = [] if surely_acknowledged else await self._read_group(group, "0", block=None)
        events = events or await self._abandoned(group)
        if not events:
            millis = max(1, int(longest.total_seconds() * 1e3))
            events = await self._read_group(group, ">", block=millis)
        self._in_hand[group] = {event.id for event in events}
        return events

    async def acknowledge(self, group: str, events: Sequence[FeedEvent]) -> None:
        """See ports.Feed. What lies long behind is trimmed, so that the streams stay short."""
        by_partition: dict[int, list[str]] = {}
        for event in events:
            number, _, id = event.id.partition("/")
            by_partition.setdefault(int(number), []).append(id)
        for partition, ids in by_partition.items():
            await awaited(self._redis.xack(self._stream(partition), group, *ids))
        self._in_hand.get(group, set()).difference_update(event.id for event in events)
        await self._trim()

    async def tail(self) -> AsyncIterator[FeedEvent]:
        """See ports.Feed."""
        keys = [self._stream(number) for number in range(self._keys.partitions)]
        after: dict[Any, Any] = {key: await self._newest(key) for key in keys}
        while True:
            answer = await awaited(self._redis.xread(after, count=READ_AT_ONCE, block=TAIL_MS))
            for key, id, fields in _entries(answer):
                after[key] = id
                with suppress(ValueError, KeyError):  # put aside by whoever must not miss it
                    yield _event(key, id, fields)

    def _stream(self, partition: int) -> str:
        return self._keys.shared("feed", partition)

    async def _newest(self, key: str) -> str:
        """Return the id after which to read: an explicit one, so that no event slips between."""
        newest = await awaited(self._redis.xrevrange(key, count=1))
        return str(newest[0][0].decode()) if newest else "0-0"

    async def _ensure(self, group: str) -> None:
        if group in self._grouped:
            return
        for partition in range(self._keys.partitions):
            try:
                await awaited(
                    self._redis.xgroup_create(self._stream(partition), group, id="0", mkstream=True)
                )
            except ResponseError as error:
                if "BUSYGROUP" not in str(error):
                    raise
        self._grouped.add(group)

    async def _abandoned(self, group: str) -> list[FeedEvent]:
        """Take over what others left lying; looked for now and then, until there is no more."""
        claimed_at = self._claimed_at.get(group, float("-inf"))
        if time.monotonic() - claimed_at < self._abandoned_ms / 1000 / LOOKS_WHILE_ABANDONED:
            return []
        events: list[FeedEvent] = []
        for partition in range(self._keys.partitions):
            key = self._stream(partition)
            answer = await awaited(
                self._redis.xautoclaim(
                    key, group, self._consumer, self._abandoned_ms, count=READ_AT_ONCE
                )
            )
            entries = [(key, id.decode(), fields) for id, fields in answer[1]]
            events += await self._events(group, entries)
        if not events:
            self._claimed_at[group] = time.monotonic()
        return events

    async def _read_group(self, group: str, after: str, *, block: int | None) -> list[FeedEvent]:
        streams: dict[Any, Any] = {
            self._stream(partition): after for partition in range(self._keys.partitions)
        }
        answer = await awaited(
            self._redis.xreadgroup(group, self._consumer, streams, count=READ_AT_ONCE, block=block)
        )
        return await self._events(group, _entries(answer))

    async def _events(self, group: str, entries: Sequence[Entry]) -> list[FeedEvent]:
        """Read entries; one that cannot be read is put aside and stops nobody."""
        events: list[FeedEvent] = []
        for key, id, fields in entries:
            if not fields:
                continue  # trimmed since it was read
            try:
                events.append(_event(key, id, fields))
            except (ValueError, KeyError) as error:
                get_logger().error("feed_entry_put_aside", stream=key, entry=id, exc_info=error)
                kept: dict[Any, Any] = {**fields}
                await awaited(self._redis.xadd(f"{key}-dead", kept, maxlen=DEAD_KEPT))
                await awaited(self._redis.xack(key, group, id))
        return events

    async def _trim(self) -> None:
        """Shorten the streams, now and then."""
        now = time.monotonic()
        if now - self._trimmed_at < TRIM_SECONDS:
            return
        self._trimmed_at = now
        for partition in range(self._keys.partitions):
            await self._trim_stream(self._stream(partition))

    async def _trim_stream(self, key: str) -> None:
        """Drop what every group has acknowledged and is older than any watcher looks back."""
        horizon = int((datetime.now(UTC) - KEPT_AFTER_READING).timestamp() * 1000)
        oldest_needed = f"{horizon}-0"
        groups = await awaited(self._redis.xinfo_groups(key))
        if NEVER_WITHOUT not in [group["name"] for group in groups]:
            return
        for group in groups:
            name = group["name"]
            if group["pending"]:
                # Between these two words the last of them may have been acknowledged.
                pending = await awaited(self._redis.xpending(key, name))
                if pending["min"] is not None:
                    oldest_needed = _older(oldest_needed, pending["min"].decode())
            oldest_needed = _older(oldest_needed, _next(group["last-delivered-id"].decode()))
        await awaited(self._redis.xtrim(key, minid=oldest_needed, approximate=True))


def _event(key: str, id: str, fields: dict[bytes, bytes]) -> FeedEvent:
    """Read one entry. Raises ValueError, KeyError."""
    partition = key.partition("{")[2].partition("}")[0]
    plain = {name.decode(): value.decode() for name, value in fields.items()}
    kind = FeedKind(plain["kind"])
    return FeedEvent(
        id=f"{partition}/{id}",
        kind=kind,
        conversation=ConversationId.parse(plain["c"]),
        at=datetime.fromisoformat(plain["at"]),
        body=_body(kind, plain),
    )


def _body(kind: FeedKind, fields: dict[str, str]) -> dict[str, Any]:
    if kind in WHOLE:
        body: dict[str, Any] = json.loads(fields["body"])
        return body
    if kind is FeedKind.SEEN:
        return {name: fields[name] for name in SEEN_FIELDS}
    if kind in (FeedKind.TYPING, FeedKind.FORGOTTEN):
        return {}
    if kind is FeedKind.NOTED:
        return {"note": fields.get("note", "")}
    if kind is FeedKind.DELIVERED:
        return {name: fields[name] for name in DELIVERED_FIELDS}
    if kind is FeedKind.JOINED:
        return {name: fields[name] for name in JOINED_FIELDS}
    if kind is FeedKind.ROUTED:
        routed: dict[str, Any] = {name: fields[name] for name in ROUTED_FIELDS}
        return {**routed, "number": int(routed["number"])}
    held: dict[str, Any] = {name: fields[name] for name in HELD_FIELDS}
    packet = fields["packet"]
    held["before"] = fields.get("before", "")
    return {**held, "epoch": int(held["epoch"]), "packet": json.loads(packet) if packet else None}


def _entries(answer: Any) -> list[Entry]:
    """Flatten a stream answer, whichever of redis-py's two shapes it has."""
    streams = answer.items() if isinstance(answer, dict) else answer or []
    found = []
    for key, entries in streams:
        flat = entries[0] if entries and isinstance(entries[0], list) else entries
        found += [(key.decode(), id.decode(), fields) for id, fields in flat]
    return found


def _older(one: str, other: str) -> str:
    return min(one, other, key=lambda id: tuple(int(part) for part in id.split("-")))


def _next(id: str) -> str:
    millis, _, sequence = id.partition("-")
    return f"{millis}-{int(sequence) + 1}"
