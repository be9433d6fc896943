"""Outgoing webhooks in memory: the twin of those in SQL, for tests and for trying things out."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from conversation.webhooks import Attempt, Delivery, State, Webhook, WebhookId


class MemoryWebhooks:
    """See conversation.webhooks.Webhooks."""

    def __init__(self) -> None:
        self._webhooks: dict[WebhookId, Webhook] = {}
        self._deliveries: dict[int, Delivery] = {}
        self._last = 0

    async def add(self, webhook: Webhook) -> None:
        """See Webhooks."""
        self._webhooks[webhook.id] = webhook

    async def all(self) -> list[Webhook]:
        """See Webhooks."""
        return sorted(self._webhooks.values(), key=lambda one: (one.made_at, one.id))

    async def one(self, id: WebhookId) -> Webhook | None:
        """See Webhooks."""
        return self._webhooks.get(id)

    async def remove(self, id: WebhookId) -> bool:
        """See Webhooks."""
        rest = {number: one for number, one in self._deliveries.items() if one.webhook != id}
        self._deliveries = rest
        return self._webhooks.pop(id, None) is not None

    async def switch(self, id: WebhookId, *, off_at: datetime | None, by: str) -> bool:
        """See Webhooks."""
        known = self._webhooks.get(id)
        if known is None or (known.off_at is None) is (off_at is None):
            return False
        failing = known.failing_since if off_at else None
        self._webhooks[id] = replace(
            known, off_at=off_at, off_by=by if off_at else "", failing_since=failing
        )
        return True

    async def renew(self, id: WebhookId, *, secret: str, old_until: datetime) -> bool:
        """See Webhooks."""
        known = self._webhooks.get(id)
        if known is None:
            return False
        self._webhooks[id] = replace(
            known, secret=secret, old_secret=known.secret, old_until=old_until
        )
        return True

    async def retire(self, now: datetime) -> int:
        """See Webhooks."""
        over = [one for one in self._webhooks.values() if one.old_until and one.old_until <= now]
        for one in over:
            self._webhooks[one.id] = replace(one, old_secret="", old_until=None)
        return len(over)

    async def enqueue(self, deliveries: Collection[Delivery]) -> int:
        """See Webhooks."""
        known = {one.id for one in self._deliveries.values()}
        new = {one.id: one for one in deliveries if one.id not in known}
        for one in new.values():
            self._last += 1
            self._deliveries[self._last] = replace(one, number=self._last)
        return len(new)

    async def due(self, webhook: WebhookId, now: datetime, *, most: int) -> list[Delivery]:
        """See Webhooks."""
        known = self._webhooks.get(webhook)
        if known is None or known.off_at:
            return []
        first: dict[str, Delivery] = {}
        for one in self._deliveries.values():
            if one.state is State.WAITING and one.webhook == webhook:
                first.setdefault(one.thread, one)
        due = [one for one in first.values() if one.next_at <= now]
        return sorted(due, key=lambda one: one.number)[:most]

    async def settle(
        self, number: int, attempt: Attempt, state: State, *, next_at: datetime
    ) -> datetime | None:
        """See Webhooks."""
        known = self._deliveries[number]
        self._deliveries[number] = replace(
            known,
            state=state,
            attempts=known.attempts + 1,
            next_at=next_at,
            tried_at=attempt.at,
            status=attempt.status,
            milliseconds=attempt.milliseconds,
            problem=attempt.problem,
        )
        webhook = self._webhooks[known.webhook]
        failing = None if state is State.ARRIVED else webhook.failing_since or attempt.at
        self._webhooks[known.webhook] = replace(webhook, failing_since=failing)
        return failing

    async def retry(self, webhook: WebhookId, number: int, now: datetime) -> bool:
        """See Webhooks."""
        known = self._deliveries.get(number)
        if known is None or known.webhook != webhook:
            return False
        self._deliveries[number] = replace(known, state=State.WAITING, next_at=now, attempts=0)
        return True

    async def log(
        self, webhook: WebhookId, *, before: int | None = None, limit: int
    ) -> list[Delivery]:
        """See Webhooks."""
        found = [
            one
            for number, one in self._deliveries.items()
            if one.webhook == webhook and (before is None or number < before)
        ]
        return sorted(found, key=lambda one: one.number, reverse=True)[:limit]

    async def forget(self, thread: str) -> None:
        """See Webhooks."""
        rest = {number: one for number, one in self._deliveries.items() if one.thread != thread}
        self._deliveries = rest

    async def prune(self, before: datetime) -> int:
        """See Webhooks."""
        old = {
            number
            for number, one in self._deliveries.items()
            if one.made_at < before and one.state is not State.WAITING
        }
        for number in old:
            del self._deliveries[number]
        return len(old)
