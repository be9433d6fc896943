"""Turning rows into trouble tickets and back."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from backoffice.services import Service
from backoffice.tickets.model import Note, Severity, Status, Ticket, TicketType
from backoffice.tickets.tables import ticket, ticket_note


async def load_tickets(connection: AsyncConnection, ids: Sequence[str]) -> tuple[Ticket, ...]:
    """Return the tickets with these ids, in this order, with their notes."""
    rows = (await connection.execute(select(ticket).where(ticket.c.id.in_(ids)))).all()
    notes = await _notes_of(connection, ids)
    found = {row.id: _ticket(row, notes=tuple(notes[row.id])) for row in rows}
    return tuple(found[id] for id in ids if id in found)


async def insert_ticket(connection: AsyncConnection, each: Ticket) -> None:
    """Write a new ticket with its notes."""
    await connection.execute(insert(ticket), _columns(each))
    await _insert_notes(connection, each, first=0)


async def update_ticket(connection: AsyncConnection, each: Ticket, *, known_notes: int) -> None:
    """Write a ticket over the row with its id, and the notes after the `known_notes` first."""
    await connection.execute(update(ticket).where(ticket.c.id == each.id), _columns(each))
    await _insert_notes(connection, each, first=known_notes)


async def _insert_notes(connection: AsyncConnection, each: Ticket, *, first: int) -> None:
    notes = [
        {
            "ticket_id": each.id,
            "position": position,
            "author": note.author,
            "text": note.text,
            "written": note.written,
        }
        for position, note in enumerate(each.notes)
        if position >= first
    ]
    if notes:
        await connection.execute(insert(ticket_note), notes)


async def _notes_of(
    connection: AsyncConnection, ids: Sequence[str]
) -> defaultdict[str, list[Note]]:
    table = ticket_note
    chosen = select(table).where(table.c.ticket_id.in_(ids)).order_by(table.c.position)
    notes: defaultdict[str, list[Note]] = defaultdict(list)
    for row in await connection.execute(chosen):
        notes[row.ticket_id].append(Note(author=row.author, text=row.text, written=row.written))
    return notes


def _ticket(row: Row[Any], *, notes: tuple[Note, ...]) -> Ticket:
    return Ticket(
        id=row.id,
        external_id=row.external_id,
        customer=row.customer_number,
        type=TicketType(row.type),
        severity=Severity(row.severity),
        description=row.description,
        status=Status(row.status),
        status_reason=row.status_reason,
        service=None if row.service is None else Service(row.service),
        postcode=row.postcode,
        created=row.created,
        changed=row.changed,
        status_changed=row.status_changed,
        expected_resolution=row.expected_resolution,
        resolved=row.resolved,
        cents=row.cents,
        notes=notes,
        revision=row.revision,
    )


def _columns(each: Ticket) -> dict[str, Any]:
    return {
        "id": each.id,
        "external_id": each.external_id,
        "customer_number": each.customer,
        "type": each.type.value,
        "severity": each.severity.value,
        "description": each.description,
        "status": each.status.value,
        "status_reason": each.status_reason,
        "service": None if each.service is None else each.service.value,
        "postcode": each.postcode,
        "created": each.created,
        "changed": each.changed,
        "status_changed": each.status_changed,
        "expected_resolution": each.expected_resolution,
        "resolved": each.resolved,
        "cents": each.cents,
        "revision": each.revision,
    }
