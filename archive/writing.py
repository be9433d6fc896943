"""Writes a batch of events in one transaction; writing an event again changes nothing."""

import operator
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Insert, Table, and_, bindparam, case, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import UpdateBase

from archive import tables
from archive.files import forget_files
from archive.forgetting import forget
from archive.reading import FLEETING
from archive.rows import AS_SAID, Row, Rows, rows_of
from archive.unsaying import unsay
from conversation.ports import FeedEvent

Upsert = postgresql.Insert | sqlite.Insert

HANDS = ("owner", "agent")
OF_CASE = ("case_id",)


async def write(connection: AsyncConnection, events: Sequence[FeedEvent]) -> list[FeedEvent]:
    """Write those of `events` that are not written yet, and return them; not what is FLEETING.

    Events, cases and conversations are written in the order of their ids, and a conversation's own
    row before all that hangs on it, so that two recorders wait for each other and never deadlock.
    Raises MalformedEventError, and SQLAlchemyError from the database.
    """
    fresh = await _claim(connection, events)
    rows = rows_of(fresh)
    await _run(connection, _widened(connection, tables.cases, first="opened_at"), rows.cases)
    await _run(
        connection,
        _widened(connection, tables.conversations, first="first_at", last="last_at"),
        rows.conversations,
    )
    await _run(connection, _uncounted(connection), _conversations_of(rows))
    await _run(connection, _latest_mark(connection), rows.forgotten)
    await _run(connection, _said(connection), rows.messages)
    await _run(connection, _kept(connection, tables.deliveries, operator.gt), rows.deliveries)
    await _run(connection, _kept(connection, tables.holds, operator.lt), rows.holds)
    await _run(connection, _kept(connection, tables.handoffs, operator.lt), rows.handoffs)
    await _run(connection, _kept(connection, tables.case_parts, operator.lt), rows.case_parts)
    await _run(connection, _kept(connection, tables.satisfaction, operator.gt), rows.satisfaction)
    await _run(connection, _latest(tables.holds, "epoch", HANDS), _conversations(rows.holds))
    await _run(
        connection, _latest(tables.case_parts, "position", OF_CASE), _conversations(rows.case_parts)
    )
    await unsay(connection, rows)
    await forget(connection, rows)
    await forget_files(connection, fresh)
    return fresh


async def _claim(connection: AsyncConnection, events: Sequence[FeedEvent]) -> list[FeedEvent]:
    """Note the events as written; of two recorders with the same event, one gets it."""
    by_id = {event.id: event for event in events if event.kind not in FLEETING}
    rows = [
        {
            "id": event.id,
            "kind": event.kind.value,
            "conversation": str(event.conversation),
            "at": event.at,
        }
        for _, event in sorted(by_id.items())
    ]
    if not rows:
        return []
    statement = insert(connection, tables.feed_events).on_conflict_do_nothing()
    claimed = await connection.execute(statement.returning(tables.feed_events.c.id), rows)
    return [by_id[id] for id in claimed.scalars()]


def insert(connection: AsyncConnection, table: Table) -> Upsert:
    """Return the database's own INSERT, which knows ON CONFLICT."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def _uncounted(connection: AsyncConnection) -> Insert:
    """Mark conversations to be counted anew.

    A mark that is there is written again, so that whoever counts just now waits for this, or this
    for them: of two at once, one sees what the other has done.
    """
    statement = insert(connection, tables.uncounted)
    again = {"conversation": statement.excluded.conversation}
    return statement.on_conflict_do_update(index_elements=["conversation"], set_=again)


def _conversations_of(rows: Rows) -> list[Row]:
    return [{"conversation": row["id"]} for row in rows.conversations]


def _latest_mark(connection: AsyncConnection) -> Insert:
    return _kept(connection, tables.forgotten, operator.gt)


def _kept(connection: AsyncConnection, table: Table, wins: Callable[[Any, Any], Any]) -> Insert:
    """Insert rows; where the key is taken, the row whose `position` wins stays."""
    statement = insert(connection, table)
    new = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=table.primary_key.columns,
        set_={column.name: new[column.name] for column in table.c if not column.primary_key},
        where=wins(new.position, table.c.position),
    )


def _said(connection: AsyncConnection) -> Insert:
    """Insert lines; of what is told of one line, the newest change counts, else the first saying.

    A line keeps its first place in the transcript, whatever becomes of its words.
    """
    statement = insert(connection, tables.messages)
    new, old = statement.excluded, tables.messages.c
    newer = or_(
        new.version > old.version,
        and_(new.version == AS_SAID, old.version == AS_SAID, new.position < old.position),
    )
    words = {
        column.name: case((newer, new[column.name]), else_=column)
        for column in tables.messages.c
        if not (column.primary_key or column is old.position)
    }
    first = case((new.position < old.position, new.position), else_=old.position)
    return statement.on_conflict_do_update(
        index_elements=tables.messages.primary_key.columns, set_={**words, "position": first}
    )


def _widened(
    connection: AsyncConnection, table: Table, *, first: str, last: str | None = None
) -> Insert:
    """Insert rows; where the key is taken, stretch the row's span of time to hold the new one."""
    statement = insert(connection, table)
    new, old = statement.excluded, table.c
    span = {first: case((new[first] < old[first], new[first]), else_=old[first])}
    if last is not None:
        span[last] = case((new[last] > old[last], new[last]), else_=old[last])
    return statement.on_conflict_do_update(index_elements=table.primary_key.columns, set_=span)


def _latest(table: Table, by: str, columns: tuple[str, ...]) -> UpdateBase:
    """Copy columns of a conversation's latest row in `table` into its own, for lists."""
    own = tables.conversations
    its_rows = select(table).where(table.c.conversation == bindparam("which"))
    latest = its_rows.order_by(table.c[by].desc()).limit(1)
    copied = {name: latest.with_only_columns(table.c[name]).scalar_subquery() for name in columns}
    return update(own).where(own.c.id == bindparam("which")).values(copied)


def _conversations(rows: list[Row]) -> list[Row]:
    return [{"which": one} for one in sorted({row["conversation"] for row in rows})]


async def _run(connection: AsyncConnection, statement: UpdateBase, rows: list[Row]) -> None:
    if rows:
        await connection.execute(statement, rows)
