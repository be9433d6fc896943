"""The administrators' pages for webhooks: all there are, and one with its log."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from sanic import HTTPResponse, Request
from sanic.response import redirect

from chassis.app import App
from chassis.errors import BadRequestError, NotFoundError
from conversation.webhooks import CHOSEN, Delivery, State, Webhook, WebhookId
from handoff.webhooks import words
from handoff.webhooks.delivering import OURSELVES
from handoff.webhooks.places import LONGEST
from handoff.webhooks.registering import Registered, Registering
from staff.access import for_roles, signed_in
from staff.csrf import field
from staff.frame import Staff
from staff.language import moment_words
from staff.pages import Layout
from staff.roles import Role

ROOT = "/webhooks"
ROLES = (Role.ADMINISTRATOR,)
STYLES = ("webhooks/webhooks.css",)
REFUSED = 409
SHOWN = 100
NUMBER = 18
GONE = "There is no such webhook."


@dataclass(frozen=True)
class WebhookRow:
    """One webhook in the list; `state` is `calm`, `soon` or `late`."""

    path: str
    address: str
    events: str
    words: str
    state: str


@dataclass(frozen=True)
class EventChoice:
    """An event that may be chosen."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class WebhooksPage:
    """All webhooks and a form for a new one; `off` counts those that were switched off."""

    template: ClassVar[str] = "webhooks/webhooks.html"
    layout: Layout
    webhooks: tuple[WebhookRow, ...]
    off: int
    done: str
    problem: str
    action: str
    address: str
    longest: int
    events: tuple[EventChoice, ...]


@dataclass(frozen=True)
class DeliveryRow:
    """One delivery; `retry` is empty while it is on its way anyhow."""

    number: int
    id: str
    event: str
    thread: str
    made: str
    state: str
    tone: str
    answer: str
    milliseconds: str
    attempts: int
    retry: str


@dataclass(frozen=True)
class WebhookPage:
    """One webhook and what became of its last deliveries; `secret` only when it is new."""

    template: ClassVar[str] = "webhooks/webhook.html"
    layout: Layout
    back: str
    webhook: WebhookRow
    secret: str
    both_until: str
    off: bool
    done: str
    deliveries: tuple[DeliveryRow, ...]


@dataclass(frozen=True, slots=True)
class WebhookPages:
    """Composes the pages and reads their forms; `zone` is the local time they show."""

    staff: Staff
    registering: Registering
    zone: ZoneInfo

    async def listed(
        self,
        request: Request,
        *,
        address: str = "",
        chosen: frozenset[str] = frozenset(),
        problem: str = "",
    ) -> HTTPResponse:
        """Show all webhooks."""
        webhooks = await self.registering.webhooks.all()
        page = WebhooksPage(
            layout=self.staff.layout(request, title="Webhooks", styles=STYLES),
            webhooks=tuple(_row(one) for one in webhooks),
            off=sum(one.off_by == OURSELVES for one in webhooks),
            done=words.DONE.get(request.args.get("done", ""), ""),
            problem=problem,
            action=ROOT,
            address=address,
            longest=LONGEST,
            events=tuple(
                EventChoice(one.value, words.EVENTS[one], chosen=one.value in chosen)
                for one in CHOSEN
            ),
        )
        return self.staff.page(page, status=REFUSED if problem else 200)

    async def add(self, request: Request) -> HTTPResponse:
        """Register what the form holds and show its secret, this once."""
        address = field(request, "address")
        chosen = frozenset(request.form.getlist("event", []) if request.form else [])
        made = await self.registering.add(address, chosen, signed_in(request).account)
        if isinstance(made, Registered):
            return await self._page(request, made.webhook, secret=made.secret)
        return await self.listed(request, address=address, chosen=chosen, problem=made)

    async def shown(self, request: Request, id: WebhookId) -> HTTPResponse:
        """Show one webhook and its log."""
        return await self._page(request, await self._one(id))

    async def act(self, request: Request, id: WebhookId, what: str) -> HTTPResponse:
        """Do what a button says. Raises NotFoundError, BadRequestError."""
        hook, me = await self._one(id), signed_in(request).account
        match what:
            case "delete":
                await self.registering.remove(id, me)
                return redirect(f"{ROOT}?done=deleted", status=303)
            case "on" | "off":
                await self.registering.switch(id, me, on=what == "on")
            case "secret":
                renewed = await self.registering.renew(hook, me)
                if renewed is None:
                    raise NotFoundError(GONE)
                return await self._page(request, renewed.webhook, secret=renewed.secret)
            case "test":
                await self.registering.test(hook, me)
                what = "tested"
            case "retry":
                await self.registering.retry(id, _number(field(request, "number")), me)
                what = "retried"
            case _:
                raise NotFoundError("There is nothing here.")
        return redirect(f"{ROOT}/{id}?done={what}", status=303)

    async def _one(self, id: WebhookId) -> Webhook:
        found = await self.registering.webhooks.one(id)
        if found is None:
            raise NotFoundError(GONE)
        return found

    async def _page(self, request: Request, hook: Webhook, *, secret: str = "") -> HTTPResponse:
        deliveries = await self.registering.webhooks.log(hook.id, limit=SHOWN)
        page = WebhookPage(
            layout=self.staff.layout(request, title="Webhook", styles=STYLES),
            back=ROOT,
            webhook=_row(hook),
            secret=secret,
            both_until=self._both_until(hook),
            off=hook.off_at is not None,
            done=words.DONE.get(request.args.get("done", ""), ""),
            deliveries=tuple(self._delivery(one, hook) for one in deliveries),
        )
        return self.staff.page(page)

    def _both_until(self, hook: Webhook) -> str:
        """Say until when the former secret signs as well; empty if it does not."""
        until = hook.old_until
        signs = until is not None and self.registering.wall.now() < until
        return self._local(until) if until and signs else ""

    def _delivery(self, one: Delivery, hook: Webhook) -> DeliveryRow:
        answer = " ".join(
            part for part in (str(one.status or ""), str(words.PROBLEMS[one.problem])) if part
        )
        return DeliveryRow(
            number=one.number,
            id=one.id,
            event=words.EVENTS[one.type],
            thread=one.thread,
            made=self._local(one.made_at),
            state=words.STATES[one.state],
            tone="late" if one.state is State.GIVEN_UP else "soon" if one.problem else "calm",
            answer=answer,
            milliseconds=str(one.milliseconds) if one.milliseconds is not None else "",
            attempts=one.attempts,
            retry="" if one.state is State.WAITING and not one.problem else f"{ROOT}/{hook.id}",
        )

    def _local(self, moment: datetime) -> str:
        return moment_words(moment.astimezone(self.zone))


def add_pages(app: App, pages: WebhookPages) -> None:
    """Put the pages into an application."""

    @app.get(ROOT, name="webhooks")
    @for_roles(*ROLES, everywhere=True)
    async def listed(request: Request) -> HTTPResponse:
        return await pages.listed(request)

    @app.post(ROOT, name="webhooks_add")
    @for_roles(*ROLES, everywhere=True)
    async def add(request: Request) -> HTTPResponse:
        return await pages.add(request)

    @app.get(f"{ROOT}/<id:str>", name="webhook")
    @for_roles(*ROLES, everywhere=True)
    async def shown(request: Request, id: str) -> HTTPResponse:
        return await pages.shown(request, WebhookId(id))

    @app.post(f"{ROOT}/<id:str>/<what:str>", name="webhook_act")
    @for_roles(*ROLES, everywhere=True)
    async def act(request: Request, id: str, what: str) -> HTTPResponse:
        return await pages.act(request, WebhookId(id), what)


def _row(hook: Webhook) -> WebhookRow:
    state, said = "calm", words.FINE
    if hook.off_at:
        by_itself = hook.off_by == OURSELVES
        state, said = "late", words.BY_ITSELF if by_itself else words.BY_HAND
    elif hook.failing_since:
        state, said = "soon", words.FAILING
    return WebhookRow(
        path=f"{ROOT}/{hook.id}",
        address=hook.address,
        events=", ".join(str(words.EVENTS[one]) for one in CHOSEN if one in hook.events),
        words=said,
        state=state,
    )


def _number(given: str) -> int:
    if not given.isdecimal() or not given.isascii() or len(given) > NUMBER:
        raise BadRequestError("A delivery has a number.")
    return int(given)
