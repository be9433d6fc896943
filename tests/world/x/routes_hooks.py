"""X's operations on webhooks, subscriptions, replays, rules and streams."""

from typing import Any

from tests.world.clock import iso_of
from tests.world.x.door import Answer, Call, Door
from tests.world.x.limits import ACTIVITY, OTHERS, REPLAYS, WEBHOOKS
from tests.world.x.platform import XPlatform
from tests.world.x.problems import PROBLEMS, XProblemError, forbidden, not_found, webhook_problem
from tests.world.x.stream import BLANK, Channel, next_bytes
from tests.world.x.webhooks import Webhook

PRIVATE = ("dm.", "chat.")


def open_hooks(door: Door, x: XPlatform) -> None:
    """Serve everything by which events reach the app."""
    routes = HookRoutes(x)
    door.open("POST", "/2/webhooks", routes.register, limits=WEBHOOKS)
    door.open("GET", "/2/webhooks", routes.webhooks, limits=WEBHOOKS)
    door.open("PUT", "/2/webhooks/{webhook_id}", routes.check, limits=WEBHOOKS)
    door.open("DELETE", "/2/webhooks/{webhook_id}", routes.unregister, limits=WEBHOOKS)
    door.open("POST", "/2/webhooks/replay", routes.replay, limits=REPLAYS)
    subscriptions = "/2/activity/subscriptions"
    door.open("POST", subscriptions, routes.subscribe, limits=ACTIVITY)
    door.open("GET", subscriptions, routes.subscriptions, limits=ACTIVITY)
    door.open("DELETE", subscriptions, routes.unsubscribe_several, limits=ACTIVITY)
    one = f"{subscriptions}/{{subscription_id}}"
    door.open("PUT", one, routes.change, limits=ACTIVITY)
    door.open("DELETE", one, routes.unsubscribe, limits=ACTIVITY)
    door.open("GET", "/2/activity/stream", routes.activities, limits=OTHERS)
    rules = "/2/tweets/search/stream/rules"
    door.open("GET", rules, routes.rules, limits=OTHERS)
    door.open("POST", rules, routes.change_rules, limits=OTHERS)
    door.open("GET", "/2/tweets/search/stream", routes.filtered, limits=OTHERS)


class HookRoutes:
    """Each method is one operation."""

    def __init__(self, x: XPlatform) -> None:
        self._x = x

    async def register(self, call: Call) -> Answer:
        webhook = await self._x.webhooks.register(call.body["url"])
        return Answer({"data": webhook.shown()})

    async def webhooks(self, _call: Call) -> Answer:
        shown = [webhook.shown() for webhook in self._x.webhooks.all()]
        return Answer({"data": shown, "meta": {"result_count": len(shown)}})

    async def check(self, call: Call) -> Answer:
        if not await self._x.webhooks.check(self._webhook(call)):
            raise webhook_problem("CrcValidationFailed", "The url did not answer the CRC rightly.")
        return Answer({"data": {"valid": True}})

    async def unregister(self, call: Call) -> Answer:
        return Answer({"data": {"deleted": self._x.webhooks.remove(self._webhook(call).id)}})

    async def replay(self, call: Call) -> Answer:
        body = call.body
        job = self._x.webhooks.replay(body["webhook_id"], body["from_date"], body["to_date"])
        return Answer({"data": job})

    async def subscribe(self, call: Call) -> Answer:
        body = call.body
        self._check_consent(call, body["event_type"], body["filter"])
        webhook_id = body.get("webhook_id")
        if webhook_id is not None and self._x.webhooks.get(webhook_id) is None:
            raise webhook_problem("WebhookIdInvalid", "There is no such webhook.")
        added = self._x.subscriptions.add(
            body["event_type"], body["filter"], tag=body.get("tag"), webhook_id=webhook_id
        )
        return Answer({"data": added.shown(), "meta": self._count()})

    async def subscriptions(self, _call: Call) -> Answer:
        shown = [one.shown() for one in self._x.subscriptions.all()]
        return Answer({"data": shown, "meta": self._count()})

    async def change(self, call: Call) -> Answer:
        id = call.path["subscription_id"]
        changed = self._x.subscriptions.change(id, call.body)
        if changed is None:
            raise not_found("subscription", "subscription_id", id)
        return Answer({"data": {"subscription": changed.shown(), **self._count()}})

    async def unsubscribe(self, call: Call) -> Answer:
        deleted = self._x.subscriptions.remove(call.path["subscription_id"])
        return Answer({"data": {"deleted": deleted}, "meta": self._count()})

    async def unsubscribe_several(self, call: Call) -> Answer:
        removed = [
            {"subscription_id": id, "deleted": self._x.subscriptions.remove(id)}
            for id in call.query["ids"]
        ]
        return Answer({"data": removed, "meta": self._count()})

    async def rules(self, _call: Call) -> Answer:
        shown = [rule.shown() for rule in self._x.rules.all()]
        meta = {"sent": iso_of(self._x.clock.now()), "result_count": len(shown)}
        return Answer({**({"data": shown} if shown else {}), "meta": meta})

    async def change_rules(self, call: Call) -> Answer:
        added, refused = self._added(call.body.get("add", []))
        remove = call.body.get("delete", {})
        deleted, missed = self._x.rules.remove(remove.get("ids", []), remove.get("values", []))
        summary = {"created": len(added), "not_created": len(refused), "valid": len(added)}
        if remove:
            summary = {"deleted": deleted, "not_deleted": missed}
        meta = {"sent": iso_of(self._x.clock.now()), "summary": summary}
        body: dict[str, Any] = {"meta": meta}
        if added:
            body["data"] = added
        if refused:
            body["errors"] = refused
        return Answer(body, status=200 if added or remove or not refused else 400)

    async def filtered(self, call: Call) -> None:
        await self._stream(call, self._x.filtered)

    async def activities(self, call: Call) -> None:
        await self._stream(call, self._x.activities)

    async def _stream(self, call: Call, channel: Channel) -> None:
        queue = channel.connect()
        try:
            response = await call.request.respond(content_type="application/json")
            # Nothing is sent before the first line, not even the headers.
            await response.send(BLANK)
            while (line := await next_bytes(queue)) is not None:
                await response.send(line)
            await response.eof()
        finally:
            channel.disconnect()

    def _added(self, wanted: list[dict[str, str]]) -> tuple[list[dict[str, str]], list[Any]]:
        added, refused = [], []
        for one in wanted:
            try:
                added.append(self._x.rules.add(one["value"], one.get("tag")).shown())
            except XProblemError as problem:
                kind = f"{PROBLEMS}/invalid-rules"
                details = [str(problem)]
                refused.append(
                    {"value": one["value"], "details": details, "title": "InvalidRule"}
                    | {"detail": str(problem), "type": kind}
                )
        return added, refused

    def _check_consent(self, call: Call, event_type: str, filter: dict[str, str]) -> None:
        """What is private is told only to an app that calls in the account's own name."""
        private = event_type.startswith(PRIVATE)
        if not private:
            return
        if call.caller.user_id is None or call.caller.user_id != filter.get("user_id"):
            raise forbidden(f"{event_type} needs the user context of the account.")
        if call.caller.scheme == "OAuth2UserToken" and "dm.read" not in call.caller.scopes:
            raise forbidden(f"{event_type} needs the scope dm.read.")

    def _webhook(self, call: Call) -> Webhook:
        webhook = self._x.webhooks.get(call.path["webhook_id"])
        if webhook is None:
            raise webhook_problem("WebhookIdInvalid", "There is no such webhook.")
        return webhook

    def _count(self) -> dict[str, int]:
        return {"total_subscriptions": len(self._x.subscriptions)}
