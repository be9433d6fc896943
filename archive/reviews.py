"""The inbox of sentences in SQL: claims with a lease, so that nobody labels one twice."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from archive.storable import storable
from archive.tables import review_heard, review_position, review_sentences
from archive.unhearing import drop_unheard, still_said, unhear
from archive.writing import insert
from conversation.ports import Clock
from conversation.reviews import (
    Candidate,
    Counts,
    Label,
    Outcome,
    SentenceId,
    TakenError,
    Taught,
    Waiting,
)

READER = "archive"
_C = review_sentences.c


class SqlReviews:
    """See conversation.reviews.Reviews."""

    def __init__(self, engine: AsyncEngine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    async def position(self) -> str:
        """See Reviews."""
        statement = select(review_position.c.position).where(review_position.c.reader == READER)
        async with self._engine.connect() as connection:
            return (await connection.execute(statement)).scalar_one_or_none() or ""

    async def add(self, candidates: Sequence[Candidate], *, position: str) -> int:
        """See Reviews."""
        async with self._engine.begin() as connection:
            note = insert(connection, review_position).values(reader=READER, position=position)
            # The first statement, so that two readers wait for each other here and nowhere else.
            await connection.execute(
                note.on_conflict_do_update(
                    index_elements=["reader"], set_={"position": note.excluded.position}
                )
            )
            standing = await still_said(connection, candidates)
            heard = [await self._hear(connection, one) for one in standing]
        return sum(heard)

    async def flag(self, candidate: Candidate) -> bool:
        """See Reviews."""
        async with self._engine.begin() as connection:
            await _one_writer(connection)
            if not await still_said(connection, [candidate]):
                return False
            await self._hear(connection, candidate)
            its = select(review_sentences).where(_C.id == candidate.id).with_for_update()
            row = (await connection.execute(its)).mappings().one()
            if row["outcome"] is not None:
                return False
            old = _candidate(dict(row))
            known = old.reasons
            reasons = (*known, *(one for one in candidate.reasons if one not in known))
            told = replace(old, proposed=candidate.proposed or old.proposed)
            flagged = {
                "worth": max(row["worth"], candidate.worth),
                "rank": max(row["rank"], candidate.worth),
                "facts": _facts(told, reasons),
            }
            await connection.execute(
                update(review_sentences).where(_C.id == candidate.id).values(flagged)
            )
        return True

    async def forget(self, heard: Collection[str]) -> None:
        """See Reviews."""
        async with self._engine.begin() as connection:
            await _one_writer(connection)
            await unhear(connection, heard)

    async def claim(self, editor: str, *, limit: int, lease: timedelta) -> list[Waiting]:
        """See Reviews."""
        mine = select(_C.id).where(_C.claimed_by == editor, _C.outcome.is_(None))
        async with self._engine.begin() as connection:
            await _one_writer(connection)
            own = await self._given(connection, _best(mine, limit), editor, lease)
            free = select(_C.id).where(self._is_free(), _C.claimed_by.is_distinct_from(editor))
            left = limit - len(own)
            more = await self._given(connection, _best(free, left), editor, lease) if left else []
        return own + more

    async def claim_these(
        self, editor: str, ids: Collection[SentenceId], *, lease: timedelta
    ) -> list[Waiting]:
        """See Reviews."""
        free = or_(self._is_free(), _C.claimed_by == editor)
        wanted = select(_C.id).where(_C.id.in_(ids), _C.outcome.is_(None), free)
        async with self._engine.begin() as connection:
            await _one_writer(connection)
            return await self._given(connection, _best(wanted, len(ids)), editor, lease)

    async def release(self, editor: str) -> None:
        """See Reviews."""
        async with self._engine.begin() as connection:
            await connection.execute(
                update(review_sentences)
                .where(_C.claimed_by == editor, _C.outcome.is_(None))
                .values(claimed_by=None, claimed_until=None)
            )

    async def postpone(self, editor: str, id: SentenceId) -> None:
        """See Reviews."""
        last = select(func.min(_C.rank) - 1).scalar_subquery()
        await self._own(editor, id, rank=last, claimed_by=None, claimed_until=None)

    async def settle(
        self, editor: str, id: SentenceId, outcome: Outcome, label: Label | None = None
    ) -> None:
        """See Reviews."""
        await self._own(
            editor,
            id,
            outcome=outcome.value,
            settled_by=editor,
            settled_at=self._clock.now(),
            label=storable(asdict(label)) if label else None,
        )

    async def untaught(self, editor: str) -> list[Taught]:
        """See Reviews."""
        statement = (
            select(_C.id, _C.label)
            .where(
                _C.settled_by == editor,
                _C.outcome == Outcome.LABELLED.value,
                _C.taught.is_(False),
            )
            .order_by(_C.settled_at, _C.id)
        )
        async with self._engine.connect() as connection:
            rows = (await connection.execute(statement)).all()
        return [Taught(SentenceId(id), Label(**label)) for id, label in rows]

    async def taught(self, id: SentenceId) -> None:
        """See Reviews."""
        async with self._engine.begin() as connection:
            await connection.execute(
                update(review_sentences).where(_C.id == id).values(taught=True)
            )
            await drop_unheard(connection, [id])

    async def waiting(self, *, limit: int) -> list[Waiting]:
        """See Reviews."""
        statement = select(review_sentences).where(self._is_free())
        async with self._engine.connect() as connection:
            rows = (await connection.execute(_in_order(statement).limit(limit))).mappings()
            return [_waiting(row) for row in rows]

    async def counts(self) -> Counts:
        """See Reviews."""
        statement = select(_C.outcome, func.count()).group_by(_C.outcome)
        async with self._engine.connect() as connection:
            rows = (await connection.execute(statement)).all()
        settled = {Outcome(name): count for name, count in rows if name}
        return Counts(sum(count for name, count in rows if not name), settled)

    async def _hear(self, connection: AsyncConnection, heard: Candidate) -> bool:
        known = (
            await connection.execute(
                select(review_sentences).where(_C.id == heard.id).with_for_update()
            )
        ).mappings()
        row = known.first()
        if row is None:
            await connection.execute(insert(connection, review_sentences).values(_row(heard)))
        line = insert(connection, review_heard).values(heard=heard.heard, sentence=heard.id)
        done = await connection.execute(line.on_conflict_do_nothing())
        if not done.rowcount:
            return False
        if row is not None:
            await connection.execute(
                update(review_sentences)
                .where(_C.id == heard.id)
                .values(_heard_again(dict(row), heard))
            )
        return True

    def _is_free(self) -> ColumnElement[bool]:
        now = self._clock.now()
        free = or_(_C.claimed_until.is_(None), _C.claimed_until <= now)
        return _C.outcome.is_(None) & free

    async def _given(
        self, connection: AsyncConnection, ids: Select[Any], editor: str, lease: timedelta
    ) -> list[Waiting]:
        found = (await connection.execute(ids.with_for_update(skip_locked=True))).scalars().all()
        until = self._clock.now() + lease
        mine = _C.id.in_(found)
        await connection.execute(
            update(review_sentences).where(mine).values(claimed_by=editor, claimed_until=until)
        )
        rows = (
            await connection.execute(_in_order(select(review_sentences).where(mine)))
        ).mappings()
        return [_waiting(row) for row in rows]

    async def _own(self, editor: str, id: SentenceId, **values: Any) -> None:
        statement = (
            update(review_sentences)
            .where(_C.id == id, _C.claimed_by == editor, _C.outcome.is_(None))
            .values(values)
        )
        async with self._engine.begin() as connection:
            if not (await connection.execute(statement)).rowcount:
                raise TakenError("Somebody else has it, or it is done.")


async def _one_writer(connection: AsyncConnection) -> None:
    """Begin writing before reading: SQLite's driver would begin with the first write."""
    if connection.dialect.name == "sqlite":
        nobody = update(review_sentences).where(_C.id == "").values(taught=False)
        await connection.execute(nobody)


def _best(ids: Select[Any], limit: int) -> Select[Any]:
    return _in_order(ids).limit(limit)


def _in_order(statement: Select[Any]) -> Select[Any]:
    return statement.order_by(_C.rank.desc(), _C.id)


def _row(heard: Candidate) -> dict[str, Any]:
    return {
        "id": heard.id,
        "text": storable(heard.text),
        "at": heard.at,
        "times": 1,
        "worth": heard.worth,
        "rank": heard.worth,
        "facts": _facts(heard, heard.reasons),
        "taught": False,
    }


def _facts(heard: Candidate, reasons: Sequence[str]) -> dict[str, Any]:
    facts = {
        "reasons": list(reasons),
        "ranking": heard.ranking,
        "anger": heard.anger,
        "nearness": heard.nearness,
        "heard": heard.heard,
        "proposed": heard.proposed,
    }
    return {name: storable(value) for name, value in facts.items()}


def _heard_again(row: Mapping[str, Any], heard: Candidate) -> dict[str, Any]:
    old = _candidate(row)
    reasons = (*old.reasons, *(one for one in heard.reasons if one not in old.reasons))
    latest = heard if heard.at >= old.at else old
    latest = replace(latest, proposed=latest.proposed or old.proposed)
    return {
        "text": storable(latest.text),
        "at": latest.at,
        "times": _C.times + 1,
        "worth": max(old.worth, heard.worth),
        "rank": max(row["rank"], heard.worth),
        "facts": _facts(latest, reasons),
    }


def _candidate(row: Mapping[str, Any]) -> Candidate:
    facts = row["facts"]
    return Candidate(
        id=SentenceId(row["id"]),
        heard=facts["heard"],
        text=row["text"],
        at=row["at"],
        reasons=tuple(facts["reasons"]),
        worth=row["worth"],
        ranking=tuple((intent, confidence) for intent, confidence in facts["ranking"]),
        anger=facts["anger"],
        nearness=facts["nearness"],
        # Sentences kept before this have none.
        proposed=facts.get("proposed", ""),
    )


def _waiting(row: Mapping[str, Any]) -> Waiting:
    return Waiting(
        _candidate(row),
        times=row["times"],
        claimed_by=row["claimed_by"],
        claimed_until=row["claimed_until"],
    )
