"""Platforms that tell the console what a test wants them to."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from conversation.errors import UndeliverableError
from conversation.identity import Channel, ConversationId, LineId
from conversation.messages import Line
from conversation.people import Person
from handoff.console.platforms import (
    Budget,
    Draft,
    Past,
    Platforms,
    PrivateReply,
    Trouble,
    Window,
)

MOST = 280


@dataclass
class Played:
    """Everything a test may set, and what the console did."""

    closes: dict[ConversationId, datetime] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    budgets: list[Budget] = field(default_factory=list)
    past: list[Past] = field(default_factory=list)
    archived: dict[ConversationId, list[Line]] = field(default_factory=dict)
    hid: list[LineId] = field(default_factory=list)
    private: dict[LineId, PrivateReply] = field(default_factory=dict)
    private_leads_to: ConversationId | None = None
    private_ends: Exception | None = None
    replied: list[tuple[LineId, Line]] = field(default_factory=list)
    refuses: bool = False
    breaks: bool = False
    asked: list[frozenset[Person]] = field(default_factory=list)

    def platforms(self) -> Platforms:
        return Platforms(
            windows=self,
            moderation=self,
            private_replies=_PrivateReplies(self),
            drafting=self,
            troubles=self,
            budgets=_Budgets(self),
            histories=_Histories(self),
        )

    async def window(self, conversation: ConversationId) -> Window | None:
        closes_at = self.closes.get(conversation)
        return Window(closes_at, closes_at + timedelta(days=6)) if closes_at else None

    def hides(self, conversation: ConversationId) -> bool:
        return conversation.channel is Channel.FB_COMMENT

    async def hidden(
        self, _conversation: ConversationId, lines: Collection[LineId]
    ) -> Collection[LineId]:
        return [line for line in lines if line in self.hid]

    async def hide(self, _conversation: ConversationId, line: LineId, *, hidden: bool) -> None:
        if self.refuses:
            raise UndeliverableError("No.")
        if self.breaks:
            raise TimeoutError
        if hidden:
            self.hid.append(line)
        else:
            self.hid.remove(line)

    def counts(self, conversation: ConversationId) -> bool:
        return conversation.channel is Channel.X_PUBLIC

    async def look(self, conversation: ConversationId, text: str) -> Draft | None:
        if not self.counts(conversation):
            return None
        accidental = ("Danke.Es",) if "Danke.Es" in text else ()
        links = ("https://foerdekom.example",) if "https://" in text else ()
        price = "0,20 $" if links else "0,01 $"
        return Draft(len(text), MOST, accidental=accidental, links=links, price=price)

    async def now(self) -> Sequence[Trouble]:
        return self.troubles


@dataclass
class _Budgets:
    played: Played

    async def of(self, conversation: ConversationId) -> Sequence[Budget]:
        on_x = conversation.channel in (Channel.X_PUBLIC, Channel.X_DM)
        return self.played.budgets if on_x else ()


@dataclass
class _PrivateReplies:
    played: Played

    async def of(
        self, _conversation: ConversationId, lines: Collection[LineId]
    ) -> Mapping[LineId, PrivateReply]:
        return {line: one for line, one in self.played.private.items() if line in lines}

    async def reply(self, to: LineId, said: Line) -> ConversationId | None:
        if self.played.private_ends:
            raise self.played.private_ends
        self.played.replied.append((to, said))
        leads_to = self.played.private_leads_to
        self.played.private[to] = replace(self.played.private[to], spent=True, leads_to=leads_to)
        return leads_to


@dataclass
class _Histories:
    played: Played

    async def of(self, people: Collection[Person]) -> Sequence[Past]:
        self.played.asked.append(frozenset(people))
        return self.played.past

    async def lines(self, conversation: ConversationId) -> Sequence[Line]:
        return self.played.archived.get(conversation, [])
