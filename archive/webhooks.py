"""Outgoing webhooks in SQL, so that what is to be told survives every restart."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, insert, select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.tables import webhook_deliveries, webhooks
from conversation.webhooks import Attempt, Delivery, EventType, State, Webhook, WebhookId

_W, _D = webhooks.c, webhook_deliveries.c
KNOWN_AT_ONCE = 500


class SqlWebhooks:
    """See conversation.webhooks.Webhooks."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add(self, webhook: Webhook) -> None:
        """See Webhooks."""
        row = {
            "id": webhook.id,
            "address": webhook.address,
            "events": sorted(webhook.events),
            "secret": webhook.secret,
            "made_by": webhook.made_by,
            "made_at": webhook.made_at,
            "failing_since": webhook.failing_since,
            "off_at": webhook.off_at,
            "off_by": webhook.off_by,
            "old_secret": webhook.old_secret,
            "old_until": webhook.old_until,
        }
        async with self._engine.begin() as connection:
            await connection.execute(insert(webhooks), [row])

    async def all(self) -> list[Webhook]:
        """See Webhooks."""
        async with self._engine.connect() as connection:
            rows = await connection.execute(select(webhooks).order_by(_W.made_at, _W.id))
            return [_webhook(row) for row in rows.mappings()]

    async def one(self, id: WebhookId) -> Webhook | None:
        """See Webhooks."""
        async with self._engine.connect() as connection:
            rows = await connection.execute(select(webhooks).where(_W.id == id))
            row = rows.mappings().first()
            return _webhook(row) if row else None

    async def remove(self, id: WebhookId) -> bool:
        """See Webhooks."""
        async with self._engine.begin() as connection:
            await connection.execute(delete(webhook_deliveries).where(_D.webhook == id))
            return bool((await connection.execute(delete(webhooks).where(_W.id == id))).rowcount)

    async def switch(self, id: WebhookId, *, off_at: datetime | None, by: str) -> bool:
        """See Webhooks."""
        other = _W.off_at.is_(None) if off_at else _W.off_at.is_not(None)
        values: dict[str, Any] = {"off_at": off_at, "off_by": by if off_at else ""}
        if off_at is None:
            values["failing_since"] = None
        async with self._engine.begin() as connection:
            done = await connection.execute(
                update(webhooks).where(_W.id == id, other).values(**values)
            )
            return bool(done.rowcount)

    async def renew(self, id: WebhookId, *, secret: str, old_until: datetime) -> bool:
        """See Webhooks."""
        values = {"secret": secret, "old_secret": _W.secret, "old_until": old_until}
        async with self._engine.begin() as connection:
            done = await connection.execute(update(webhooks).where(_W.id == id).values(**values))
            return bool(done.rowcount)

    async def retire(self, now: datetime) -> int:
        """See Webhooks."""
        values = {"old_secret": "", "old_until": None}
        async with self._engine.begin() as connection:
            done = await connection.execute(
                update(webhooks).where(_W.old_until <= now).values(**values)
            )
            return done.rowcount

    async def enqueue(self, deliveries: Collection[Delivery]) -> int:
        """See Webhooks. One process enqueues at a time; a second one's slip is refused by the key.

        Raises what the database raises; then all is enqueued again.
        """
        async with self._engine.begin() as connection:
            ids = [one.id for one in deliveries]
            known: set[str] = set()
            for begin in range(0, len(ids), KNOWN_AT_ONCE):
                some = ids[begin : begin + KNOWN_AT_ONCE]
                found = await connection.execute(select(_D.id).where(_D.id.in_(some)))
                known.update(found.scalars())
            new = {one.id: _row(one) for one in deliveries if one.id not in known}
            if new:
                await connection.execute(insert(webhook_deliveries), list(new.values()))
            return len(new)

    async def due(self, webhook: WebhookId, now: datetime, *, most: int) -> list[Delivery]:
        """See Webhooks."""
        earlier = webhook_deliveries.alias("earlier")
        blocked = exists().where(
            earlier.c.webhook == _D.webhook,
            earlier.c.thread == _D.thread,
            earlier.c.state == State.WAITING.value,
            earlier.c.number < _D.number,
        )
        statement = (
            select(webhook_deliveries)
            .join(webhooks, _W.id == _D.webhook)
            .where(_D.state == State.WAITING.value, _D.next_at <= now, _W.off_at.is_(None))
            .where(_D.webhook == webhook, ~blocked)
            .order_by(_D.number)
            .limit(most)
        )
        async with self._engine.connect() as connection:
            return [_delivery(row) for row in (await connection.execute(statement)).mappings()]

    async def settle(
        self, number: int, attempt: Attempt, state: State, *, next_at: datetime
    ) -> datetime | None:
        """See Webhooks."""
        async with self._engine.begin() as connection:
            await connection.execute(
                update(webhook_deliveries)
                .where(_D.number == number)
                .values(
                    state=state.value,
                    attempts=_D.attempts + 1,
                    next_at=next_at,
                    tried_at=attempt.at,
                    status=attempt.status,
                    milliseconds=attempt.milliseconds,
                    problem=attempt.problem,
                )
            )
            its = select(_D.webhook).where(_D.number == number).scalar_subquery()
            if state is State.ARRIVED:
                await connection.execute(
                    update(webhooks).where(_W.id == its).values(failing_since=None)
                )
                return None
            await connection.execute(
                update(webhooks)
                .where(_W.id == its, _W.failing_since.is_(None))
                .values(failing_since=attempt.at)
            )
            since = await connection.execute(select(_W.failing_since).where(_W.id == its))
            return since.scalar()

    async def retry(self, webhook: WebhookId, number: int, now: datetime) -> bool:
        """See Webhooks."""
        async with self._engine.begin() as connection:
            done = await connection.execute(
                update(webhook_deliveries)
                .where(_D.number == number, _D.webhook == webhook)
                .values(state=State.WAITING.value, next_at=now, attempts=0)
            )
            return bool(done.rowcount)

    async def log(
        self, webhook: WebhookId, *, before: int | None = None, limit: int
    ) -> list[Delivery]:
        """See Webhooks."""
        statement = select(webhook_deliveries).where(_D.webhook == webhook)
        if before is not None:
            statement = statement.where(_D.number < before)
        newest = statement.order_by(_D.number.desc()).limit(limit)
        async with self._engine.connect() as connection:
            return [_delivery(row) for row in (await connection.execute(newest)).mappings()]

    async def forget(self, thread: str) -> None:
        """See Webhooks."""
        async with self._engine.begin() as connection:
            await connection.execute(delete(webhook_deliveries).where(_D.thread == thread))

    async def prune(self, before: datetime) -> int:
        """See Webhooks."""
        old = (_D.made_at < before) & (_D.state != State.WAITING.value)
        async with self._engine.begin() as connection:
            return (await connection.execute(delete(webhook_deliveries).where(old))).rowcount


def _webhook(row: RowMapping) -> Webhook:
    return Webhook(
        id=WebhookId(row["id"]),
        address=row["address"],
        events=frozenset(EventType(one) for one in row["events"]),
        secret=row["secret"],
        made_by=row["made_by"],
        made_at=row["made_at"],
        failing_since=row["failing_since"],
        off_at=row["off_at"],
        off_by=row["off_by"],
        old_secret=row["old_secret"],
        old_until=row["old_until"],
    )


def _row(one: Delivery) -> dict[str, Any]:
    return {
        "id": one.id,
        "webhook": one.webhook,
        "type": one.type.value,
        "thread": one.thread,
        "body": one.body,
        "state": one.state.value,
        "attempts": one.attempts,
        "made_at": one.made_at,
        "next_at": one.next_at,
        "problem": one.problem,
    }


def _delivery(row: RowMapping) -> Delivery:
    return Delivery(
        number=row["number"],
        id=row["id"],
        webhook=WebhookId(row["webhook"]),
        type=EventType(row["type"]),
        thread=row["thread"],
        body=row["body"],
        state=State(row["state"]),
        attempts=row["attempts"],
        made_at=row["made_at"],
        next_at=row["next_at"],
        tried_at=row["tried_at"],
        status=row["status"],
        milliseconds=row["milliseconds"],
        problem=row["problem"],
    )
