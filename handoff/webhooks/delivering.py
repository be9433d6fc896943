"""Delivers what is due: in order per thread, again after a while, and not for ever."""

import asyncio
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chassis.logs import get_logger
from conversation.ports import Clock
from conversation.webhooks import Delivery, State, Webhook, Webhooks
from handoff.webhooks.sending import Sending, Tried
from staff.ports import Audit

#: After the first try; with those of the specification in mind. A day and a half in all.
PAUSES = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 30, 300, 1800, 2 * 3600, 5 * 3600, 10 * 3600, 16 * 3600)
)
JITTER = 0.2
#: Tries for one webhook side by side.
AT_ONCE = 4
KEPT = timedelta(days=30)
#: Who switches off a webhook that nobody reaches.
OURSELVES = "lotse"


@dataclass(frozen=True, slots=True)
class Delivering:
    """One round after the other; `off_after` is how long a webhook may fail."""

    webhooks: Webhooks
    sending: Sending
    audit: Audit
    clock: Clock
    off_after: timedelta = timedelta(days=5)
    pauses: tuple[timedelta, ...] = field(default=PAUSES)

    async def round(self, hook: Webhook) -> int:
        """Try what one webhook is to be told, side by side; return how much was tried.

        Raises what a store raises.
        """
        due = await self.webhooks.due(hook.id, self.clock.now(), most=AT_ONCE)
        # Its secret may have been renewed since the round before.
        present = await self.webhooks.one(hook.id) if due else None
        if present is None:
            return 0
        await asyncio.gather(*(self._try(present, one) for one in due))
        return len(due)

    async def prune(self) -> int:
        """Forget deliveries that are long done, and secrets that sign no more."""
        await self.webhooks.retire(self.clock.now())
        return await self.webhooks.prune(self.clock.now() - KEPT)

    async def _try(self, hook: Webhook, delivery: Delivery) -> None:
        tried = await self.sending.deliver(hook, delivery)
        now = self.clock.now()
        state, pause = self._next(delivery, tried)
        failing = await self.webhooks.settle(
            delivery.number, tried.attempt, state, next_at=now + pause
        )
        if not tried.arrived:
            get_logger().info(
                "webhook_not_delivered",
                webhook=hook.id,
                delivery=delivery.id,
                status=tried.attempt.status,
                problem=tried.attempt.problem,
            )
        if tried.gone or (failing is not None and now - failing >= self.off_after):
            await self._switch_off(hook, now, gone=tried.gone)

    def _next(self, delivery: Delivery, tried: Tried) -> tuple[State, timedelta]:
        if tried.arrived:
            return State.ARRIVED, timedelta(0)
        if delivery.attempts >= len(self.pauses):
            return State.GIVEN_UP, timedelta(0)
        pause = self.pauses[delivery.attempts]
        # Those who failed together shall not come back together.
        share = 1 + JITTER * (secrets.randbelow(2001) / 1000 - 1)
        return State.WAITING, max(pause * share, tried.later or timedelta(0))

    async def _switch_off(self, hook: Webhook, now: datetime, *, gone: bool) -> None:
        if await self.webhooks.switch(hook.id, off_at=now, by=OURSELVES):
            why = "gone" if gone else "failing"
            await self.audit.record(OURSELVES, "webhook_switched_off", detail=f"{hook.id}: {why}")
            get_logger().error("webhook_switched_off", webhook=hook.id, why=why)
