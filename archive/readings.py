"""Keeps what the assistant took customers' lines for when it answered them, by names only.

A reading is kept only while its lines stand as they were read, under a lock that an erasure waits
for: whoever has their words erased has what was read out of them erased, too.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from archive.heard import name_of, words_of
from archive.rows import AS_SAID
from archive.storable import storable
from archive.tables import messages, readings, shadow_readings
from archive.writing import insert

_R, _S = readings.c, shadow_readings.c
_FACTS = ("intent", "confidence", "understood", "anger", "person", "entities")


@dataclass(frozen=True, slots=True)
class Facts:
    """What somebody takes a message for. `entities` are the names of what is in it, no values.

    `intent` is the likeliest one, also where it was not sure enough to be `understood`.
    """

    intent: str
    confidence: float
    understood: bool
    anger: int | None
    person: bool
    entities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A turn as the assistant `model` read it: which lines, their topic, what it made of them."""

    conversation: str
    lines: tuple[str, ...]
    model: str
    topic: str
    facts: Facts

    @property
    def turn(self) -> str:
        """The name of the last line, by which the reading goes."""
        return name_of(self.conversation, self.lines[-1])


@dataclass(frozen=True, slots=True)
class ReadTurn:
    """A turn that was read, what it says now, and what the assistant took it for."""

    turn: str
    at: datetime
    text: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class ReadTwice:
    """A turn as two have read it: the assistant that answered, and a candidate beside it."""

    turn: str
    before: Facts
    after: Facts


async def keep(engine: AsyncEngine, given: Sequence[Reading]) -> list[Reading]:
    """Keep readings; return those of lines that the archive has not heard of yet.

    Those of lines that have been changed since are dropped. Raises what the database raises.
    """
    async with engine.begin() as connection:
        await _one_writer(connection)
        said = await _as_said(connection, given)
        rows = [row for one in given for row in _rows(one, said)]
        if rows:
            statement = insert(connection, readings)
            await connection.execute(statement.on_conflict_do_nothing(), rows)
    return [one for one in given if any((one.conversation, line) not in said for line in one.lines)]


async def read_after(
    engine: AsyncEngine, *, after: tuple[datetime, str], limit: int
) -> list[ReadTurn]:
    """Return turns after a place in time, oldest first; of those that still stand the words."""
    at, turn = after
    statement = (
        select(_R.turn, _R.heard, _R.at, *(_R[name] for name in _FACTS))
        .where(_R.heard == _R.turn, tuple_(_R.at, _R.turn) > tuple_(at, turn))
        .order_by(_R.at, _R.turn)
        .limit(limit)
    )
    async with engine.connect() as connection:
        rows = (await connection.execute(statement)).all()
    texts = await turn_words(engine, [row.turn for row in rows])
    return [
        ReadTurn(row.turn, row.at, texts[row.turn], _facts(row))
        for row in rows
        if row.turn in texts
    ]


async def latest_turn(engine: AsyncEngine) -> tuple[datetime, str] | None:
    """Return the place in time of the latest turn that was read; None if there is none."""
    last = select(_R.at, _R.turn).where(_R.heard == _R.turn).order_by(_R.at.desc(), _R.turn.desc())
    async with engine.connect() as connection:
        row = (await connection.execute(last.limit(1))).one_or_none()
    return (row.at, row.turn) if row else None


async def turn_words(engine: AsyncEngine, turns: Collection[str]) -> dict[str, str]:
    """Return what turns say, by name; one of whose lines was changed or erased is left out."""
    its = select(_R.turn, _R.heard).where(_R.turn.in_(turns)).order_by(_R.turn, _R.place)
    async with engine.connect() as connection:
        rows = (await connection.execute(its)).all()
    words = await words_of(engine, [row.heard for row in rows])
    lines: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        lines[row.turn].append(row.heard)
    return {
        turn: "\n".join(words[one] for one in its_lines if words[one].strip())
        for turn, its_lines in lines.items()
        if all(one in words for one in its_lines)
    }


async def keep_shadow(engine: AsyncEngine, shadow: str, found: Mapping[str, Facts]) -> int:
    """Keep what a candidate made of turns; return how many of them still stood."""
    async with engine.begin() as connection:
        await _one_writer(connection)
        # Held until the end: an erasure finds what is kept here, or is found here.
        standing = select(_R.turn, _R.at).where(_R.heard.in_(found), _R.heard == _R.turn)
        rows = (await connection.execute(standing.with_for_update(read=True))).all()
        kept = [
            {"shadow": shadow, "turn": row.turn, "at": row.at} | _columns(found[row.turn])
            for row in rows
        ]
        if kept:
            statement = insert(connection, shadow_readings)
            await connection.execute(statement.on_conflict_do_nothing(), kept)
    return len(kept)


async def read_twice(engine: AsyncEngine, shadow: str) -> list[ReadTwice]:
    """Return all turns that a candidate has read beside the assistant, latest first."""
    before = [_R[name].label(f"before_{name}") for name in _FACTS]
    statement = (
        select(_S.turn, *(_S[name] for name in _FACTS), *before)
        .join_from(shadow_readings, readings, _R.heard == _S.turn)
        .where(_S.shadow == shadow)
        .order_by(_S.at.desc(), _S.turn)
    )
    async with engine.connect() as connection:
        rows = (await connection.execute(statement)).all()
    return [ReadTwice(row.turn, _facts(row, "before_"), _facts(row)) for row in rows]


async def _one_writer(connection: AsyncConnection) -> None:
    """Begin writing before reading: SQLite's driver would begin with the first write."""
    if connection.dialect.name == "sqlite":
        await connection.execute(update(readings).where(_R.heard == "").values(model=""))


async def _as_said(
    connection: AsyncConnection, given: Iterable[Reading]
) -> dict[tuple[str, str], tuple[datetime, bool]]:
    """Return when lines were said, and whether they stand; locked until the transaction ends."""
    c = messages.c
    names = sorted({(one.conversation, line) for one in given for line in one.lines})
    statement = (
        select(c.conversation, c.line, c.at, c.version)
        .where(tuple_(c.conversation, c.line).in_(names))
        .order_by(c.conversation, c.line)
    )
    rows = (await connection.execute(statement.with_for_update(read=True))).all()
    return {(row.conversation, row.line): (row.at, row.version == AS_SAID) for row in rows}


def _rows(
    one: Reading, said: Mapping[tuple[str, str], tuple[datetime, bool]]
) -> list[dict[str, Any]]:
    found = [said.get((one.conversation, line), (None, False)) for line in one.lines]
    if not all(stands for _, stands in found):
        return []
    common = {
        "turn": one.turn,
        "conversation": one.conversation,
        "at": found[-1][0],
        "model": one.model,
        "topic": one.topic,
        **_columns(one.facts),
    }
    return [
        common | {"heard": name_of(one.conversation, line), "place": place}
        for place, line in enumerate(one.lines)
    ]


def _columns(facts: Facts) -> dict[str, Any]:
    return {
        "intent": storable(facts.intent),
        "confidence": facts.confidence,
        "understood": facts.understood,
        "anger": facts.anger,
        "person": facts.person,
        "entities": storable(facts.entities),
    }


def _facts(row: Row[Any], before: str = "") -> Facts:
    told = {name: getattr(row, f"{before}{name}") for name in _FACTS}
    return Facts(**{**told, "entities": tuple(told["entities"])})
