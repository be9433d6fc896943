"""Gathers what belongs to an open conversation: the rest of its case, its contact, its limits."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conversation.cases import Cases
from conversation.contacts import Contact, Contacts, reply_address
from conversation.identity import ConversationId, LineId
from conversation.messages import Delivery, Line, Speaker
from conversation.notes import Note, Notes
from conversation.people import person_of
from conversation.ports import ConversationState, Desk, Outbox, Transcripts
from conversation.records import Records
from conversation.repairs import Repair, Repairs
from conversation.satisfaction import Survey
from handoff.console.line_showing import Fates
from handoff.console.platforms import Budget, Past, Platforms, Window

NOT_ARRIVED = frozenset({Delivery.FAILED, Delivery.UNCERTAIN})


@dataclass(frozen=True, slots=True)
class Thread:
    """One conversation as it stands now, and what became of its lines."""

    state: ConversationState
    lines: Sequence[Line]
    fates: Fates


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
    notes: Sequence[Note]
    repairs: Sequence[Repair]
    survey: Survey | None = None

    def thread(self, conversation: ConversationId) -> Thread:
        """Return one conversation's thread."""
        return next(one for one in self.threads if one.state.conversation == conversation)


@dataclass(frozen=True, slots=True)
class Gathering:
    """Reads; nothing here changes anything."""

    desk: Desk
    transcripts: Transcripts
    outbox: Outbox
    records: Records
    cases: Cases
    contacts: Contacts
    platforms: Platforms
    notes: Notes
    repairs: Repairs

    async def around(self, conversation: ConversationId) -> Gathered:
        """Return what belongs to a conversation."""
        case, contact, window, budgets, context, notes = await asyncio.gather(
            self.cases.of(conversation),
            self.contacts.of(person_of(conversation)),
            self.platforms.windows.window(conversation),
            self.platforms.budgets.of(conversation),
            self.desk.context(conversation),
            self.notes.of(conversation),
        )
        threads = await asyncio.gather(*(self.thread(one) for one in case.conversations))
        repairs = await self.repairs.of(case.conversations)
        return Gathered(
            threads=tuple(threads),
            latest=reply_address({one.state.conversation: one.lines for one in threads}),
            contact=contact,
            past=await self.platforms.histories.of(contact.people),
            window=window,
            budgets=budgets,
            address_form=context.address_form,
            notes=notes,
            survey=context.survey,
            repairs=repairs,
        )

    async def thread(self, conversation: ConversationId) -> Thread:
        """Return a conversation; what is no longer live comes from the archive."""
        state, lines = await asyncio.gather(
            self.desk.state(conversation), self.transcripts.lines(conversation)
        )
        if not lines:
            archived = await self.platforms.histories.lines(conversation)
            return Thread(state=state, lines=archived, fates=Fates())
        return Thread(state=state, lines=lines, fates=await self._fates(conversation, lines))

    async def _fates(self, conversation: ConversationId, lines: Sequence[Line]) -> Fates:
        theirs = [one.id for one in lines if one.speaker is Speaker.CUSTOMER]
        deliveries, progress, private, hidden = await asyncio.gather(
            self.transcripts.deliveries(conversation),
            self.records.seen(conversation),
            self.platforms.private_replies.of(conversation, theirs),
            self.platforms.moderation.hidden(conversation, theirs),
        )
        return Fates(
            deliveries=deliveries,
            progress=progress,
            reasons=await self._reasons(conversation, deliveries),
            private=private,
            hidden=hidden,
            hideable=self.platforms.moderation.hides(conversation),
        )

    async def _reasons(
        self, conversation: ConversationId, deliveries: Mapping[LineId, Delivery]
    ) -> dict[LineId, str]:
        """Return why lines have not arrived; asked only where some have not."""
        if not NOT_ARRIVED.intersection(deliveries.values()):
            return {}
        letters = await self.outbox.dead()
        return {LineId(one.item): one.reason for one in letters if one.conversation == conversation}
