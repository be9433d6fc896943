"""The part in which repairs are offered, and the forms that carry them out."""

import re
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from sanic import HTTPResponse, Request

from chassis.app import App
from chassis.errors import BadRequestError
from conversation.address import SIE
from conversation.context import Context
from conversation.identity import ConversationId
from conversation.packets import HandoffPacket
from conversation.repairs import RepairId
from conversation.text_modules import TextModules, filled, on_channel
from handoff.console.actions import Action, ConsoleActions
from handoff.console.addresses import ROOT, conversation_of, path_of
from handoff.console.repair_views import OfferView, OwnerView
from handoff.console.repair_words import (
    Mood,
    ask_for_number,
    euros,
    mood_of,
    own_apologies,
)
from handoff.console.repairing import MAY_TAKE, CallBack, Repairing, Wanted
from handoff.console.views import Notice
from handoff.text_modules.values import values_of
from staff.access import SignedIn, for_roles, signed_in
from staff.csrf import field
from staff.frame import Staff
from staff.language import N_

ID = re.compile(r"[A-Za-z0-9_-]{16,64}")
ID_BYTES = 12
CALLED_WITHIN = timedelta(hours=2)
MOODS = {Mood.CALM: N_("ruhig"), Mood.ANGRY: N_("verärgert"), Mood.FURIOUS: N_("wütend")}

Work = Callable[[Request, ConversationId], Awaitable[Notice]]


@dataclass(frozen=True, slots=True)
class RepairPages:
    """Proposes, and reads forms; `default_form` is how we address whom we do not know."""

    repairing: Repairing
    modules: TextModules
    staff: Staff
    default_form: str

    async def offer(self, conversation: ConversationId, who: SignedIn) -> OfferView:
        """Return what can be offered in a conversation."""
        repairing, account = self.repairing, who.account
        state, context = await repairing.desk.recall(conversation)
        packet = state.packet
        form = context.address_form or self.default_form
        mood = mood_of(packet, context)
        accounts = sorted(await repairing.accounts.all(), key=lambda one: one.name)
        until = (repairing.clock.now() + CALLED_WITHIN).astimezone(repairing.zone)
        limit = repairing.limits.get(account.role, 0)
        public = conversation.channel.public
        return OfferView(
            csrf=who.csrf,
            path=path_of(conversation),
            new=secrets.token_urlsafe(ID_BYTES),
            apology=await self._apology(conversation, who, packet, context),
            mood=MOODS[mood],
            owners=tuple(
                OwnerView(one.id, one.name, chosen=one.id == account.id)
                for one in accounts
                if one.role in MAY_TAKE and not one.disabled
            ),
            until=until.strftime("%Y-%m-%dT%H:%M"),
            number=_told("phone_number", packet, context),
            customer=_told("customer_number", packet, context),
            about=packet.summary if packet else "",
            ask=ask_for_number(sie=form == SIE, public=public),
            public=public,
            limit=euros(limit) if limit else "",
        )

    async def apologise(self, request: Request, conversation: ConversationId) -> Notice:
        """Say the apology as it stands in the form."""
        return await self.repairing.apologise(
            conversation,
            signed_in(request).account,
            text=field(request, "text"),
            id=_id(request),
        )

    async def call_back(self, request: Request, conversation: ConversationId) -> Notice:
        """Promise a call."""
        call = CallBack(*(field(request, name) for name in ("owner", "until", "number", "words")))
        account = signed_in(request).account
        return await self.repairing.promise_call(conversation, account, call, id=_id(request))

    async def credit(self, request: Request, conversation: ConversationId) -> Notice:
        """Ask for a credit."""
        wanted = Wanted(*(field(request, name) for name in ("amount", "customer", "words")))
        account = signed_in(request).account
        return await self.repairing.ask_credit(conversation, account, wanted, id=_id(request))

    async def done(self, request: Request, conversation: ConversationId) -> Notice:
        """Say that it is done."""
        account = signed_in(request).account
        return await self.repairing.done(conversation, account, id=_id(request))

    async def drop(self, request: Request, conversation: ConversationId) -> Notice:
        """Say that it is needless."""
        account = signed_in(request).account
        reason = field(request, "reason")
        return await self.repairing.drop(conversation, account, id=_id(request), reason=reason)

    async def _apology(
        self,
        conversation: ConversationId,
        who: SignedIn,
        packet: HandoffPacket | None,
        context: Context,
    ) -> str:
        """Return the text for the mood: the provider's own if there is one, else ours."""
        mood, channel = mood_of(packet, context), conversation.channel
        written = on_channel(await self.modules.all(), channel)
        module = next(
            one
            for one in (*written, *on_channel(own_apologies(), channel))
            if one.shortcut == mood.value
        )
        name, provider = who.account.name, self.staff.brand.name
        values = values_of(packet, context, agent=name, provider=provider)
        return filled(module.text(context.address_form or self.default_form), values)


def add_repairs(app: App, pages: RepairPages, actions: ConsoleActions) -> None:
    """Put the part and its forms into an application."""

    @app.get(f"{ROOT}/conversations/<segment:str>/repair", name="console_repair_offer")
    @for_roles(*MAY_TAKE, by_itself=True)
    async def shown(request: Request, segment: str) -> HTTPResponse:
        view = await pages.offer(conversation_of(segment), signed_in(request))
        return pages.staff.page(view)

    works = {
        "apology": pages.apologise,
        "call-back": pages.call_back,
        "credit": pages.credit,
        "repaired": pages.done,
        "drop-repair": pages.drop,
    }
    for name, work in works.items():
        actions.add(app, name, _acting(actions, work))


def _acting(actions: ConsoleActions, work: Work) -> Action:
    async def act(request: Request, conversation: ConversationId) -> HTTPResponse:
        return await actions.answer(request, conversation, await work(request, conversation))

    return act


def _id(request: Request) -> RepairId:
    id = field(request, "repair")
    if not ID.fullmatch(id):
        raise BadRequestError("A repair needs an id.")
    return RepairId(id)


def _told(name: str, packet: HandoffPacket | None, context: Context) -> str:
    """Return what a fact says, as the customer told it: personal data as its placeholder."""
    facts = {fact.name: fact.value for fact in packet.facts} if packet else {}
    value = facts.get(name) or context.told.get(name) or context.slots.get(name)
    return value if isinstance(value, str) else ""
