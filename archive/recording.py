"""Gets a batch of events into SQL: all together, or, if one is at fault, around that one."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.reading import MalformedEventError
from archive.rejected import put_aside, refusal
from archive.writing import write
from conversation.ports import FeedEvent


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a batch: events newly written, and events put aside."""

    written: tuple[FeedEvent, ...] = ()
    rejected: tuple[FeedEvent, ...] = ()


async def record(engine: AsyncEngine, events: Sequence[FeedEvent]) -> Recorded:
    """Write `events` for good; what is at fault itself is put aside with its reason.

    A batch that is refused is halved until the event at fault stands alone. When this returns,
    all is committed. Raises what the database raises when it is away; then any part may be written
    and all may be recorded again.
    """
    try:
        async with engine.begin() as connection:
            return Recorded(written=tuple(await write(connection, events)))
    except (MalformedEventError, SQLAlchemyError) as error:
        reason = refusal(error)
        if reason is None:
            raise
    if len(events) == 1:
        await put_aside(engine, events[0], reason)
        return Recorded(rejected=(events[0],))
    half = len(events) // 2
    first, second = await record(engine, events[:half]), await record(engine, events[half:])
    return Recorded(first.written + second.written, first.rejected + second.rejected)
