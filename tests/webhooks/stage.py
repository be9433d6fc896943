"""Webhooks in memory, with a real receiver over HTTP, and hands on the clock."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from cryptography.fernet import Fernet

from archive.webhooks_memory import MemoryWebhooks
from conversation.webhooks import CHOSEN, Delivery, EventType, Happening, Webhook
from gateway.privacy.seals import Seals
from handoff.webhooks.delivering import Delivering
from handoff.webhooks.registering import Registered, Registering
from handoff.webhooks.sending import Sending
from handoff.webhooks.telling import delivery_of
from staff.memory import MemoryAudit
from tests.staff.house import TLS, Hands, employ, parts
from tests.webhooks.receiver import Receiver, receiving

SEALS = Seals([Fernet.generate_key().decode()])


@dataclass
class Stage:
    """Everything between an event and its receiver."""

    webhooks: Any
    registering: Registering
    delivering: Delivering
    receiver: Receiver
    clock: Hands
    audit: MemoryAudit
    by: Any

    async def hook(self, *, events: tuple[EventType, ...] = CHOSEN) -> Webhook:
        """Register the receiver, who keeps the secret."""
        values = [one.value for one in events]
        made = await self.registering.add(self.receiver.url, values, self.by)
        assert isinstance(made, Registered), made
        self.receiver.secrets.append(made.secret)
        return made.webhook

    async def happens(self, hook: Webhook, source: str, *, thread: str = "webchat:a:b") -> None:
        now = self.clock.now()
        happening = Happening(source, EventType.CLAIMED, thread, now, {"source": source})
        await self.webhooks.enqueue([delivery_of(hook, happening, now=now)])

    async def deliver(self, hook: Webhook) -> int:
        """Deliver until nothing is due."""
        tried = 0
        while some := await self.delivering.round(hook):
            tried += some
        return tried

    async def log(self, hook: Webhook) -> list[Delivery]:
        found: list[Delivery] = await self.webhooks.log(hook.id, limit=100)
        return found

    @property
    def got(self) -> list[str]:
        return [str(body["data"]["source"]) for _, body in self.receiver.got]


@asynccontextmanager
async def staged(
    *, webhooks: Any = None, private: bool = True, patience: float = 5.0
) -> AsyncIterator[Stage]:
    """Set the stage."""
    clock, audit = Hands(), MemoryAudit()
    webhooks = webhooks or MemoryWebhooks()
    sending = Sending(opened=SEALS.open, clock=clock, private=private, tls=TLS, patience=patience)
    accounts = parts(clock).accounts
    await employ(accounts)
    async with receiving() as receiver:
        receiver.now = clock.now
        yield Stage(
            webhooks=webhooks,
            registering=Registering(
                webhooks=webhooks,
                audit=audit,
                clock=clock,
                wall=clock,
                seal=SEALS.seal,
                private=True,
            ),
            delivering=Delivering(
                webhooks=webhooks,
                sending=sending,
                audit=audit,
                clock=clock,
                off_after=timedelta(days=5),
            ),
            receiver=receiver,
            clock=clock,
            audit=audit,
            by=await accounts.by_login("ole"),
        )
    await sending.close()
