"""What colleagues want of an agent: notes that name them, and questions nobody has answered."""

import asyncio
from dataclasses import dataclass
from itertools import islice

from conversation.identity import AgentId, ConversationId
from conversation.notes import Note, NoteId, Notes
from conversation.ports import ConversationState, Desk

MOST = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """A note that wants something of an agent; `marked`: it names them, and they did not look."""

    state: ConversationState
    note: Note
    marked: bool


@dataclass(frozen=True, slots=True)
class Consulting:
    """Reads; nothing here changes anything but `looked`."""

    notes: Notes
    desk: Desk

    async def wanted(self, me: AgentId) -> list[Wanted]:
        """Return what is wanted of an agent, each conversation once, marks before questions.

        One's own question is for the others. No more than MOST: every list counts them.
        """
        marked, asked = await asyncio.gather(self.notes.marked_for(me), self.notes.asked())
        places: dict[ConversationId, set[NoteId]] = {where: set() for where in marked}
        for one in asked:
            places.setdefault(one.conversation, set()).add(one.question)
        found = await asyncio.gather(
            *(
                self._wanted(where, questions, me, marked=where in marked)
                for where, questions in islice(places.items(), MOST)
            )
        )
        return [one for one in found if one is not None]

    async def looked(self, conversation: ConversationId, me: AgentId) -> bool:
        """Take away an agent's mark; say whether there was one."""
        return await self.notes.looked(conversation, me)

    async def _wanted(
        self, conversation: ConversationId, questions: set[NoteId], me: AgentId, *, marked: bool
    ) -> Wanted | None:
        notes, state = await asyncio.gather(
            self.notes.of(conversation), self.desk.state(conversation)
        )
        if marked:
            note = next((one for one in reversed(notes) if me in one.mentions), None)
        else:
            theirs = (one for one in notes if one.id in questions and one.author != me)
            note = next(theirs, None)
        return Wanted(state, note, marked=marked) if note else None
