"""Loading what can be had at the sample's postcodes."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from backoffice.availability.model import Access
from backoffice.availability.rows import insert_accesses
from backoffice.availability.tables import access
from backoffice.clock import berlin_day
from backoffice.sample.files import Content, read_file
from backoffice.sample.months import earlier


class SampleAccess(Content):
    """A postcode's access; fibre may come with a month counted from the one of loading."""

    postcode: str
    fibre_mbit: int
    vdsl_mbit: int
    mobile_5g_mbit: int
    fibre_expected_in_months: int | None = None


def read_accesses() -> list[SampleAccess]:
    """Return what can be had at the sample's postcodes."""
    return read_file("availability.json", list[SampleAccess])


async def load_sample_accesses(
    connection: AsyncConnection, accesses: list[SampleAccess], *, now: datetime
) -> None:
    """Insert what is missing."""
    present = set(await connection.scalars(select(access.c.postcode)))
    missing = [_access(each, now=now) for each in accesses if each.postcode not in present]
    await insert_accesses(connection, missing)


def _access(sample: SampleAccess, *, now: datetime) -> Access:
    months = sample.fibre_expected_in_months
    this_month = berlin_day(now).replace(day=1)
    return Access(
        postcode=sample.postcode,
        fibre_mbit=sample.fibre_mbit,
        vdsl_mbit=sample.vdsl_mbit,
        mobile_5g_mbit=sample.mobile_5g_mbit,
        fibre_expected=None if months is None else earlier(this_month, months=-months),
    )
