"""Tells X where to deliver what: our webhook, and a subscription for each kind of event."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chassis.logs import get_logger
from connectors.x.api import Call, XApi
from connectors.x.fields import objects, part
from connectors.x.problems import RefusedError
from connectors.x.settings import XSettings

WEBHOOKS = "/2/webhooks"
SUBSCRIPTIONS = "/2/activity/subscriptions"
TAG = "lotse"

# What a care desk needs; `dm.sent` and the like are not charged for.
EVENTS = (
    "post.mention.create",
    "post.reply.create",
    "post.quote.create",
    "post.create",
    "post.delete",
    "dm.received",
    "dm.sent",
    "dm.read",
    "dm.indicate_typing",
    "chat.received",
)


@dataclass(frozen=True, slots=True)
class Enrolment:
    """Lists as the app, subscribes as the account: private events want the account itself."""

    app: XApi
    user: XApi
    settings: XSettings

    async def webhook(self) -> Mapping[str, Any]:
        """Return our webhook as X knows it, registered now if it was not. Raises XError."""
        answer = await self.app.call(Call(method="GET", path=WEBHOOKS))
        for webhook in objects(answer.get("data")):
            if webhook.get("url") == self.settings.webhook_url:
                return webhook
        body = {"url": self.settings.webhook_url}
        answer = await self.app.call(Call(method="POST", path=WEBHOOKS, body=body))
        return part(answer, "data")

    async def subscribe(self, webhook: str) -> None:
        """Subscribe to what is missing; a kind that X refuses costs no other. Raises XError."""
        there = await self._there()
        for event in EVENTS:
            if event not in there:
                await self._subscribe(event, webhook)

    async def _there(self) -> set[str]:
        answer = await self.app.call(Call(method="GET", path=SUBSCRIPTIONS))
        return {
            str(one.get("event_type"))
            for one in objects(answer.get("data"))
            if part(one, "filter").get("user_id") == self.settings.account
        }

    async def _subscribe(self, event: str, webhook: str) -> None:
        body = {
            "event_type": event,
            "filter": {"user_id": self.settings.account},
            "tag": TAG,
            "webhook_id": webhook,
        }
        try:
            await self.user.call(Call(method="POST", path=SUBSCRIPTIONS, body=body))
        except RefusedError as error:
            # Such as encrypted chat for an app without that permission.
            problem = error.problem.value
            get_logger().warning("x_subscription_refused", event_type=event, problem=problem)
