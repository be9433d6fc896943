"""Loading the sample data into a database, and keeping it fresh while the service runs."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy.ext.asyncio import AsyncConnection

from backoffice.clock import Clock
from backoffice.database import Database
from backoffice.migrate import STARTUP_LOCK
from backoffice.sample.appointments import (
    SampleAppointment,
    load_sample_appointments,
    read_appointments,
)
from backoffice.sample.availability import SampleAccess, load_sample_accesses, read_accesses
from backoffice.sample.bills import SampleBills, load_sample_bills, read_bills
from backoffice.sample.catalogue import load_catalogue
from backoffice.sample.content import (
    SampleArea,
    SampleCatalogue,
    SampleProblems,
    read_areas,
    read_catalogue,
    read_problems,
)
from backoffice.sample.customers import SampleCustomer, load_sample_customers, read_customers
from backoffice.sample.problems import load_sample_problems
from backoffice.sample.technicians import (
    SampleServiceArea,
    load_service_areas,
    read_service_areas,
)
from backoffice.sample.tickets import SampleTicket, load_sample_tickets, read_tickets
from chassis.logs import get_logger

FRESHENING_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class _Sample:
    catalogue: SampleCatalogue
    problems: SampleProblems
    areas: list[SampleArea]
    accesses: list[SampleAccess]
    service_areas: list[SampleServiceArea]
    customers: list[SampleCustomer]
    tickets: list[SampleTicket]
    appointments: list[SampleAppointment]
    bills: SampleBills


async def load_sample(database: Database, *, now: datetime) -> None:
    """Insert what is missing and move along what runs with `now`.

    May be repeated at any time and by several processes at once. Rows that somebody changed stay.
    Raises `UnavailableError` if the database does not answer.
    """
    content = _read_all()
    async with database.writing(lock=STARTUP_LOCK) as connection:
        await load_catalogue(connection, content.catalogue, now=now)
        await load_sample_problems(connection, content.problems, areas=content.areas, now=now)
        await load_sample_accesses(connection, content.accesses, now=now)
        await load_service_areas(connection, content.service_areas)
        await _load_customers(connection, content, now=now)


async def _load_customers(connection: AsyncConnection, content: _Sample, *, now: datetime) -> None:
    customers, catalogue, areas = content.customers, content.catalogue, content.areas
    await load_sample_customers(connection, customers, catalogue=catalogue, areas=areas, now=now)
    await load_sample_tickets(connection, content.tickets, customers=customers, now=now)
    await load_sample_appointments(
        connection,
        content.appointments,
        customers=customers,
        cities={area.postcode: area.city for area in areas},
        now=now,
    )
    numbers = [each.number for each in customers]
    await load_sample_bills(
        connection, content.bills, numbers=numbers, catalogue=catalogue, now=now
    )


@cache
def _read_all() -> _Sample:
    return _Sample(
        catalogue=read_catalogue(),
        problems=read_problems(),
        areas=read_areas(),
        accesses=read_accesses(),
        service_areas=read_service_areas(),
        customers=read_customers(),
        tickets=read_tickets(),
        appointments=read_appointments(),
        bills=read_bills(),
    )


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
