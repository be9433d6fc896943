"""Files that agents send, in SQL: every process reaches them, and they last as the words do."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from archive.tables import files
from conversation.files import DRAFT_KEPT, FileId, StoredFile
from conversation.identity import AgentId, ConversationId, LineId
from conversation.ports import FeedEvent, FeedKind

_C = files.c


class SqlFiles:
    """See conversation.files.Files."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def keep(self, file: StoredFile) -> None:
        """See Files."""
        row = {
            "id": file.id,
            "conversation": str(file.conversation),
            "name": file.name,
            "media_type": file.media_type,
            "body": file.body,
            "agent": file.agent,
            "at": file.at,
            "line": file.line,
        }
        stale = _C.line.is_(None) & (_C.at < file.at - DRAFT_KEPT)
        async with self._engine.begin() as connection:
            await connection.execute(delete(files).where(stale))
            await connection.execute(insert(files).values(row))

    async def get(self, conversation: ConversationId, id: FileId) -> StoredFile | None:
        """See Files."""
        async with self._engine.connect() as connection:
            found = await connection.execute(select(files).where(_is(conversation, id)))
            row = found.mappings().first()
        if row is None:
            return None
        return StoredFile(
            id=FileId(row["id"]),
            conversation=conversation,
            name=row["name"],
            media_type=row["media_type"],
            body=row["body"],
            agent=AgentId(row["agent"]),
            at=row["at"],
            line=row["line"] and LineId(row["line"]),
        )

    async def send(self, conversation: ConversationId, ids: Sequence[FileId], line: LineId) -> None:
        """See Files."""
        its = (_C.conversation == str(conversation)) & _C.id.in_(ids)
        async with self._engine.begin() as connection:
            await connection.execute(update(files).where(its).values(line=line))

    async def drop(self, conversation: ConversationId, id: FileId) -> None:
        """See Files."""
        async with self._engine.begin() as connection:
            await connection.execute(delete(files).where(_is(conversation, id)))

    async def forget(self, conversation: ConversationId) -> None:
        """See Files."""
        async with self._engine.begin() as connection:
            await _forget(connection, str(conversation))


async def forget_files(connection: AsyncConnection, fresh: Sequence[FeedEvent]) -> None:
    """Delete the files of conversations that are to be forgotten, when that is told first.

    Told again, it says nothing of what was sent since.
    """
    for event in fresh:
        if event.kind is FeedKind.FORGOTTEN:
            await _forget(connection, str(event.conversation))


async def _forget(connection: AsyncConnection, conversation: str) -> None:
    await connection.execute(delete(files).where(_C.conversation == conversation))


def _is(conversation: ConversationId, id: FileId) -> ColumnElement[bool]:
    return (_C.conversation == str(conversation)) & (_C.id == id)
