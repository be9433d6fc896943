"""Turning rows into what can be had where, and back."""

from collections.abc import Sequence

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from backoffice.availability.model import Access
from backoffice.availability.tables import access


async def load_accesses(connection: AsyncConnection, postcodes: Sequence[str]) -> dict[str, Access]:
    """Return what can be had by postcode; one that is not served is left out."""
    rows = await connection.execute(select(access).where(access.c.postcode.in_(postcodes)))
    return {row.postcode: Access(**row._mapping) for row in rows}


async def replace_access(connection: AsyncConnection, each: Access) -> None:
    """Write what can be had at a postcode, whether or not it was known before."""
    await connection.execute(delete(access).where(access.c.postcode == each.postcode))
    await insert_accesses(connection, (each,))


async def insert_accesses(connection: AsyncConnection, accesses: Sequence[Access]) -> None:
    """Write what can be had at postcodes that are not known yet."""
    rows = [
        {
            "postcode": each.postcode,
            "fibre_mbit": each.fibre_mbit,
            "vdsl_mbit": each.vdsl_mbit,
            "mobile_5g_mbit": each.mobile_5g_mbit,
            "fibre_expected": each.fibre_expected,
        }
        for each in accesses
    ]
    if rows:
        await connection.execute(insert(access), rows)
