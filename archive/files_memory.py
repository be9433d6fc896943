"""Files in memory: the twin of those in SQL, for tests and for trying things out."""

from collections.abc import Sequence
from dataclasses import replace

from conversation.files import DRAFT_KEPT, FileId, StoredFile
from conversation.identity import ConversationId, LineId


class MemoryFiles:
    """See conversation.files.Files."""

    def __init__(self) -> None:
        self._files: dict[FileId, StoredFile] = {}

    async def keep(self, file: StoredFile) -> None:
        """See Files."""
        for old in [*self._files.values()]:
            if old.line is None and old.at < file.at - DRAFT_KEPT:
                del self._files[old.id]
        self._files[file.id] = file

    async def get(self, conversation: ConversationId, id: FileId) -> StoredFile | None:
        """See Files."""
        found = self._files.get(id)
        return found if found and found.conversation == conversation else None

    async def send(self, conversation: ConversationId, ids: Sequence[FileId], line: LineId) -> None:
        """See Files."""
        for id in ids:
            if found := await self.get(conversation, id):
                self._files[id] = replace(found, line=line)

    async def drop(self, conversation: ConversationId, id: FileId) -> None:
        """See Files."""
        if await self.get(conversation, id):
            del self._files[id]

    async def forget(self, conversation: ConversationId) -> None:
        """See Files."""
        self._files = {
            id: file for id, file in self._files.items() if file.conversation != conversation
        }
