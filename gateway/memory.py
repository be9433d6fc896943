"""Inbox, outbox and feed in memory: the twins for tests and for trying things out."""

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from conversation.errors import LeaseLostError
from conversation.identity import ConversationId, LineId, MessageId
from conversation.keys import Box
from conversation.messages import CustomerMessage, Delivery
from conversation.ports import (
    Batch,
    DeadLetter,
    FeedEvent,
    Lease,
    Outgoing,
    Saying,
)
from gateway.inbox import LONGEST_WAIT_WINDOWS, MOST_IN_A_TURN
from gateway.mailbox import LEASE
from gateway.outbox import BURIED
from handoff.codec import to_millis
from handoff.memory import MemoryLive

POLL_SECONDS = 0.005


class MemoryMailbox:
    """What both boxes share: due times, leases, dead letters."""

    box: Box

    def __init__(self, live: MemoryLive, *, lease: timedelta = LEASE) -> None:
        self._live = live
        self._mail = live.boxes[self.box]
        self._lease_seconds = lease.total_seconds()

    async def wait(self, longest: timedelta) -> None:
        """See ports.Inbox."""
        end = time.time() + longest.total_seconds()
        while time.time() < end and not self._due():  # noqa: ASYNC110 - a twin may poll
            await asyncio.sleep(POLL_SECONDS)

    async def renew(self, lease: Lease) -> None:
        """See ports.Inbox."""
        self._hold_to(lease)
        self._mail.ready[lease.conversation] = time.time() + self._lease_seconds

    async def release(
        self, lease: Lease, *, after: timedelta = timedelta(0), counted: bool = True
    ) -> None:
        """See ports.Inbox and ports.Outbox."""
        if not self._live.leased(self.box, lease):
            return
        c = lease.conversation
        del self._mail.leases[c]
        self._mail.attempts[c] -= not counted
        if self._mail.items[c]:
            self._mail.ready[c] = time.time() + after.total_seconds()
        else:
            self._mail.ready.pop(c, None)
            self._mail.attempts.pop(c, None)

    async def dead(self) -> list[DeadLetter]:
        """See ports.Inbox."""
        letters = [
            DeadLetter(conversation=c, item=item, reason=reason, at=at)
            for c, dead in self._mail.dead.items()
            for item, _, _, reason, at in dead
        ]
        return sorted(letters, key=lambda letter: letter.at)

    async def replay(self, conversation: ConversationId) -> int:
        """See ports.Inbox."""
        letters = self._mail.dead.pop(conversation, [])
        for item, order, body, _, _ in letters:
            self._mail.items[conversation][item] = (order, body)
            if self.box is Box.OUTBOX:
                self._live.settle(conversation, LineId(item), Delivery.QUEUED, "")
        if letters and conversation not in self._mail.leases:
            self._mail.ready[conversation] = 0.0
        return len(letters)

    def _due(self) -> list[ConversationId]:
        now = time.time()
        due = [(at, str(c), c) for c, at in self._mail.ready.items() if at <= now]
        return [c for _, _, c in sorted(due)]

    def _taken(self, most: int) -> tuple[Lease, list[Any], int] | None:
        for c in self._due():
            items = sorted((order, id) for id, (order, _) in self._mail.items[c].items())
            if not items:
                self._mail.ready.pop(c)
                self._mail.leases.pop(c, None)
                self._mail.attempts.pop(c, None)
                continue
            lease = Lease(conversation=c, token=secrets.token_hex(8))
            self._mail.leases[c] = lease.token
            self._mail.ready[c] = time.time() + self._lease_seconds
            self._mail.first.pop(c, None)
            self._mail.attempts[c] += 1
            bodies = [self._mail.items[c][id][1] for _, id in items[:most]]
            return lease, bodies, self._mail.attempts[c]
        return None

    def _finish(self, lease: Lease, items: Sequence[str], *, bury: bool, reason: str) -> None:
        self._hold_to(lease)
        c = lease.conversation
        for item in items:
            order, body = self._mail.items[c].pop(item, (0.0, None))
            if body is not None and bury:
                letter = (item, order, body, reason, datetime.now(UTC))
                self._mail.dead[c].append(letter)
        self._mail.attempts.pop(c, None)

    def _hold_to(self, lease: Lease) -> None:
        if not self._live.leased(self.box, lease):
            raise LeaseLostError("The lease ran out.")


class MemoryInbox(MemoryMailbox):
    """The inbox's twin. See ports.Inbox for every method."""

    box = Box.INBOX

    def __init__(self, live: MemoryLive, *, window: timedelta, lease: timedelta = LEASE) -> None:
        super().__init__(live, lease=lease)
        self._window = window.total_seconds()

    async def add(self, messages: Sequence[CustomerMessage]) -> list[bool]:
        """See ports.Inbox."""
        return [self._add(message) for message in messages]

    async def take(self) -> Batch | None:
        """See ports.Inbox."""
        taken = self._taken(MOST_IN_A_TURN)
        if taken is None:
            return None
        lease, messages, attempt = taken
        return Batch(lease=lease, messages=tuple(messages), attempt=attempt)

    async def settle(self, lease: Lease, answered: Sequence[MessageId]) -> None:
        """See ports.Inbox."""
        self._finish(lease, answered, bury=False, reason="")

    async def bury(self, lease: Lease, reason: str) -> None:
        """See ports.Inbox."""
        items = self._mail.items[lease.conversation]
        ordered = [id for _, id in sorted((order, id) for id, (order, _) in items.items())]
        self._finish(lease, ordered, bury=True, reason=reason)

    def _add(self, message: CustomerMessage) -> bool:
        c = message.conversation
        if (c, message.id) in self._live.seen:
            return False
        self._live.seen.add((c, message.id))
        items = self._mail.items[c]
        items[message.id] = (to_millis(message.sent_at), message)
        order = [id for _, id in sorted((order, id) for id, (order, _) in items.items())]
        following = order[order.index(message.id) + 1 :][:1]
        self._live.transcribe(
            c, message.as_line(), before=LineId(following[0]) if following else None
        )
        self._live.recent[c] = datetime.now(UTC)
        if c not in self._mail.leases:
            now = time.time()
            window = 0.0 if message.payload else self._window
            latest = self._mail.first.setdefault(c, now) + self._window * LONGEST_WAIT_WINDOWS
            self._mail.ready[c] = min(now + window, latest)
        return True


class MemoryOutbox(MemoryMailbox):
    """The outbox's twin. See ports.Outbox for every method."""

    box = Box.OUTBOX

    async def say(self, saying: Saying) -> None:
        """See ports.Outbox."""
        self._live.commit(saying)

    async def take(self) -> Outgoing | None:
        """See ports.Outbox."""
        taken = self._taken(1)
        if taken is None:
            return None
        lease, (line,), attempt = taken
        return Outgoing(lease=lease, line=line, attempt=attempt)

    async def settle(self, outgoing: Outgoing, delivery: Delivery, reason: str = "") -> None:
        """See ports.Outbox."""
        c, line = outgoing.lease.conversation, outgoing.line.id
        self._hold_to(outgoing.lease)
        if (c, arrived_mark(line)) in self._live.seen and delivery is Delivery.UNCERTAIN:
            delivery, reason = Delivery.SENT, ""
        self._live.seen.discard((c, arrived_mark(line)))
        self._finish(outgoing.lease, [line], bury=delivery in BURIED, reason=reason)
        self._live.settle(c, line, delivery, reason)
        await self.release(outgoing.lease)


def arrived_mark(line: LineId) -> str:
    """Return what remembers that a line has arrived before anybody doubted it."""
    return f"arrived {line}"


class MemoryFeed:
    """The feed's twin. See ports.Feed for every method."""

    def __init__(self, live: MemoryLive) -> None:
        self._live = live
        self._acknowledged: dict[str, set[str]] = {}

    async def read(self, group: str, *, longest: timedelta) -> list[FeedEvent]:
        """See ports.Feed."""
        end = time.time() + longest.total_seconds()
        done = self._acknowledged.setdefault(group, set())
        while True:
            left = [event for event in self._live.events if event.id not in done]
            if left or time.time() >= end:
                return left
            await asyncio.sleep(POLL_SECONDS)

    async def acknowledge(self, group: str, events: Sequence[FeedEvent]) -> None:
        """See ports.Feed."""
        self._acknowledged.setdefault(group, set()).update(event.id for event in events)

    async def tail(self) -> AsyncIterator[FeedEvent]:
        """See ports.Feed."""
        place = len(self._live.events)
        while True:
            for event in self._live.events[place:]:
                yield event
                place += 1
            await asyncio.sleep(POLL_SECONDS)
