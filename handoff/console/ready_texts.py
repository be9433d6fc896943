"""Offers an agent the ready texts that suit a conversation, filled in and in the right form."""

from dataclasses import dataclass
from typing import ClassVar

from sanic import HTTPResponse, Request

from chassis.app import App
from conversation.identity import ConversationId
from conversation.ports import Desk
from conversation.text_modules import TextModules, filled, on_channel, variables
from handoff.console.addresses import ROOT, conversation_of
from handoff.text_modules.values import values_of
from staff.access import for_roles, signed_in
from staff.frame import Staff
from staff.roles import Role


@dataclass(frozen=True)
class ReadyText:
    """One text as it would stand in the reply; `gaps` are what nobody knows."""

    shortcut: str
    title: str
    text: str
    gaps: tuple[str, ...]


@dataclass(frozen=True)
class ReadyTextsView:
    """What the picker offers in one conversation."""

    template: ClassVar[str] = "console/ready_texts.html"
    texts: tuple[ReadyText, ...]


@dataclass(frozen=True, slots=True)
class ReadyTexts:
    """Reads; nothing here changes anything. `default_form` is how we address whom we do not know.

    `provider` is the name we sign with.
    """

    desk: Desk
    modules: TextModules
    provider: str
    default_form: str

    async def view(self, conversation: ConversationId, *, agent: str) -> ReadyTextsView:
        """Return the texts for a conversation, as the agent of this name says them."""
        state, context = await self.desk.recall(conversation)
        values = values_of(state.packet, context, agent=agent, provider=self.provider)
        form = context.address_form or self.default_form
        found = []
        for module in on_channel(await self.modules.all(), conversation.channel):
            text = filled(module.text(form), values)
            found.append(ReadyText(module.shortcut, module.title, text, tuple(variables(text))))
        return ReadyTextsView(tuple(found))


def add_ready_texts(
    app: App, staff: Staff, ready_texts: ReadyTexts, roles: tuple[Role, ...]
) -> None:
    """Put the part with the texts into an application."""

    @app.get(f"{ROOT}/conversations/<segment:str>/ready-texts", name="console_ready_texts")
    @for_roles(*roles, by_itself=True)
    async def shown(request: Request, segment: str) -> HTTPResponse:
        agent = signed_in(request).account.name
        return staff.page(await ready_texts.view(conversation_of(segment), agent=agent))
