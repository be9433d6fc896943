"""What the archive keeps and no page shows yet: handoffs, and who came into a case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.rows import PACKET
from archive.tables import case_parts, handoffs, holds
from conversation.cases import CaseId
from conversation.holds import FIRST_HOLD, Owner
from conversation.identity import AgentId, ConversationId
from conversation.packets import HandoffPacket


@dataclass(frozen=True, slots=True)
class ArchivedHandoff:
    """One handoff. `from_owner` is None while the hold before it has not been archived."""

    epoch: int
    packet: HandoffPacket
    from_owner: Owner | None
    to_owner: Owner
    agent: AgentId | None
    at: datetime
    deadline: datetime | None


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


async def archived_handoffs(
    engine: AsyncEngine, conversation: ConversationId
) -> list[ArchivedHandoff]:
    """Return a conversation's handoffs, the first one first."""
    before = holds.alias("before")
    its_hold = and_(
        holds.c.conversation == handoffs.c.conversation, holds.c.epoch == handoffs.c.epoch
    )
    hold_before = and_(
        before.c.conversation == handoffs.c.conversation, before.c.epoch == handoffs.c.epoch - 1
    )
    statement = (
        select(handoffs.c.packet, holds, before.c.owner.label("from_owner"))
        .join_from(handoffs, holds, its_hold)
        .join(before, hold_before, isouter=True)
        .where(handoffs.c.conversation == str(conversation))
        .order_by(handoffs.c.epoch)
    )
    async with engine.connect() as connection:
        return [_handoff(row) for row in (await connection.execute(statement)).mappings()]


def _handoff(row: Mapping[str, Any]) -> ArchivedHandoff:
    first = FIRST_HOLD.owner if row["epoch"] == FIRST_HOLD.epoch + 1 else None
    return ArchivedHandoff(
        epoch=row["epoch"],
        packet=PACKET.validate_python(row["packet"]),
        from_owner=Owner(row["from_owner"]) if row["from_owner"] else first,
        to_owner=Owner(row["owner"]),
        agent=row["agent"],
        at=row["at"],
        deadline=row["deadline"],
    )
