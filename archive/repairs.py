"""Repairs in SQL: what is owed to customers survives everything but their wish to be forgotten."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.storable import storable
from archive.tables import repairs
from archive.writing import insert
from conversation.identity import AgentId, ConversationId
from conversation.repairs import OPEN_STATES, Repair, RepairId, RepairKind, RepairState

_C = repairs.c
_STILL_OPEN = _C.state.in_(sorted(state.value for state in OPEN_STATES))
# In a change these tell whether anybody was faster.
_SEEN = ("state", "reference", "owner", "due_at")


class SqlRepairs:
    """See conversation.repairs.Repairs."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add(self, repair: Repair) -> bool:
        """See Repairs."""
        async with self._engine.begin() as connection:
            new = insert(connection, repairs).values(_row(repair)).on_conflict_do_nothing()
            return bool((await connection.execute(new)).rowcount)

    async def one(self, id: RepairId) -> Repair | None:
        """See Repairs."""
        async with self._engine.connect() as connection:
            rows = await connection.execute(select(repairs).where(_C.id == id))
            row = rows.mappings().first()
            return _repair(row) if row else None

    async def of(self, conversations: Collection[ConversationId]) -> list[Repair]:
        """See Repairs."""
        mine = _C.conversation.in_([str(one) for one in conversations])
        statement = select(repairs).where(mine).order_by(_C.at, _C.id)
        async with self._engine.connect() as connection:
            return [_repair(row) for row in (await connection.execute(statement)).mappings()]

    async def due(
        self, conversations: Collection[ConversationId]
    ) -> Mapping[ConversationId, datetime]:
        """See Repairs."""
        mine = _C.conversation.in_([str(one) for one in conversations])
        first = func.min(_C.due_at, type_=_C.due_at.type)
        statement = (
            select(_C.conversation, first).where(mine, _STILL_OPEN).group_by(_C.conversation)
        )
        async with self._engine.connect() as connection:
            rows = (await connection.execute(statement)).all()
        return {ConversationId.parse(conversation): due for conversation, due in rows}

    async def asked(self) -> list[Repair]:
        """See Repairs."""
        statement = (
            select(repairs)
            .where(_C.kind == RepairKind.CREDIT.value, _C.state == RepairState.OPEN.value)
            .order_by(_C.at, _C.id)
        )
        async with self._engine.connect() as connection:
            return [_repair(row) for row in (await connection.execute(statement)).mappings()]

    async def change(self, before: Repair, after: Repair) -> bool:
        """See Repairs."""
        seen = _row(before)
        as_before = [_C[name] == seen[name] for name in _SEEN]
        changed = update(repairs).where(_C.id == before.id, *as_before).values(_row(after))
        async with self._engine.begin() as connection:
            return bool((await connection.execute(changed)).rowcount)


def _row(repair: Repair) -> dict[str, Any]:
    return {
        "id": storable(repair.id),
        "conversation": str(repair.conversation),
        "kind": repair.kind.value,
        "state": repair.state.value,
        "by": repair.by,
        "owner": repair.owner,
        "words": storable(repair.words),
        "at": repair.at,
        "due_at": repair.due_at,
        "number": storable(repair.number),
        "customer": storable(repair.customer),
        "cents": repair.cents,
        "reference": storable(repair.reference),
        "answer": storable(repair.answer),
        "settled_by": repair.settled_by,
        "settled_at": repair.settled_at,
    }


def _repair(row: Any) -> Repair:
    return Repair(
        id=RepairId(row["id"]),
        conversation=ConversationId.parse(row["conversation"]),
        kind=RepairKind(row["kind"]),
        state=RepairState(row["state"]),
        by=AgentId(row["by"]),
        owner=AgentId(row["owner"]),
        words=row["words"],
        at=row["at"],
        due_at=row["due_at"],
        number=row["number"],
        customer=row["customer"],
        cents=row["cents"],
        reference=row["reference"],
        answer=row["answer"],
        settled_by=AgentId(row["settled_by"]) if row["settled_by"] else None,
        settled_at=row["settled_at"],
    )
