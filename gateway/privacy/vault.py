"""Where personal data lies while placeholders stand for it: sealed, by conversation, for a time."""

import json
from collections import Counter, OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import Protocol

from redis.asyncio import Redis

from chassis.logs import get_logger
from conversation.identity import ConversationId
from conversation.ports import Vault as ResolvingVault
from gateway.privacy.findings import Finding, Redacted, placeholder
from gateway.privacy.normal_forms import normal_form
from gateway.privacy.seals import Seals

LIFETIME = timedelta(days=30)
_KEEP = (Path(__file__).parent / "keep.lua").read_text()


class Vault(ResolvingVault, Protocol):
    """The whole of the vault; actions and agents see only `resolve`."""

    async def keep(self, conversation: ConversationId, redacted: Redacted) -> str:
        """Store what was found and return the text with placeholders.

        Within a conversation a value has one placeholder, however it is written; its last spelling
        is kept. Atomic, and harmless to repeat. Every use starts the lifetime again.
        """

    async def forget(self, conversation: ConversationId) -> None:
        """Delete all values of a conversation; its placeholders stand for nothing then."""


class RedisVault:
    """A vault in Redis, one hash a conversation under `key_for` of its id's text.

    `redis` may decode responses or not. A value whose key is no longer among `seals` is missing, as
    if forgotten, and logged. Raises what the Redis client raises when the server is away.
    """

    def __init__(
        self,
        redis: Redis,
        *,
        seals: Seals,
        key_for: Callable[[str], str],
        lifetime: timedelta = LIFETIME,
    ) -> None:
        self._redis = redis
        self._seals = seals
        self._key_for = key_for
        self._lifetime_ms = int(lifetime.total_seconds() * 1000)
        self._keep = redis.register_script(_KEEP)

    async def keep(self, conversation: ConversationId, redacted: Redacted) -> str:
        """See Vault."""
        findings = [
            {
                "kind": finding.kind.value,
                "sealed": self._seals.seal(finding.value),
                "fingerprints": _fingerprints(self._seals, conversation, finding),
            }
            for finding in redacted.findings
        ]
        names = await self._keep(
            keys=[self._key_for(str(conversation))], args=[self._lifetime_ms, json.dumps(findings)]
        )
        return redacted.filled([_text(name) for name in names])

    async def resolve(
        self, conversation: ConversationId, placeholders: Sequence[str]
    ) -> dict[str, str]:
        """See conversation.ports.Vault."""
        if not placeholders:
            return {}
        key = self._key_for(str(conversation))
        async with self._redis.pipeline(transaction=True) as pipeline:
            pipeline.hmget(key, [f"value:{name}" for name in placeholders])
            pipeline.pexpire(key, self._lifetime_ms)
            sealed, _ = await pipeline.execute()
        return _opened(self._seals, dict(zip(placeholders, sealed, strict=True)))

    async def forget(self, conversation: ConversationId) -> None:
        """See Vault."""
        await self._redis.unlink(self._key_for(str(conversation)))


@dataclass
class _Box:
    """One conversation's values in memory; `until` is on the monotonic clock, in seconds."""

    until: float
    counts: Counter[str] = field(default_factory=Counter)
    names: dict[str, str] = field(default_factory=dict)
    sealed: dict[str, str] = field(default_factory=dict)


class MemoryVault:
    """A vault of one process, for a single-process start and for tests; gone with the process."""

    def __init__(self, *, seals: Seals, lifetime: timedelta = LIFETIME) -> None:
        self._seals = seals
        self._lifetime = lifetime.total_seconds()
        self._boxes: OrderedDict[ConversationId, _Box] = (
            OrderedDict()
        )  # the one used last stands last

    async def keep(self, conversation: ConversationId, redacted: Redacted) -> str:
        """See Vault."""
        box = self._used(conversation) or self._new(conversation)
        return redacted.filled(
            [self._name(box, conversation, finding) for finding in redacted.findings]
        )

    async def resolve(
        self, conversation: ConversationId, placeholders: Sequence[str]
    ) -> dict[str, str]:
        """See conversation.ports.Vault."""
        box = self._used(conversation)
        sealed = box.sealed if box else {}
        return _opened(self._seals, {name: sealed.get(name) for name in placeholders})

    async def forget(self, conversation: ConversationId) -> None:
        """See Vault."""
        self._boxes.pop(conversation, None)

    def _used(self, conversation: ConversationId) -> _Box | None:
        """Return a conversation's box, its lifetime begun again; drop those that are over."""
        now = monotonic()
        while self._boxes and next(iter(self._boxes.values())).until <= now:
            self._boxes.popitem(last=False)
        box = self._boxes.get(conversation)
        if box:
            box.until = now + self._lifetime
            self._boxes.move_to_end(conversation)
        return box

    def _new(self, conversation: ConversationId) -> _Box:
        box = _Box(until=monotonic() + self._lifetime)
        self._boxes[conversation] = box
        return box

    def _name(self, box: _Box, conversation: ConversationId, finding: Finding) -> str:
        fingerprints = _fingerprints(self._seals, conversation, finding)
        name = next((box.names[each] for each in fingerprints if each in box.names), None)
        if name is None:
            box.counts[finding.kind] += 1
            name = placeholder(finding.kind, box.counts[finding.kind])
        box.names[fingerprints[0]] = name
        box.sealed[name] = self._seals.seal(finding.value)
        return name


def _fingerprints(seals: Seals, conversation: ConversationId, finding: Finding) -> list[str]:
    """Return digests that are equal for equal values of one conversation, and of no other."""
    value = normal_form(finding.kind, finding.value)
    return seals.fingerprints(str(conversation), finding.kind, value)


def _opened(seals: Seals, sealed: dict[str, str | bytes | None]) -> dict[str, str]:
    stored = {name: value for name, value in sealed.items() if value is not None}
    opened = {name: seals.open(value) for name, value in stored.items()}
    values = {name: value for name, value in opened.items() if value is not None}
    if len(values) < len(stored):
        get_logger().error("vault_values_unreadable", count=len(stored) - len(values))
    return values


def _text(answer: str | bytes) -> str:
    return answer.decode() if isinstance(answer, bytes) else answer
