"""Loading the sample data into a database, and keeping it fresh while the service runs."""

import asyncio
from datetime import datetime

from backoffice.clock import Clock
from backoffice.database import Database
from backoffice.migrate import STARTUP_LOCK
from backoffice.sample.catalogue import load_catalogue
from backoffice.sample.content import read_areas, read_catalogue, read_problems
from backoffice.sample.problems import load_sample_problems
from chassis.logs import get_logger

FRESHENING_SECONDS = 600.0


async def load_sample(database: Database, *, now: datetime) -> None:
    """Insert what is missing and let the running problems end a few hours after `now`.

    May be repeated at any time and by several processes at once. Rows that somebody changed stay.
    Raises `UnavailableError` if the database does not answer.
    """
    catalogue, problems, areas = read_catalogue(), read_problems(), read_areas()
    async with database.writing(lock=STARTUP_LOCK) as connection:
        await load_catalogue(connection, catalogue, now=now)
        await load_sample_problems(connection, problems, areas=areas, now=now)


async def keep_fresh(
    database: Database, *, clock: Clock, seconds: float = FRESHENING_SECONDS
) -> None:
    """Load again every now and then, without an end: a demonstration may stay up for days."""
    while True:
        await asyncio.sleep(seconds)
        try:
            await load_sample(database, now=clock())
        except Exception as error:  # noqa: BLE001 - one bad round must not end the next ones
            get_logger().error("sample_not_freshened", exc_info=error)
