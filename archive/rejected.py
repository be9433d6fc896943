"""Events that cannot be kept as what they say they are: put aside whole, never in the way."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import DataError, IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.reading import MalformedEventError
from archive.storable import storable
from archive.tables import rejected_events
from archive.writing import insert, write
from conversation.identity import ConversationId
from conversation.ports import FeedEvent, FeedKind

# Classes of SQLSTATE: data exception, integrity constraint violation, program limit exceeded.
_AT_FAULT = ("22", "23", "54")
_UNFIT = (ValueError, TypeError, OverflowError)


@dataclass(frozen=True, slots=True)
class RejectedEvent:
    """An event as it came, and why it was put aside."""

    event: FeedEvent
    reason: str


def refusal(error: Exception) -> str | None:
    """Return why an event is at fault for `error`, without its values; None if it is not.

    A database that is away, full, locked or short of anything is not the event's fault.
    """
    if isinstance(error, MalformedEventError):
        return str(error)
    if not isinstance(error, SQLAlchemyError):
        return None
    origin = getattr(error, "orig", None)
    state = getattr(origin, "sqlstate", None) or ""
    unfit = isinstance(origin, _UNFIT) or isinstance(getattr(origin, "__cause__", None), _UNFIT)
    if unfit or isinstance(error, DataError | IntegrityError) or state[:2] in _AT_FAULT:
        return f"the database refuses it: {type(origin).__name__} {state}".rstrip()
    return None


async def put_aside(engine: AsyncEngine, event: FeedEvent, reason: str) -> None:
    """Keep `event` with its reason; a second time changes nothing."""
    row = {
        "id": event.id,
        "kind": event.kind.value,
        "conversation": str(event.conversation),
        "at": event.at.astimezone(UTC),
        "body": storable(event.body),
        "reason": reason,
    }
    async with engine.begin() as connection:
        statement = insert(connection, rejected_events)
        await connection.execute(statement.on_conflict_do_nothing(), [row])


async def rejected(engine: AsyncEngine) -> list[RejectedEvent]:
    """Return what was put aside, oldest first."""
    async with engine.connect() as connection:
        statement = select(rejected_events).order_by(rejected_events.c.at, rejected_events.c.id)
        found = await connection.execute(statement)
        return [_rejected(dict(row)) for row in found.mappings()]


async def replay(engine: AsyncEngine) -> int:
    """Try what was put aside once more, such as after a repair; return how many were kept."""
    kept = 0
    for one in await rejected(engine):
        try:
            async with engine.begin() as connection:
                await write(connection, [one.event])
                mine = rejected_events.c.id == one.event.id
                await connection.execute(delete(rejected_events).where(mine))
        except (MalformedEventError, SQLAlchemyError) as error:
            if refusal(error) is None:
                raise
        else:
            kept += 1
    return kept


def _rejected(row: Mapping[str, Any]) -> RejectedEvent:
    event = FeedEvent(
        id=row["id"],
        kind=FeedKind(row["kind"]),
        conversation=ConversationId.parse(row["conversation"]),
        at=row["at"],
        body=row["body"],
    )
    return RejectedEvent(event=event, reason=row["reason"])
