"""Forgets what was read out of lines together with the lines."""

from collections.abc import Collection

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from archive.tables import readings, shadow_readings


async def unread(connection: AsyncConnection, heard: Collection[str]) -> None:
    """Forget the readings in which lines had a part, by the names of the lines."""
    its = select(readings.c.turn).where(readings.c.heard.in_(heard))
    turns = set((await connection.execute(its)).scalars())
    for table in (shadow_readings, readings):
        await connection.execute(delete(table).where(table.c.turn.in_(turns)))
