"""Turning rows into appointments and back."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from backoffice.appointments.calendar import Slot
from backoffice.appointments.model import (
    Appointment,
    Category,
    Contact,
    ContactKind,
    Note,
    Place,
    Status,
)
from backoffice.appointments.places import Seat
from backoffice.appointments.tables import appointment, appointment_note


async def load_appointments(
    connection: AsyncConnection, ids: Sequence[str]
) -> tuple[Appointment, ...]:
    """Return the appointments with these ids, in this order, with their notes."""
    rows = (await connection.execute(select(appointment).where(appointment.c.id.in_(ids)))).all()
    notes = await _notes_of(connection, ids)
    found = {row.id: _appointment(row, notes=tuple(notes[row.id])) for row in rows}
    return tuple(found[id] for id in ids if id in found)


async def insert_appointment(connection: AsyncConnection, each: Appointment, *, seat: Seat) -> None:
    """Write a new appointment on its seat, with its notes."""
    await connection.execute(insert(appointment), {**_columns(each), **_seat_columns(seat)})
    await _insert_notes(connection, each, first=0)


async def update_appointment(
    connection: AsyncConnection, each: Appointment, *, seat: Seat | None, known_notes: int
) -> None:
    """Write an appointment over the row with its id, and the notes after the known ones.

    A `seat` is taken in place of the one before; None leaves the one before.
    """
    columns = _columns(each) if seat is None else {**_columns(each), **_seat_columns(seat)}
    await connection.execute(update(appointment).where(appointment.c.id == each.id), columns)
    await _insert_notes(connection, each, first=known_notes)


async def free_seat(connection: AsyncConnection, id: str) -> None:
    """Let others have the place of an appointment."""
    await connection.execute(update(appointment).where(appointment.c.id == id).values(seat=None))


async def _insert_notes(connection: AsyncConnection, each: Appointment, *, first: int) -> None:
    notes = [
        {
            "appointment_id": each.id,
            "position": position,
            "author": note.author,
            "text": note.text,
            "written": note.written,
        }
        for position, note in enumerate(each.notes)
        if position >= first
    ]
    if notes:
        await connection.execute(insert(appointment_note), notes)


async def _notes_of(
    connection: AsyncConnection, ids: Sequence[str]
) -> defaultdict[str, list[Note]]:
    table = appointment_note
    chosen = select(table).where(table.c.appointment_id.in_(ids)).order_by(table.c.position)
    notes: defaultdict[str, list[Note]] = defaultdict(list)
    for row in await connection.execute(chosen):
        note = Note(author=row.author, text=row.text, written=row.written)
        notes[row.appointment_id].append(note)
    return notes


def _appointment(row: Row[Any], *, notes: tuple[Note, ...]) -> Appointment:
    contact = None
    if row.contact_kind is not None:
        contact = Contact(kind=ContactKind(row.contact_kind), value=row.contact_value)
    return Appointment(
        id=row.id,
        external_id=row.external_id,
        customer=row.customer_number,
        slot=Slot(day=row.day, hour=row.hour),
        requested=Slot(day=row.requested_day, hour=row.requested_hour),
        place=Place(postcode=row.postcode, address=row.address),
        category=Category(row.category),
        status=Status(row.status),
        description=row.description,
        ticket=row.ticket_id,
        contact=contact,
        created=row.created,
        changed=row.changed,
        notes=notes,
        revision=row.revision,
    )


def _seat_columns(seat: Seat) -> dict[str, Any]:
    return {"area_id": seat.area, "seat": seat.number}


def _columns(each: Appointment) -> dict[str, Any]:
    contact = each.contact
    return {
        "id": each.id,
        "external_id": each.external_id,
        "customer_number": each.customer,
        "day": each.slot.day,
        "hour": each.slot.hour,
        "requested_day": each.requested.day,
        "requested_hour": each.requested.hour,
        "postcode": each.place.postcode,
        "address": each.place.address,
        "category": each.category.value,
        "status": each.status.value,
        "description": each.description,
        "ticket_id": each.ticket,
        "contact_kind": None if contact is None else contact.kind.value,
        "contact_value": None if contact is None else contact.value,
        "created": each.created,
        "changed": each.changed,
        "revision": each.revision,
    }
