"""Answers which conversations a case has ever had, also those that have left it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.tables import case_parts
from conversation.cases import CaseId
from conversation.identity import ConversationId


@dataclass(frozen=True, slots=True)
class ArchivedPart:
    """A private conversation's coming into a case."""

    conversation: ConversationId
    case: CaseId
    continues: ConversationId | None
    since: datetime


async def archived_parts(engine: AsyncEngine, case: CaseId) -> list[ArchivedPart]:
    """Return who came into a case, the first one first."""
    statement = (
        select(case_parts)
        .where(case_parts.c.case_id == case)
        .order_by(case_parts.c.since, case_parts.c.conversation)
    )
    async with engine.connect() as connection:
        rows = (await connection.execute(statement)).mappings()
        return [
            ArchivedPart(
                conversation=ConversationId.parse(row["conversation"]),
                case=CaseId(row["case_id"]),
                continues=ConversationId.parse(row["continues"]) if row["continues"] else None,
                since=row["since"],
            )
            for row in rows
        ]
