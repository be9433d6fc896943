"""Webhooks for programs of administrators; the same decisions as on the page."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel, Field

from chassis.errors import BadRequestError, NotFoundError
from conversation.webhooks import Delivery, EventType, State, Webhook, WebhookId
from handoff.webhooks.registering import Registering
from staff.api.callers import Scope
from staff.api.paging import PageAnswer, PageQuery, cursor_of, page_of, read_cursor
from staff.api.surface import Call, Given, Handler, NoQuery, Operation, Surface
from staff.roles import Role

TAG = "webhooks"
GONE = "There is no such webhook."
PATH = "/api/webhooks"
RENEWING = "renew_webhook_secret"
ONE = f"{PATH}/{{webhook}}"
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})


class WebhookShown(BaseModel):
    """A webhook, without its secret."""

    id: str
    address: str
    events: list[EventType]
    made_by: str
    made_at: datetime
    failing_since: datetime | None
    off_at: datetime | None
    off_by: str = Field(description="`lotse`: nobody was reached there for long.")
    old_secret_until: datetime | None = Field(
        description="Until then the secret before the present one signs as well."
    )

    @classmethod
    def of(cls, hook: Webhook) -> "WebhookShown":
        """Return a webhook as programs read it."""
        return cls(
            id=hook.id,
            address=hook.address,
            events=sorted(hook.events),
            made_by=hook.made_by,
            made_at=hook.made_at,
            failing_since=hook.failing_since,
            off_at=hook.off_at,
            off_by=hook.off_by,
            old_secret_until=hook.old_until,
        )


class WebhooksShown(PageAnswer):
    """A page of webhooks, the oldest first."""

    webhooks: list[WebhookShown]


class WebhookWanted(Given):
    """Where to, and of what."""

    address: str
    events: list[EventType]


class WebhookMade(BaseModel):
    """A webhook with a new secret."""

    webhook: WebhookShown
    secret: str = Field(description="Signs what is sent; shown this once.")


class WebhookSwitched(Given):
    """On or off."""

    on: bool


class DeliveryShown(BaseModel):
    """What became of one delivery; `status` is `null` where nobody answered."""

    number: int
    id: str = Field(description="The header `webhook-id`.")
    type: EventType
    thread: str
    state: State
    attempts: int
    made_at: datetime
    next_at: datetime
    tried_at: datetime | None
    status: int | None
    milliseconds: int | None
    problem: str

    @classmethod
    def of(cls, one: Delivery) -> "DeliveryShown":
        """Return a delivery as programs read it."""
        return cls(
            number=one.number,
            id=one.id,
            type=one.type,
            thread=one.thread,
            state=one.state,
            attempts=one.attempts,
            made_at=one.made_at,
            next_at=one.next_at,
            tried_at=one.tried_at,
            status=one.status,
            milliseconds=one.milliseconds,
            problem=one.problem,
        )


class DeliveriesShown(PageAnswer):
    """A page of the log, the newest first."""

    deliveries: list[DeliveryShown]


@dataclass(frozen=True, slots=True)
class WebhooksApi:
    """Says and does for programs what the pages do."""

    registering: Registering

    async def listed(self, call: Call) -> WebhooksShown:
        """Return all webhooks."""
        found, following = page_of(
            await self.registering.webhooks.all(),
            call.asked(PageQuery),
            key=lambda one: (one.made_at.isoformat(), one.id),
        )
        return WebhooksShown(webhooks=[WebhookShown.of(one) for one in found], next=following)

    async def add(self, call: Call) -> WebhookMade:
        """Register an address."""
        given = call.given(WebhookWanted)
        events = [one.value for one in given.events]
        made = await self.registering.add(given.address, events, call.account)
        if isinstance(made, str):
            raise BadRequestError(made)
        return WebhookMade(webhook=WebhookShown.of(made.webhook), secret=made.secret)

    async def remove(self, call: Call) -> None:
        """Delete a webhook."""
        await self.registering.remove((await self._one(call)).id, call.account)

    async def switch(self, call: Call) -> WebhookShown:
        """Switch a webhook on or off."""
        hook, on = await self._one(call), call.given(WebhookSwitched).on
        await self.registering.switch(hook.id, call.account, on=on)
        return WebhookShown.of(await self._one(call))

    async def renew(self, call: Call) -> WebhookMade:
        """Give a webhook a new secret."""
        renewed = await self.registering.renew(await self._one(call), call.account)
        if renewed is None:
            raise NotFoundError(GONE)
        return WebhookMade(webhook=WebhookShown.of(renewed.webhook), secret=renewed.secret)

    async def test(self, call: Call) -> None:
        """Send an event that means nothing."""
        await self.registering.test(await self._one(call), call.account)

    async def log(self, call: Call) -> DeliveriesShown:
        """Return what became of deliveries."""
        hook, query = await self._one(call), call.asked(PageQuery)
        before = _number(query.cursor) if query.cursor else None
        found = await self.registering.webhooks.log(hook.id, before=before, limit=query.limit + 1)
        page = found[: query.limit]
        more = len(found) > query.limit
        return DeliveriesShown(
            deliveries=[DeliveryShown.of(one) for one in page],
            next=cursor_of((page[-1].number,)) if more else None,
        )

    async def retry(self, call: Call) -> None:
        """Deliver something again."""
        hook, number = await self._one(call), call.parts["number"]
        known = number.isascii() and number.isdecimal() and len(number) < 18
        if not known or not await self.registering.retry(hook.id, int(number), call.account):
            raise NotFoundError("There is no such delivery.")

    async def _one(self, call: Call) -> Webhook:
        found = await self.registering.webhooks.one(WebhookId(call.parts["webhook"]))
        if found is None:
            raise NotFoundError(GONE)
        return found


def add_webhooks_api(surface: Surface, api: WebhooksApi) -> None:
    """Put the operations among the others."""
    readings: tuple[tuple[str, str, str, type[BaseModel], Handler], ...] = (
        ("list_webhooks", PATH, "Webhooks", WebhooksShown, api.listed),
        ("list_deliveries", f"{ONE}/deliveries", "What became of it", DeliveriesShown, api.log),
    )
    for id, path, summary, answer, handler in readings:
        surface.add(_operation(id, "GET", path, summary, query=PageQuery, answer=answer), handler)
    acts: tuple[
        tuple[str, str, str, str, type[BaseModel] | None, type[BaseModel] | None, Handler], ...
    ] = (
        ("add_webhook", "POST", PATH, "Register one", WebhookWanted, WebhookMade, api.add),
        ("switch_webhook", "PUT", ONE, "On or off", WebhookSwitched, WebhookShown, api.switch),
        ("delete_webhook", "DELETE", ONE, "Delete one", None, None, api.remove),
        (RENEWING, "POST", f"{ONE}/secret", "Renew its secret", None, WebhookMade, api.renew),
        ("test_webhook", "POST", f"{ONE}/test", "Send a test event", None, None, api.test),
        (
            "retry_delivery",
            "POST",
            f"{ONE}/deliveries/{{number}}/retry",
            "Deliver it again",
            None,
            None,
            api.retry,
        ),
    )
    for id, method, path, summary, body, answer_or_none, handler in acts:
        surface.add(
            _operation(id, method, path, summary, body=body, answer=answer_or_none), handler
        )


def _operation(
    id: str,
    method: str,
    path: str,
    summary: str,
    *,
    query: type[BaseModel] = NoQuery,
    body: type[BaseModel] | None = None,
    answer: type[BaseModel] | None,
) -> Operation:
    reading = method == "GET"
    return Operation(
        id=id,
        method=method,
        path=path,
        summary=summary,
        tag=TAG,
        scope=Scope.ADMINISTRATION_READ if reading else Scope.ADMINISTRATION_WRITE,
        roles=ADMINISTRATORS,
        query=query,
        body=body,
        answer=answer,
        person=True,
        secret=id in ("add_webhook", RENEWING),
    )


def _number(cursor: str) -> int:
    key = read_cursor(cursor)
    if len(key) != 1 or not isinstance(key[0], int):
        raise BadRequestError("The cursor is the `next` of a page of this list.")
    return key[0]
