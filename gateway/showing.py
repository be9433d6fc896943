"""What agents see of the channels: the connectors behind the console's ports."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from connectors.facebook.attach import FacebookOut
from connectors.facebook.composing import length
from connectors.x.composition import X
from connectors.x.drafts import public_draft
from connectors.x.settings import BudgetKind
from conversation.errors import UndeliverableError
from conversation.identity import Channel, ConversationId, LineId, MessageId
from conversation.messages import Line
from conversation.people import Platform
from conversation.records import Accounts
from gateway.connecting import Connected
from handoff.console.platforms import (
    Budget,
    Draft,
    Histories,
    Platforms,
    PrivateReply,
    Trouble,
    Unconnected,
    Window,
    Windows,
)

COUNTED = {Channel.X_PUBLIC: BudgetKind.POST, Channel.X_DM: BudgetKind.DIRECT_MESSAGE}


def platforms_of(connected: Connected, accounts: Accounts, histories: Histories) -> Platforms:
    """Return what the console asks; of a channel that is off there is nothing to see."""
    x, facebook = connected.x, connected.facebook
    x_account = x.settings.account if x else ""
    told = Platforms(
        drafting=Drafts(x, facebook),
        budgets=XBudgets(x),
        troubles=Troubles(accounts, x_account=x_account),
        histories=histories,
    )
    if facebook is None:
        return told
    return Platforms(
        windows=windows_of(connected),
        moderation=CommentModeration(facebook),
        private_replies=CommentPrivateReplies(facebook),
        drafting=told.drafting,
        budgets=told.budgets,
        troubles=told.troubles,
        histories=told.histories,
    )


def windows_of(connected: Connected) -> Windows:
    """Return until when channels let us answer; nothing shuts on those that are off."""
    return MessengerWindows(connected.facebook) if connected.facebook else Unconnected()


@dataclass(frozen=True, slots=True)
class MessengerWindows:
    """See handoff.console.platforms.Windows."""

    facebook: FacebookOut

    async def window(self, conversation: ConversationId) -> Window | None:
        """See Windows."""
        found = await self.facebook.windows.window(conversation)
        if found is None:
            return None
        return Window(closes_at=found.closes_at, closes_for_people_at=found.closes_for_people_at)


@dataclass(frozen=True, slots=True)
class CommentModeration:
    """See handoff.console.platforms.Moderation."""

    facebook: FacebookOut

    def hides(self, conversation: ConversationId) -> bool:
        """See Moderation."""
        return conversation.channel is Channel.FB_COMMENT

    async def hidden(
        self, conversation: ConversationId, lines: Collection[LineId]
    ) -> Collection[LineId]:
        """See Moderation."""
        if not self.hides(conversation):
            return ()
        return {line for line in lines if await self._is_hidden(line)}

    async def hide(self, conversation: ConversationId, line: LineId, *, hidden: bool) -> None:
        """See Moderation. Raises as CommentSender.hide."""
        await self.facebook.comments.hide(MessageId(line), hidden=hidden)

    async def _is_hidden(self, line: LineId) -> bool:
        try:
            return await self.facebook.comments.is_hidden(MessageId(line))
        except ValueError:
            return False


@dataclass(frozen=True, slots=True)
class CommentPrivateReplies:
    """See handoff.console.platforms.PrivateReplies."""

    facebook: FacebookOut

    async def of(
        self, conversation: ConversationId, lines: Collection[LineId]
    ) -> Mapping[LineId, PrivateReply]:
        """See PrivateReplies."""
        if conversation.channel is not Channel.FB_COMMENT:
            return {}
        found = await asyncio.gather(*(self._of(line) for line in lines))
        return {line: one for line, one in zip(lines, found, strict=True) if one is not None}

    async def reply(self, to: LineId, said: Line) -> ConversationId | None:
        """See PrivateReplies."""
        try:
            return await self.facebook.comments.private_reply(MessageId(to), said)
        except ValueError:
            raise UndeliverableError("Das ist kein Kommentar.") from None

    async def _of(self, line: LineId) -> PrivateReply | None:
        try:
            found = await self.facebook.comments.private_reply_to(MessageId(line))
        except ValueError:
            return None
        return PrivateReply(found.until, found.spent, found.leads_to) if found else None


@dataclass(frozen=True, slots=True)
class Drafts:
    """See handoff.console.platforms.Drafting: posts on X, and comments."""

    x: X | None
    facebook: FacebookOut | None

    def counts(self, conversation: ConversationId) -> bool:
        """See Drafting."""
        channel = conversation.channel
        on_x = channel is Channel.X_PUBLIC and self.x is not None
        return on_x or (channel is Channel.FB_COMMENT and self.facebook is not None)

    async def look(self, conversation: ConversationId, text: str) -> Draft | None:
        """See Drafting."""
        if conversation.channel is Channel.X_PUBLIC and self.x is not None:
            return await self._post(self.x, conversation, text)
        if conversation.channel is Channel.FB_COMMENT and self.facebook is not None:
            most = self.facebook.comments.settings.public_characters
            return Draft(length=length(text), most=most)
        return None

    async def _post(self, x: X, conversation: ConversationId, text: str) -> Draft:
        thread = await x.threads.of(conversation)
        draft = public_draft(text, x.settings, summoned=thread.summoned)
        return Draft(
            length=draft.length,
            most=draft.most,
            accidental=draft.accidental,
            links=draft.links,
            links_allowed=x.settings.links_allowed,
            price=dollars(draft.price),
        )


@dataclass(frozen=True, slots=True)
class XBudgets:
    """See handoff.console.platforms.Budgets."""

    x: X | None

    async def of(self, conversation: ConversationId) -> Sequence[Budget]:
        """See Budgets."""
        kind = COUNTED.get(conversation.channel)
        if kind is None or self.x is None:
            return ()
        return [
            Budget(
                span=one.span,
                limit=one.limit,
                used=one.used,
                left=one.left,
                wait=one.wait,
                price=dollars(one.price),
            )
            for one in await self.x.budgets.budget_now()
            if one.kind is kind
        ]


@dataclass(frozen=True, slots=True)
class Troubles:
    """See handoff.console.platforms.Troubles."""

    accounts: Accounts
    x_account: str

    async def now(self) -> Sequence[Trouble]:
        """See Troubles."""
        return [
            Trouble(
                account=one.account,
                platform=Platform.X if one.account == self.x_account else Platform.FACEBOOK,
                reason=one.reason,
                since=one.at,
                stops=one.stops,
            )
            for one in await self.accounts.troubles()
        ]


def dollars(price: Decimal) -> str:
    """Return a price as agents read it, such as `0,015 $`; X charges in US dollars."""
    return f"{price:.3f}".rstrip("0").ljust(4, "0").replace(".", ",") + " $"
