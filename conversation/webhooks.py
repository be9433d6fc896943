"""Outgoing webhooks: what other systems are told of, to where, and what became of it.

Only ids and codes are told, never what anybody wrote: who wants more asks the API.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType, Protocol

WebhookId = NewType("WebhookId", str)


class EventType(StrEnum):
    """What may be told."""

    WAITING = "conversation.waiting"
    OFFERED = "conversation.offered"
    CLAIMED = "conversation.claimed"
    REPLIED = "conversation.replied"
    HANDED_BACK = "conversation.handed_back"
    CLOSED = "conversation.closed"
    REOPENED = "conversation.reopened"
    NOTED = "note.written"
    OUTAGE_DECLARED = "outage.declared"
    OUTAGE_FIXED = "outage.fixed"
    TEST = "webhook.test"


#: What may be chosen; a test goes to whoever is tested.
CHOSEN = tuple(one for one in EventType if one is not EventType.TEST)


class State(StrEnum):
    """What became of a delivery; it waits until it has arrived or was given up."""

    WAITING = "waiting"
    ARRIVED = "arrived"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address that is told of events. `secret` is sealed, and so is `old_secret`, the one before
    it, which signs as well until `old_until`.

    `failing_since` is when the first of the deliveries failed that have failed ever since; `off_at`
    is when it was switched off, and `off_by` who did it (`lotse`: nobody reached it for long).
    """

    id: WebhookId
    address: str
    events: frozenset[EventType]
    secret: str
    made_by: str
    made_at: datetime
    failing_since: datetime | None = None
    off_at: datetime | None = None
    off_by: str = ""
    old_secret: str = ""
    old_until: datetime | None = None

    def sealed_at(self, now: datetime) -> tuple[str, ...]:
        """Return the sealed secrets that sign just now, the newest first."""
        if self.old_until is None or now >= self.old_until:
            return (self.secret,)
        return self.secret, self.old_secret


@dataclass(frozen=True, slots=True)
class Happening:
    """Something to tell. `source` is its own id, the same however often it is read.

    What has the same `thread` is told in order.
    """

    source: str
    type: EventType
    thread: str
    at: datetime
    data: Mapping[str, str | int | Sequence[str] | None]


@dataclass(frozen=True, slots=True)
class Delivery:
    """A happening on its way to one webhook; `number` orders all of them."""

    number: int
    id: str
    webhook: WebhookId
    type: EventType
    thread: str
    body: str
    state: State
    attempts: int
    made_at: datetime
    next_at: datetime
    tried_at: datetime | None = None
    status: int | None = None
    milliseconds: int | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """How one try to deliver went; `status` is None where nobody answered."""

    at: datetime
    status: int | None
    milliseconds: int
    problem: str = ""


class Webhooks(Protocol):
    """Webhooks and their deliveries, kept for good until they are pruned."""

    async def add(self, webhook: Webhook) -> None:
        """Keep a new webhook."""

    async def all(self) -> list[Webhook]:
        """Return all, the oldest first."""

    async def one(self, id: WebhookId) -> Webhook | None:
        """Return one, if it is there."""

    async def remove(self, id: WebhookId) -> bool:
        """Delete a webhook and its deliveries; False if there is none."""

    async def switch(self, id: WebhookId, *, off_at: datetime | None, by: str) -> bool:
        """Switch one off, or with None on again, forgetting that it failed; False: it is so."""

    async def renew(self, id: WebhookId, *, secret: str, old_until: datetime) -> bool:
        """Give one a new secret; the present one signs as well until then. False: there is none."""

    async def retire(self, now: datetime) -> int:
        """Forget former secrets whose time is over; return how many."""

    async def enqueue(self, deliveries: Collection[Delivery]) -> int:
        """Keep new deliveries, numbered in this order; those whose id is known are left out."""

    async def due(self, webhook: WebhookId, now: datetime, *, most: int) -> list[Delivery]:
        """Return what one webhook is to be told, the oldest first: of each thread only the first.

        Nothing if it is off.
        """

    async def settle(
        self, number: int, attempt: Attempt, state: State, *, next_at: datetime
    ) -> datetime | None:
        """Note how a try went; return since when the webhook has failed, None if it does not."""

    async def retry(self, webhook: WebhookId, number: int, now: datetime) -> bool:
        """Let a delivery be tried anew, whatever became of it; False if there is none."""

    async def log(
        self, webhook: WebhookId, *, before: int | None = None, limit: int
    ) -> list[Delivery]:
        """Return deliveries, the newest first, those with a number below `before`."""

    async def forget(self, thread: str) -> None:
        """Delete all deliveries of a thread, those that wait, too."""

    async def prune(self, before: datetime) -> int:
        """Delete deliveries made before then that no longer wait; return how many."""
