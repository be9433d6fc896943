"""Mail in order: one worker at a time per conversation, by leases that run out."""

import json
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from redis.asyncio import Redis

from chassis.redis import awaited
from conversation.errors import LeaseLostError
from conversation.identity import ConversationId
from conversation.keys import Box, Keys
from conversation.messages import Delivery
from conversation.ports import DeadLetter, Lease
from gateway.wake import ANYBODY, Wake

LUA = Path(__file__).parent / "lua"
LEASE = timedelta(seconds=30)
SWEEP_SECONDS = 1.0
LEFT_OVER = 2  # what release.lua and finish.lua say when a lease has ended and mail is left


@dataclass(frozen=True, slots=True)
class Taken:
    """Leased mail: the items' bodies in order, and how often they were leased."""

    lease: Lease
    bodies: tuple[bytes, ...]
    attempt: int


#: Why a dead letter is one that this version does not understand.
UNREADABLE = "Written by another version."


class Mailbox:
    """One box (inbox or outbox) over all partitions; the logic lies in `lua/`.

    Looks into a partition when a call names it, when its next mail is due, and once a second in any
    case, because calls can be lost.
    """

    def __init__(
        self, redis: Redis, keys: Keys, *, box: Box, most: int, wake: Wake, lease: timedelta = LEASE
    ) -> None:
        self._redis = redis
        self._keys = keys
        self._box = box
        self._most = most
        self._wake = wake
        self._lease_ms = int(lease.total_seconds() * 1000)
        self._look_at = [0.0] * keys.partitions  # by the monotonic clock
        scripts = {path.stem: path.read_text() for path in LUA.glob("*.lua")}
        self._take = redis.register_script(scripts["take"])
        self._finish = redis.register_script(scripts["finish"])
        self._release = redis.register_script(scripts["release"])
        self._replay = redis.register_script(scripts["replay"])

    async def take(self) -> Taken | None:
        """Lease what has been due longest in the partition not looked at for longest."""
        self._heed_calls()
        while (partition := self._next_partition()) is not None:
            answer = await self._take_of(partition)
            if isinstance(answer, Taken):
                self._look_at[partition] = time.monotonic()
                return answer
            seconds = answer / 1000 if answer >= 0 else SWEEP_SECONDS
            self._look_at[partition] = time.monotonic() + min(seconds, SWEEP_SECONDS)
        return None

    async def wait(self, longest: timedelta) -> None:
        """Sleep until a partition is worth a look, new mail comes, or `longest` is over."""
        seconds = min(self._look_at) - time.monotonic()
        await self._wake.wait(min(max(seconds, 0), longest.total_seconds()))

    async def renew(self, lease: Lease) -> None:
        """Start the lease's time again. Raises LeaseLostError."""
        if not await self._released(lease, self._lease_ms, "renew"):
            raise LeaseLostError("The lease ran out.")

    async def release(self, lease: Lease, after: timedelta, *, counted: bool = True) -> None:
        """Give the conversation back; without effect if the lease is lost."""
        how = "release" if counted else "untried"
        if await self._released(lease, int(after.total_seconds() * 1000), how) == LEFT_OVER:
            self._wake.call(str(lease.conversation))

    async def finish(
        self,
        lease: Lease,
        items: Sequence[str],
        *,
        bury: bool = False,
        reason: str = "",
        delivery: Delivery | None = None,
    ) -> None:
        """Take `items` off, to the dead letters if `bury`; a `delivery` ends the lease as well.

        Raises LeaseLostError.
        """
        order = {
            "c": str(lease.conversation),
            "token": lease.token,
            "items": list(items),
            "at": datetime.now(UTC).isoformat(),
            "bury": bury,
            "reason": reason,
        }
        if delivery is not None:
            order["delivery"] = delivery.value
        names = ("leases", "items", "bodies", "attempts", "dead", "graves")
        keys = [self._name(name, str(lease.conversation)) for name in names]
        keys += [
            self._keys.of("delivery", str(lease.conversation)),
            self._keys.shared("feed", self._keys.partition_of(str(lease.conversation))),
            self._keys.of("arrived", str(lease.conversation)),
            self._name("ready", str(lease.conversation)),
        ]
        finished = await self._finish(keys=keys, args=[json.dumps(order)])
        if not finished:
            raise LeaseLostError("The lease ran out.")
        if finished == LEFT_OVER:
            self._wake.call(str(lease.conversation))

    async def bury(
        self, lease: Lease, reason: str, *, most: int = 0, delivery: Delivery | None = None
    ) -> None:
        """Take the first `most` items (0: all) to the dead letters. Raises LeaseLostError."""
        key = self._name("items", str(lease.conversation))
        items = await awaited(self._redis.zrange(key, 0, most - 1))
        names = [item.decode() for item in items]
        await self.finish(lease, names, bury=True, reason=reason, delivery=delivery)

    async def dead(self) -> list[DeadLetter]:
        """Return all dead letters, oldest first."""
        letters: list[DeadLetter] = []
        for partition in range(self._keys.partitions):
            graves = self._redis.smembers(self._keys.shared(f"{self._box}:graves", partition))
            for c in sorted(await awaited(graves)):
                letters += await self._letters(c.decode())
        return sorted(letters, key=lambda letter: letter.at)

    async def replay(self, conversation: ConversationId) -> int:
        """Put a conversation's dead letters back in line; return how many."""
        c = str(conversation)
        names = ("dead", "graves", "items", "bodies", "ready", "leases")
        keys = [
            *(self._name(name, c) for name in names),
            self._keys.of("delivery", c),
            self._keys.shared("feed", self._keys.partition_of(c)),
        ]
        now = datetime.now(UTC).isoformat()
        args = [c, self._keys.wake(self._box), self._box.value, now]
        return int(await self._replay(keys=keys, args=args))

    def _heed_calls(self) -> None:
        for c in self._wake.named():
            if c == ANYBODY:
                self._look_at = [0.0] * self._keys.partitions
            else:
                self._look_at[self._keys.partition_of(c)] = 0.0

    def _next_partition(self) -> int | None:
        """Return the partition that has waited longest for a look, if any is worth one now."""
        first = min(range(self._keys.partitions), key=self._look_at.__getitem__)
        return first if self._look_at[first] <= time.monotonic() else None

    async def _take_of(self, partition: int) -> Taken | int:
        token = secrets.token_hex(8)
        base = f"{self._keys.base(partition)}:{self._box.value}"
        answer = await self._take(
            keys=[f"{base}:{name}" for name in ("ready", "leases", "attempts", "first")],
            args=[token, self._lease_ms, self._most, f"{base}:items:", f"{base}:bodies:"],
        )
        if len(answer) == 1:
            return int(answer[0])
        c, attempt, *bodies = answer
        lease = Lease(conversation=ConversationId.parse(c.decode()), token=token)
        return Taken(lease=lease, bodies=tuple(bodies), attempt=int(attempt))

    async def _released(self, lease: Lease, millis: int, how: str) -> int:
        c = str(lease.conversation)
        keys = [self._name(name, c) for name in ("leases", "ready", "items", "attempts")]
        return int(await self._release(keys=keys, args=[c, lease.token, millis, how]))

    async def _letters(self, c: str) -> list[DeadLetter]:
        bodies = await awaited(self._redis.lrange(self._name("dead", c), 0, -1))
        return [_letter(c, json.loads(body)) for body in bodies]

    def _name(self, name: str, c: str) -> str:
        kind = f"{self._box.value}:{name}"
        if name in ("items", "bodies", "dead"):
            return self._keys.of(kind, c)
        return self._keys.shared(kind, self._keys.partition_of(c))


def _letter(c: str, body: dict[str, Any]) -> DeadLetter:
    return DeadLetter(
        conversation=ConversationId.parse(c),
        item=body["item"],
        reason=body["reason"],
        at=datetime.fromisoformat(body["at"]),
    )
