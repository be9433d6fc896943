"""Numbers that people can read out: each given to one ticket or one appointment only."""

from enum import StrEnum

from sqlalchemy import Column, Integer, String, Table, update
from sqlalchemy.ext.asyncio import AsyncConnection

from backoffice.schema import metadata

numbering = Table(
    "numbering",
    metadata,
    Column("series", String(20), primary_key=True),
    Column("last_number", Integer, nullable=False),
)


class Series(StrEnum):
    """What is numbered; a row for each is laid by the migration that brings it."""

    TICKET = "ticket"
    APPOINTMENT = "appointment"


_PREFIX = {Series.TICKET: "T", Series.APPOINTMENT: "A"}


async def next_id(connection: AsyncConnection, series: Series) -> str:
    """Return an id that nobody else gets, such as `T-48301`.

    Others who ask for the series wait until the transaction ends. One that fails gives its number
    back; one that decides otherwise after asking leaves a gap.
    """
    counted = (
        update(numbering)
        .where(numbering.c.series == series.value)
        .values(last_number=numbering.c.last_number + 1)
        .returning(numbering.c.last_number)
    )
    number = (await connection.execute(counted)).scalar_one()
    return f"{_PREFIX[series]}-{number}"
