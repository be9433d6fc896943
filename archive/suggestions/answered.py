"""Keeps questions that people have answered, without what is personal, and their vectors."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from archive.suggestions.impersonal import Redact, pair_in
from archive.tables import (
    answered_questions,
    conversations,
    holds,
    messages,
    review_position,
    satisfaction,
)
from archive.writing import insert
from conversation.holds import Owner
from conversation.identity import LineId
from conversation.messages import Line, Speaker

Vectors = NDArray[np.float32]
READER = "answered"
AT_ONCE = 50
#: The newest that are looked through; older answers may be true no more.
MOST = 20_000
#: Who was so satisfied with an answer, at most, was not helped by it.
NOT_HELPED = 2
_A = answered_questions.c


@dataclass(frozen=True, slots=True)
class Answered:
    """One question and its answer, of nobody; `at` is when it was closed."""

    id: str
    question: str
    answer: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AnsweredQuestions:
    """Several may gather; the same end of a conversation is kept once."""

    database: AsyncEngine
    redact: Redact

    async def gather(self, *, until: datetime) -> int:
        """Look at the next ends of conversations by people; return how many were new.

        The last one is looked at again: others may have ended in the same moment. What is later
        than `until` is left: more may be told of it. Raises what the database raises.
        """
        async with self.database.begin() as connection:
            place = select(review_position.c.position).where(review_position.c.reader == READER)
            after = (await connection.execute(place)).scalar_one_or_none() or ""
            ends = (await connection.execute(_ends(after, until))).all()
            for end in ends:
                await self._keep(connection, end)
            if ends:
                note = insert(connection, review_position)
                note = note.values(reader=READER, position=ends[-1].position)
                moved = {"position": note.excluded.position}
                await connection.execute(
                    note.on_conflict_do_update(index_elements=["reader"], set_=moved)
                )
        return sum(end.position > after for end in ends)

    async def unread(self, model: str, *, limit: int) -> dict[str, str]:
        """Return questions, by id, that have no vector of this model yet."""
        statement = select(_A.id, _A.question).where(_A.model != model).order_by(_A.at.desc())
        async with self.database.connect() as connection:
            rows = (await connection.execute(statement.limit(limit))).all()
        return {row.id: row.question for row in rows}

    async def keep(self, vectors: Mapping[str, Vectors], *, model: str) -> None:
        """Keep vectors by id; of what was deleted meanwhile none is kept."""
        async with self.database.begin() as connection:
            for id, vector in sorted(vectors.items()):
                kept = update(answered_questions).where(_A.id == id)
                await connection.execute(
                    kept.values(model=model, vector=vector.astype("<f4").tobytes())
                )

    async def state(self, model: str) -> tuple[object, ...]:
        """Return what changes whenever there are other vectors to load."""
        told = select(func.count(), func.max(_A.at), func.min(_A.id), func.max(_A.id))
        async with self.database.connect() as connection:
            return tuple((await connection.execute(told.where(_A.model == model))).one())

    async def vectors(self, model: str) -> tuple[tuple[str, ...], Vectors]:
        """Return the newest vectors of a model: ids, and a row for each."""
        statement = select(_A.id, _A.vector).where(_A.model == model).order_by(_A.at.desc())
        async with self.database.connect() as connection:
            rows = (await connection.execute(statement.limit(MOST))).all()
        if not rows:
            return (), np.zeros((0, 0), dtype=np.float32)
        matrix = np.stack([np.frombuffer(row.vector, dtype="<f4") for row in rows])
        return tuple(row.id for row in rows), matrix.astype(np.float32)

    async def read(self, ids: Collection[str]) -> dict[str, Answered]:
        """Return those that are still there and were not judged to be no help."""
        s = satisfaction.c
        bad = select(s.question).where(
            s.conversation == _A.conversation, s.question == _A.survey, s.score <= NOT_HELPED
        )
        statement = select(_A.id, _A.question, _A.answer, _A.at).where(
            _A.id.in_(ids), ~bad.exists()
        )
        async with self.database.connect() as connection:
            rows = (await connection.execute(statement)).all()
        return {row.id: Answered(row.id, row.question, row.answer, row.at) for row in rows}

    async def _keep(self, connection: AsyncConnection, end: Any) -> None:
        # Its row is locked first: whoever erases or forgets waits for this, or this for them.
        own = conversations.c.id == end.conversation
        await connection.execute(select(conversations.c.id).where(own).with_for_update())
        pair = pair_in(await _lines(connection, end), redact=self.redact)
        if pair is None:
            return
        id = sha256(f"{end.conversation}#{end.epoch}".encode()).hexdigest()[:32]
        row = {
            "id": id,
            "conversation": end.conversation,
            "survey": f"satisfaction-{end.epoch - 1}",
            "question": pair[0],
            "answer": pair[1],
            "at": end.at,
            "model": "",
            "vector": None,
            "position": end.position,
        }
        await connection.execute(
            insert(connection, answered_questions).values(row).on_conflict_do_nothing()
        )


def _ends(after: str, until: datetime) -> Any:
    before, h = holds.alias("before"), holds.c
    by_people = (before.c.conversation == h.conversation) & (before.c.epoch == h.epoch - 1)
    return (
        select(h.conversation, h.epoch, h.position, h.at)
        .join_from(holds, before, by_people)
        .where(h.owner == Owner.NOBODY.value, before.c.owner == Owner.AGENT.value)
        .where(h.position >= after, h.at <= until)
        .order_by(h.position)
        .limit(AT_ONCE)
    )


async def _lines(connection: AsyncConnection, end: Any) -> Sequence[Line]:
    """Return what was said in the concern that ended there."""
    h, m = holds.c, messages.c
    before = select(func.max(h.position)).where(
        h.conversation == end.conversation,
        h.owner == Owner.NOBODY.value,
        h.position < end.position,
    )
    began = (await connection.execute(before)).scalar_one_or_none() or ""
    said = (
        select(m.line, m.speaker, m.text, m.at, m.author, m.erased_at)
        .where(m.conversation == end.conversation, m.position > began, m.position < end.position)
        .order_by(m.position)
    )
    return [
        Line(
            id=LineId(row.line),
            speaker=Speaker(row.speaker),
            text=row.text,
            at=row.at,
            author=row.author,
            erased_at=row.erased_at,
        )
        for row in await connection.execute(said)
    ]
