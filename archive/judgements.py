"""Judgements of agents in SQL, one for each subject; reports count them."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.storable import storable
from archive.tables import judgements
from archive.writing import insert
from conversation.identity import AgentId, ConversationId, LineId
from conversation.judgements import Judgement, Verdict
from conversation.signals import Reason

_C = judgements.c
_KEY = ("conversation", "subject")


class SqlJudgements:
    """See conversation.judgements.Judgements."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def judge(self, judgement: Judgement) -> None:
        """See Judgements."""
        row = _row(judgement)
        async with self._engine.begin() as connection:
            new = insert(connection, judgements).values(row)
            changed = {name: new.excluded[name] for name in row if name not in _KEY}
            await connection.execute(new.on_conflict_do_update(index_elements=_KEY, set_=changed))

    async def of(self, conversation: ConversationId) -> list[Judgement]:
        """See Judgements."""
        its = _C.conversation == str(conversation)
        statement = select(judgements).where(its).order_by(_C.subject)
        async with self._engine.connect() as connection:
            return [judgement_of(row) for row in (await connection.execute(statement)).mappings()]


def judgement_of(row: Any) -> Judgement:
    """Return what a row of the table says."""
    return Judgement(
        conversation=ConversationId.parse(row["conversation"]),
        subject=row["subject"],
        verdict=Verdict(row["verdict"]),
        by=AgentId(row["by"]),
        at=row["at"],
        happened_at=row["happened_at"],
        reason=Reason(row["reason"]) if row["reason"] else None,
        line=LineId(row["line"]) if row["line"] else None,
        taken=row["taken"],
        meant=row["meant"],
    )


def _row(judgement: Judgement) -> dict[str, Any]:
    return {
        "conversation": str(judgement.conversation),
        "subject": storable(judgement.subject),
        "verdict": judgement.verdict.value,
        "by": judgement.by,
        "at": judgement.at,
        "happened_at": judgement.happened_at,
        "reason": judgement.reason.value if judgement.reason else "",
        "line": storable(judgement.line or ""),
        "taken": storable(judgement.taken),
        "meant": storable(judgement.meant),
    }
