"""The audit log in SQL: what staff did, for those who must be able to ask."""

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.storable import storable
from archive.tables import audit
from conversation.identity import ConversationId
from conversation.ports import Clock
from staff.ports import Act, ActsQuery


class SqlAudit:
    """Writes to the table `audit`. See staff.ports.Audit."""

    def __init__(self, engine: AsyncEngine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    async def record(
        self,
        who: str,
        what: str,
        conversation: ConversationId | None = None,
        detail: str = "",
    ) -> None:
        """See staff.ports.Audit. Raises what the database raises: no act without its trace."""
        row = {
            "who": storable(who),
            "what": storable(what),
            "conversation": str(conversation) if conversation else None,
            "detail": storable(detail),
            "at": self._clock.now(),
        }
        async with self._engine.begin() as connection:
            await connection.execute(insert(audit), [row])

    async def acts(self, query: ActsQuery, *, limit: int) -> list[Act]:
        """See staff.ports.AuditLog."""
        statement = select(audit).order_by(audit.c.id.desc()).limit(limit)
        if query.who is not None:
            statement = statement.where(audit.c.who.in_(sorted(query.who)))
        if query.what:
            statement = statement.where(audit.c.what == query.what)
        if query.since is not None:
            statement = statement.where(audit.c.at >= query.since)
        if query.until is not None:
            statement = statement.where(audit.c.at < query.until)
        if query.before is not None:
            statement = statement.where(audit.c.id < query.before)
        async with self._engine.connect() as connection:
            rows = (await connection.execute(statement)).mappings()
            return [
                Act(
                    id=row["id"],
                    who=row["who"],
                    what=row["what"],
                    conversation=_parsed(row["conversation"]),
                    detail=row["detail"],
                    at=row["at"],
                )
                for row in rows
            ]


def _parsed(conversation: str | None) -> ConversationId | None:
    return ConversationId.parse(conversation) if conversation else None
