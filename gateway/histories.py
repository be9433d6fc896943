"""The archive as the desk's console asks it for what happened before."""

from collections.abc import Collection, Sequence

from sqlalchemy.ext.asyncio import AsyncEngine

from archive.history import archived_conversations, transcript
from conversation.identity import ConversationId
from conversation.messages import Line
from conversation.people import Person
from handoff.console.platforms import Past


class ArchivedHistories:
    """See handoff.console.platforms.Histories."""

    def __init__(self, database: AsyncEngine) -> None:
        self._database = database

    async def of(self, people: Collection[Person]) -> Sequence[Past]:
        """See Histories."""
        return [
            Past(
                conversation=one.conversation,
                owner=one.owner,
                first_at=one.first_at,
                last_at=one.last_at,
            )
            for one in await archived_conversations(self._database, people=people)
        ]

    async def lines(self, conversation: ConversationId) -> Sequence[Line]:
        """See Histories."""
        return [one.line for one in await transcript(self._database, conversation)]
