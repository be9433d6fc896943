"""What customers wrote, for whoever teaches the assistant: line by line, and what came of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import literal, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from archive.rows import PACKET
from archive.tables import handoffs, messages, satisfaction
from conversation.messages import Speaker
from conversation.signals import Reason

_SEPARATOR = "|"
_LAST = 3
_AS_FIRST_SAID = (messages.c.edited_at.is_(None), messages.c.erased_at.is_(None))


@dataclass(frozen=True, slots=True)
class CustomersLine:
    """A customer's line. `position` is how to go on after it; `id` is its own for good.

    `misunderstood`: a person had to be fetched because of it and what was said right before it.
    """

    id: str
    position: str
    text: str
    at: datetime
    misunderstood: bool


def name_of(conversation: str, line: str) -> str:
    """Return a line's name for good."""
    return f"{conversation}{_SEPARATOR}{line}"


def line_named(name: str) -> tuple[str, str] | None:
    """Return the conversation and the line of a name; None if it is none of `name_of`."""
    conversation, separator, line = name.partition(_SEPARATOR)
    return (conversation, line) if separator else None


async def customers_lines(
    engine: AsyncEngine, *, after: str, until: datetime, limit: int
) -> list[CustomersLine]:
    """Return customers' lines after a position ("" is the beginning), oldest first.

    Lines later than `until` are left for another time, when it is known what became of them. A line
    that only says how satisfied somebody was has no words here: it is none for the assistant.
    Raises ValueError for a position that is none.
    """
    c = messages.c
    statement = (
        select(c.conversation, c.line, c.text, c.at)
        .where(c.speaker == Speaker.CUSTOMER.value, c.at <= until)
        .order_by(c.at, c.conversation, c.line)
        .limit(limit)
    )
    if after:
        place = tuple_(c.at, c.conversation, c.line)
        at, *names = _parsed(after)
        statement = statement.where(place > tuple_(literal(at, c.at.type), *map(literal, names)))
    async with engine.connect() as connection:
        rows = (await connection.execute(statement)).all()
        theirs = {row.conversation for row in rows}
        missed = await _misunderstood(connection, theirs)
        ratings = await _ratings(connection, theirs)
    return [
        CustomersLine(
            id=name_of(row.conversation, row.line),
            position=_SEPARATOR.join((row.at.isoformat(), row.conversation, row.line)),
            text="" if (row.conversation, row.line) in ratings else row.text,
            at=row.at,
            misunderstood=(row.conversation, row.line) in missed,
        )
        for row in rows
    ]


def _parsed(position: str) -> tuple[datetime, str, str]:
    at, conversation, line = position.split(_SEPARATOR, maxsplit=2)
    return datetime.fromisoformat(at), conversation, line


async def _misunderstood(
    connection: AsyncConnection, conversations: Collection[str]
) -> set[tuple[str, str]]:
    """Return the last lines before each handoff that was asked for by a misunderstanding."""
    statement = select(handoffs.c.conversation, handoffs.c.packet).where(
        handoffs.c.conversation.in_(conversations),
        handoffs.c.reason == Reason.REPEATED_MISUNDERSTANDING.value,
    )
    rows = (await connection.execute(statement)).all()
    return {
        (row.conversation, understood.line)
        for row in rows
        for understood in PACKET.validate_python(row.packet).understood[-_LAST:]
    }


async def _ratings(
    connection: AsyncConnection, conversations: Collection[str]
) -> set[tuple[str, str]]:
    """Return the lines that answer the question about satisfaction."""
    c = satisfaction.c
    statement = select(c.conversation, c.answers).where(c.conversation.in_(conversations))
    return {
        (conversation, line)
        for conversation, lines in await connection.execute(statement)
        for line in lines
    }


async def latest_lines(
    engine: AsyncEngine, *, since: datetime, limit: int
) -> list[tuple[str, str]]:
    """Return names and words of customers' lines from `since` on, latest first, as first said."""
    c = messages.c
    statement = (
        select(c.conversation, c.line, c.text)
        .where(c.speaker == Speaker.CUSTOMER.value, c.at >= since, c.text != "", *_AS_FIRST_SAID)
        .order_by(c.at.desc(), c.conversation, c.line)
        .limit(limit)
    )
    async with engine.connect() as connection:
        rows = (await connection.execute(statement)).all()
        ratings = await _ratings(connection, {row.conversation for row in rows})
    return [
        (name_of(row.conversation, row.line), row.text)
        for row in rows
        if (row.conversation, row.line) not in ratings
    ]


async def words_of(engine: AsyncEngine, names: Collection[str]) -> dict[str, str]:
    """Return what stands in lines now, by name; those changed or erased since are left out."""
    c = messages.c
    places = [place for name in names if (place := line_named(name))]
    statement = select(c.conversation, c.line, c.text).where(
        tuple_(c.conversation, c.line).in_(places), *_AS_FIRST_SAID
    )
    async with engine.connect() as connection:
        rows = (await connection.execute(statement)).all()
    return {name_of(row.conversation, row.line): row.text for row in rows}
