"""Booking, moving and ending appointments: no place is given to two."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from backoffice.appointments.calendar import Slot, bookable_slots
from backoffice.appointments.conflicts import TimeSlotUnavailableError, offered_instead
from backoffice.appointments.model import Appointment, Status
from backoffice.appointments.places import Seat, area_of, free_slots, hold_areas, planned
from backoffice.appointments.requests import AppointmentDraft, TimeSlotSearch
from backoffice.appointments.rows import (
    free_seat,
    insert_appointment,
    load_appointments,
    update_appointment,
)
from backoffice.appointments.rules import booked, repeats
from backoffice.appointments.tables import appointment
from backoffice.customers.rows import customer_exists
from backoffice.database import Database
from backoffice.numbering import Series, next_id
from backoffice.tickets.tables import ticket
from backoffice.tmf.errors import UnprocessableError
from chassis.errors import ConflictError


async def search_times(
    database: Database, search: TimeSlotSearch, *, now: datetime
) -> tuple[Slot, ...]:
    """Return the free windows that would suit, in order of time.

    Raises `UnprocessableError` for a postcode that no technician comes to.
    """
    async with database.reading() as connection:
        area = await area_of(connection, search.place.id)
        return tuple(
            slot for slot in await free_slots(connection, area, now=now) if search.wants(slot)
        )


async def book(
    database: Database, draft: AppointmentDraft, *, now: datetime
) -> tuple[Appointment, bool]:
    """Keep the appointment that a draft asks for; return it, and whether it is new.

    A draft sent again under its external id gets the appointment it booked before. Raises
    `TimeSlotUnavailableError` if nobody is free, `ConflictError` if the external id belongs to
    another appointment, `UnprocessableError` for a customer, ticket or place that does not exist.
    """
    try:
        async with database.writing() as connection:
            area = await area_of(connection, draft.place.id)
            # Whoever wants a place of this area waits here, and then sees what we took.
            await hold_areas(connection, (area,))
            before = await _booked_as(connection, draft.external_id)
            if before is not None:
                return _repeated(draft, before), False
            await _check_named(connection, draft)
            seat = await _seat(connection, area, draft.valid_for.slot, now=now)
            each = booked(draft, id=await next_id(connection, Series.APPOINTMENT), now=now)
            await insert_appointment(connection, each, seat=seat)
            return each, True
    except IntegrityError:
        # The same external id, at the same moment, in another area.
        raise ConflictError("This externalId belongs to another appointment.") from None


async def change_appointment(
    database: Database, id: str, *, change: Callable[[Appointment], Appointment], now: datetime
) -> Appointment | None:
    """Put what `change` makes of an appointment in its place and return it; None if there is none.

    Moving takes the new place and frees the old one in one step, or changes nothing. Raises
    `TimeSlotUnavailableError` if nobody is free at the new time.
    """
    async with database.writing() as connection:
        area = await connection.scalar(select(appointment.c.area_id).where(appointment.c.id == id))
        if area is None:
            return None
        await hold_areas(connection, (area,))
        [before] = await load_appointments(connection, (id,))
        after = change(before)
        if after == before:
            return before
        seat = None
        if after.slot != before.slot:
            seat = await _seat(connection, area, after.slot, now=now)
        await update_appointment(connection, after, seat=seat, known_notes=len(before.notes))
        if after.status is Status.CANCELLED:
            await free_seat(connection, id)
        return after


async def _seat(connection: AsyncConnection, area: str, slot: Slot, *, now: datetime) -> Seat:
    slots = tuple(bookable_slots(now=now))
    plan = await planned(connection, area, first=slots[0].day, last=slots[-1].day)
    number = plan.free_number(slot) if slot in slots else None
    if number is None:
        free = [other for other in slots if plan.free(other)]
        raise TimeSlotUnavailableError(offered_instead(slot, free))
    return Seat(area=area, number=number)


async def _booked_as(connection: AsyncConnection, external_id: str | None) -> Appointment | None:
    if external_id is None:
        return None
    named = select(appointment.c.id).where(appointment.c.external_id == external_id)
    id = await connection.scalar(named)
    if id is None:
        return None
    [found] = await load_appointments(connection, (id,))
    return found


def _repeated(draft: AppointmentDraft, before: Appointment) -> Appointment:
    if not repeats(draft, before):
        raise ConflictError("This externalId belongs to another appointment.")
    return before


async def _check_named(connection: AsyncConnection, draft: AppointmentDraft) -> None:
    if not await customer_exists(connection, draft.related_party[0].id):
        raise UnprocessableError("relatedParty: there is no customer with this number.")
    for entity in draft.related_entity:
        owner = await connection.scalar(
            select(ticket.c.customer_number).where(ticket.c.id == entity.id)
        )
        if owner != draft.related_party[0].id:
            raise UnprocessableError("relatedEntity: this customer has no ticket with this id.")
