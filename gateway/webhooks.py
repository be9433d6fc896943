"""Runs outgoing webhooks: enqueues what happened, and delivers for one process at a time."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from chassis.logs import get_logger
from chassis.tasks import cancelled
from conversation.webhooks import Webhook, WebhookId
from gateway.routing import RouterTurn
from handoff.webhooks.delivering import Delivering
from handoff.webhooks.telling import Telling

LOOK_SECONDS = 1.0
OUTAGE_SECONDS = 3.0
PRUNE_SECONDS = 3600.0
END_SECONDS = 4.0
#: So long nobody delivers after a process has died.
TURN_SECONDS = 4.0
TROUBLE_SECONDS = 2.0


@dataclass(slots=True)
class Running:
    """All of it; each webhook is delivered to on its own, so that a slow one keeps nobody."""

    telling: Telling
    delivering: Delivering
    turn: RouterTurn
    look_seconds: float = LOOK_SECONDS
    _busy: dict[WebhookId, "asyncio.Task[Any]"] = field(default_factory=dict)

    async def tell(self) -> None:
        """Enqueue until cancelled."""
        while True:
            await _or_wait("webhooks_not_enqueued", self.telling.step)

    async def tell_of_outages(self) -> None:
        """Look for outages until cancelled."""
        while True:
            await _or_wait("webhooks_not_enqueued", self.telling.look_at_outages)
            await asyncio.sleep(OUTAGE_SECONDS)

    async def deliver(self, stopping: asyncio.Event) -> None:
        """Deliver until told to stop; tries that are under way are given a little time to end."""
        try:
            while not stopping.is_set():
                await _or_wait("webhooks_not_delivered", lambda: self._look(stopping))
                with suppress(TimeoutError):
                    await asyncio.wait_for(stopping.wait(), self.look_seconds)
            if self._busy:
                await asyncio.wait(self._busy.values(), timeout=END_SECONDS)
        finally:
            await cancelled(*self._busy.values())

    async def prune(self) -> None:
        """Forget what is long done, until cancelled."""
        while True:
            await _or_wait("webhooks_not_pruned", self.delivering.prune)
            await asyncio.sleep(PRUNE_SECONDS)

    async def _look(self, stopping: asyncio.Event) -> None:
        if not await self.turn.mine():
            return
        for hook in await self.delivering.webhooks.all():
            busy = self._busy.get(hook.id)
            if hook.off_at is None and (busy is None or busy.done()):
                self._busy[hook.id] = asyncio.create_task(self._rounds(hook, stopping))

    async def _rounds(self, hook: Webhook, stopping: asyncio.Event) -> None:
        more = True
        while more and not stopping.is_set():
            more = await _or_wait("webhooks_not_delivered", lambda: self.delivering.round(hook))


async def _or_wait(trouble: str, step: Callable[[], Awaitable[Any]]) -> Any:
    """Take a step; trouble with a store is waited out."""
    try:
        return await step()
    except (RedisError, SQLAlchemyError) as error:
        get_logger().warning(trouble, exc_info=error)
        await asyncio.sleep(TROUBLE_SECONDS)
        return None
