"""Loading the sample appointments: some days back, some ahead, at whatever day it is."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from backoffice.appointments.calendar import DAYS_AHEAD, HOURS, Slot, is_working_day
from backoffice.appointments.model import (
    Appointment,
    Category,
    Contact,
    ContactKind,
    Note,
    Place,
    Status,
)
from backoffice.appointments.places import Seat, area_of, hold_areas, planned
from backoffice.appointments.rows import (
    free_seat,
    insert_appointment,
    load_appointments,
    update_appointment,
)
from backoffice.appointments.tables import service_area
from backoffice.clock import berlin_day
from backoffice.sample.customers import SampleCustomer
from backoffice.sample.files import Content, read_file
from backoffice.sample.problems import rounded_down

# How far a sample appointment may be put off until somebody is free.
DAYS_TO_SPARE = 21
LONGEST_AGO = timedelta(days=45)
BOOKED_BEFORE = timedelta(days=5)
BOOKED_AGO = timedelta(hours=20)


class SampleAppointment(Content):
    """An appointment with its day in working days, counted from the day of loading."""

    id: str
    customer: str
    in_working_days: int
    hour: int
    status: Status
    category: Category
    description: str
    ticket: str | None = None
    note: str | None = None


def read_appointments() -> list[SampleAppointment]:
    """Return the sample appointments."""
    return read_file("appointments.json", list[SampleAppointment])


async def load_sample_appointments(
    connection: AsyncConnection,
    appointments: list[SampleAppointment],
    *,
    customers: list[SampleCustomer],
    cities: dict[str, str],
    now: datetime,
) -> None:
    """Insert the appointments that are missing, and move along those that the clock has passed.

    Only one that nobody has changed (its revision says so) is moved. Whatever is booked already
    keeps its place: the sample takes the nearest that is free.
    """
    # All of them at once and in their order, so that nobody who plans waits for us and we for them.
    await hold_areas(connection, (await connection.scalars(select(service_area.c.id))).all())
    by_number = {each.number: each for each in customers}
    ids = [sample.id for sample in appointments]
    present = {each.id: each for each in await load_appointments(connection, ids)}
    for sample in appointments:
        stored = present.get(sample.id)
        if stored is not None and (stored.revision > 1 or not _is_stale(sample, stored, now=now)):
            continue
        customer = by_number[sample.customer]
        found = await _nearest(connection, sample, postcode=customer.postcode, now=now)
        if found is None:
            continue
        slot, seat = found
        fresh = _appointment(sample, customer, slot, city=cities[customer.postcode], now=now)
        if stored is None:
            await insert_appointment(connection, fresh, seat=seat)
        else:
            known = len(stored.notes)
            await update_appointment(connection, fresh, seat=seat, known_notes=known)
        if sample.status is Status.CANCELLED:
            await free_seat(connection, sample.id)


def _is_stale(sample: SampleAppointment, stored: Appointment, *, now: datetime) -> bool:
    slot = stored.slot
    if sample.in_working_days < 0:
        return slot.end > now or slot.end < now - LONGEST_AGO
    return slot.end <= now or slot.day > berlin_day(now) + timedelta(days=DAYS_AHEAD)


async def _nearest(
    connection: AsyncConnection, sample: SampleAppointment, *, postcode: str, now: datetime
) -> tuple[Slot, Seat] | None:
    area = await area_of(connection, postcode)
    slots = list(_candidates(sample, now=now))
    first, last = min(slots), max(slots)
    plan = await planned(connection, area, first=first.day, last=last.day)
    for slot in slots:
        number = plan.free_number(slot)
        if number is not None:
            return slot, Seat(area=area, number=number)
    return None


def _candidates(sample: SampleAppointment, *, now: datetime) -> Iterator[Slot]:
    """Yield windows from the wanted one on, away from today."""
    back = sample.in_working_days < 0
    wanted = _working_day(berlin_day(now), sample.in_working_days)
    step = timedelta(days=-1 if back else 1)
    for days in range(DAYS_TO_SPARE):
        day = wanted + days * step
        hours = reversed(HOURS) if back else HOURS
        for hour in hours:
            slot = Slot(day=day, hour=hour)
            beyond = days or (hour <= sample.hour if back else hour >= sample.hour)
            if beyond and is_working_day(day) and (back or slot.start > now):
                yield slot


def _working_day(today: date, count: int) -> date:
    """Return the working day so many after today (or before, if negative)."""
    step = timedelta(days=-1 if count < 0 else 1)
    day, left = today, abs(count)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def _appointment(
    sample: SampleAppointment,
    customer: SampleCustomer,
    slot: Slot,
    *,
    city: str,
    now: datetime,
) -> Appointment:
    booked = rounded_down(min(now - BOOKED_AGO, slot.start - BOOKED_BEFORE))
    over = (
        slot.end if sample.in_working_days < 0 and sample.status is not Status.CONFIRMED else None
    )
    note = Note(author="Lotse", text=sample.note, written=booked) if sample.note else None
    return Appointment(
        id=sample.id,
        customer=sample.customer,
        slot=slot,
        requested=slot,
        place=Place(postcode=customer.postcode, address=customer.address_in_one_line(city)),
        category=sample.category,
        status=sample.status,
        description=sample.description,
        ticket=sample.ticket,
        contact=Contact(kind=ContactKind.PHONE, value=customer.phone),
        created=booked,
        changed=over or booked,
        notes=(note,) if note else (),
    )
