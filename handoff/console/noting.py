"""What agents do beside a conversation: note something, ask everybody, answer a colleague."""

from dataclasses import dataclass, replace

from conversation.identity import ConversationId
from conversation.notes import Note, NoteId, NoteKind, Notes, mentioned, question_of
from conversation.ports import Clock, Transcripts
from handoff.console.views import Notice
from staff.language import N_
from staff.ports import Account, Accounts, Audit

LONGEST_NOTE = 2000

EMPTY = Notice(N_("Die Notiz ist leer."), bad=True)
TOO_LONG = Notice(
    N_("Die Notiz ist länger als %(longest_note)s Zeichen.", longest_note=LONGEST_NOTE), bad=True
)
NOWHERE = Notice(N_("Notizen gehören zu einer Unterhaltung, in der schon etwas steht."), bad=True)
NO_QUESTION = Notice(N_("Diese Frage gibt es nicht mehr."), bad=True)


@dataclass(frozen=True, slots=True)
class Noting:
    """Writes notes; none of them is said to a customer, whoever holds the conversation."""

    notes: Notes
    transcripts: Transcripts
    accounts: Accounts
    audit: Audit
    clock: Clock

    async def write(
        self,
        conversation: ConversationId,
        agent: Account,
        *,
        id: NoteId,
        text: str,
        everybody: bool = False,
        answers: NoteId | None = None,
    ) -> Notice | None:
        """Keep a note once; `everybody` is asked, or a question answered. None: all went well."""
        text = text.replace("\r\n", "\n").strip()
        if not text:
            return EMPTY
        if len(text) > LONGEST_NOTE:
            return TOO_LONG
        if not await self.transcripts.lines(conversation):
            return NOWHERE
        kind = NoteKind.QUESTION if everybody else NoteKind.NOTE
        kind = NoteKind.ANSWER if answers else kind
        note = Note(id, kind, agent.id, agent.name, text, self.clock.now(), answers=answers)
        question = question_of(note, await self.notes.of(conversation)) if answers else None
        if answers and question is None:
            return NO_QUESTION
        await self._keep(conversation, note, question)
        return None

    async def _keep(self, conversation: ConversationId, note: Note, question: Note | None) -> None:
        """Mark a note for whom it names, and an answer for whoever asked."""
        everyone = await self.accounts.all()
        logins = {one.login.lower(): one.id for one in everyone if not one.disabled}
        named = [*mentioned(note.text, logins), *([question.author] if question else [])]
        others = tuple(dict.fromkeys(agent for agent in named if agent != note.author))
        if await self.notes.write(conversation, replace(note, mentions=others)):
            await self.audit.record(note.author, f"wrote_{note.kind.value}", conversation)
