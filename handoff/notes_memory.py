"""Notes in memory: the twin of those in Redis, for tests and for trying things out."""

from datetime import timedelta

from conversation.identity import AgentId, ConversationId
from conversation.keys import CONVERSATION_SECONDS
from conversation.notes import Asked, Note, NoteKind
from conversation.ports import FeedKind
from handoff.memory import MemoryLive


class MemoryNotes:
    """See conversation.notes.Notes."""

    def __init__(self, live: MemoryLive) -> None:
        self._live = live

    async def write(self, conversation: ConversationId, note: Note) -> bool:
        """See Notes."""
        live = self._live
        if any(one.id == note.id for one in live.notes[conversation]):
            return False
        live.notes[conversation].append(note)
        if note.kind is NoteKind.QUESTION:
            forgotten = note.at - timedelta(seconds=CONVERSATION_SECONDS)
            live.asked = {key: at for key, at in live.asked.items() if at > forgotten}
            live.asked[conversation, note.id] = note.at
        if note.answers is not None:
            live.asked.pop((conversation, note.answers), None)
        for agent in note.mentions:
            live.marks[agent, conversation] = note.at
        live.tell(FeedKind.NOTED, conversation, {"note": note.id})
        return True

    async def of(self, conversation: ConversationId) -> list[Note]:
        """See Notes."""
        return list(self._live.notes[conversation])

    async def asked(self) -> list[Asked]:
        """See Notes."""
        found = [Asked(where, id, at) for (where, id), at in self._live.asked.items()]
        return sorted(found, key=lambda one: one.at)

    async def marked_for(self, agent: AgentId) -> list[ConversationId]:
        """See Notes."""
        marks = sorted(self._live.marks.items(), key=lambda one: one[1])
        return [where for (who, where), _ in marks if who == agent]

    async def looked(self, conversation: ConversationId, agent: AgentId) -> bool:
        """See Notes."""
        return self._live.marks.pop((agent, conversation), None) is not None
