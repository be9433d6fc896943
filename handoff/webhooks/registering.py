"""What administrators decide about webhooks, on the page as by the API; each is audited."""

import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import timedelta

from conversation.ports import Clock
from conversation.webhooks import CHOSEN, EventType, Happening, Webhook, WebhookId, Webhooks
from handoff.webhooks.places import problem_of
from handoff.webhooks.signing import new_secret
from handoff.webhooks.telling import delivery_of
from staff.language import N_
from staff.ports import Account, Audit

ID_BYTES = 8
MOST = 50
#: So long what is sent is signed with the secret before a new one, too.
BOTH_SIGN = timedelta(hours=24)

NO_EVENTS = N_("Mindestens ein Ereignis ist auszuwählen.")
TOO_MANY = N_("Mehr als %(most)s Webhooks sind nicht vorgesehen.", most=MOST)


@dataclass(frozen=True, slots=True)
class Registered:
    """A webhook with a new secret, which is shown this once."""

    webhook: Webhook
    secret: str


@dataclass(frozen=True, slots=True)
class Registering:
    """Carries out what an administrator wants; `seal` seals secrets, `private` allows our net.

    Deliveries go by the `wall`'s clock, which is real where `clock` stands.
    """

    webhooks: Webhooks
    audit: Audit
    clock: Clock
    wall: Clock
    seal: Callable[[str], str]
    private: bool

    async def add(self, address: str, events: Collection[str], by: Account) -> Registered | str:
        """Register an address, or say what is wrong."""
        address = address.strip()
        if problem := problem_of(address, private=self.private):
            return problem
        chosen = frozenset(one for one in CHOSEN if one.value in events)
        if not chosen or len(chosen) != len(set(events)):
            return NO_EVENTS
        if len(await self.webhooks.all()) >= MOST:
            return TOO_MANY
        secret = new_secret()
        webhook = Webhook(
            id=WebhookId(secrets.token_hex(ID_BYTES)),
            address=address,
            events=chosen,
            secret=self.seal(secret),
            made_by=by.id,
            made_at=self.clock.now(),
        )
        await self.webhooks.add(webhook)
        await self.audit.record(by.id, "webhook_added", detail=webhook.id)
        return Registered(webhook, secret)

    async def remove(self, id: WebhookId, by: Account) -> bool:
        """Delete a webhook with all that it has yet to be told; False if there is none."""
        removed = await self.webhooks.remove(id)
        if removed:
            await self.audit.record(by.id, "webhook_deleted", detail=id)
        return removed

    async def switch(self, id: WebhookId, by: Account, *, on: bool) -> bool:
        """Switch a webhook on or off; False if it is so, or there is none."""
        off_at = None if on else self.clock.now()
        switched = await self.webhooks.switch(id, off_at=off_at, by=by.id)
        if switched:
            what = "webhook_switched_on" if on else "webhook_switched_off"
            await self.audit.record(by.id, what, detail=id)
        return switched

    async def renew(self, webhook: Webhook, by: Account) -> Registered | None:
        """Give a webhook a new secret, and sign with both for a while; None if it has gone.

        Renewed again within that time, it is the oldest that signs no more.
        """
        secret = new_secret()
        sealed, until = self.seal(secret), self.wall.now() + BOTH_SIGN
        if not await self.webhooks.renew(webhook.id, secret=sealed, old_until=until):
            return None
        await self.audit.record(by.id, "webhook_secret_renewed", detail=webhook.id)
        renewed = replace(webhook, secret=sealed, old_secret=webhook.secret, old_until=until)
        return Registered(renewed, secret)

    async def test(self, webhook: Webhook, by: Account) -> None:
        """Send an event that means nothing, to see whether it arrives."""
        now = self.wall.now()
        source = f"test:{secrets.token_hex(ID_BYTES)}"
        happening = Happening(source, EventType.TEST, source, now, {"webhook": webhook.id})
        await self.webhooks.enqueue([delivery_of(webhook, happening, now=now)])
        await self.audit.record(by.id, "webhook_tested", detail=webhook.id)

    async def retry(self, id: WebhookId, number: int, by: Account) -> bool:
        """Deliver something again by hand; False if there is nothing of this number."""
        again = await self.webhooks.retry(id, number, self.wall.now())
        if again:
            await self.audit.record(by.id, "webhook_retried", detail=f"{id}: {number}")
        return again
