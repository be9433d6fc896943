"""Gathers what belongs to an open conversation: the rest of its case, its contact, its limits."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from conversation.cases import Cases
from conversation.contacts import Contact, Contacts, reply_address
from conversation.identity import Channel, ConversationId, LineId
from conversation.messages import Delivery, Line
from conversation.people import person_of
from conversation.ports import ConversationState, Desk, Transcripts
from handoff.console.platforms import Budget, Past, Platforms, Window

WITH_WINDOW = frozenset({Channel.MESSENGER})


@dataclass(frozen=True, slots=True)
class Thread:
    """One conversation as it stands now."""

    state: ConversationState
    lines: Sequence[Line]
    deliveries: Mapping[LineId, Delivery]


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that is shown around one conversation; `threads` are its case's, itself among them."""

    threads: tuple[Thread, ...]
    latest: ConversationId | None
    contact: Contact
    past: Sequence[Past]
    window: Window | None
    budgets: Sequence[Budget]
    address_form: str

    def thread(self, conversation: ConversationId) -> Thread:
        """Return one conversation's thread."""
        return next(one for one in self.threads if one.state.conversation == conversation)


@dataclass(frozen=True, slots=True)
class Gathering:
    """Reads; nothing here changes anything."""

    desk: Desk
    transcripts: Transcripts
    cases: Cases
    contacts: Contacts
    platforms: Platforms

    async def around(self, conversation: ConversationId) -> Gathered:
        """Return what belongs to a conversation."""
        case, contact, window, budgets, context = await asyncio.gather(
            self.cases.of(conversation),
            self.contacts.of(person_of(conversation)),
            self.platforms.windows.window(conversation),
            self.platforms.budgets.of(conversation),
            self.desk.context(conversation),
        )
        threads = await asyncio.gather(*(self.thread(one) for one in case.conversations))
        return Gathered(
            threads=tuple(threads),
            latest=reply_address({one.state.conversation: one.lines for one in threads}),
            contact=contact,
            past=await self.platforms.histories.of(contact.people),
            window=window,
            budgets=budgets,
            address_form=context.address_form,
        )

    async def thread(self, conversation: ConversationId) -> Thread:
        """Return a conversation; what is no longer live comes from the archive."""
        state, lines, deliveries = await asyncio.gather(
            self.desk.state(conversation),
            self.transcripts.lines(conversation),
            self.transcripts.deliveries(conversation),
        )
        said: Sequence[Line] = lines or await self.platforms.histories.lines(conversation)
        return Thread(state=state, lines=said, deliveries=deliveries)

    async def closings(
        self, states: Sequence[ConversationState], *, now: datetime
    ) -> dict[ConversationId, datetime]:
        """Return when the windows of conversations shut (further) that have one."""
        asked = [one.conversation for one in states if one.conversation.channel in WITH_WINDOW]
        found = await asyncio.gather(*(self.platforms.windows.window(one) for one in asked))
        return {one: its.end(now) for one, its in zip(asked, found, strict=True) if its}
