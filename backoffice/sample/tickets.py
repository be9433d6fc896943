"""Loading the sample tickets: those in work stay fresh, at whatever day it is."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from backoffice.sample.customers import SampleCustomer
from backoffice.sample.files import Content, read_file
from backoffice.sample.problems import rounded_down
from backoffice.services import Service
from backoffice.tickets.model import BEGINNINGS, Note, Severity, Status, Ticket, TicketType
from backoffice.tickets.rows import insert_ticket, load_tickets, update_ticket
from backoffice.tickets.tables import ticket

# A ticket in work that nobody has touched for so long would be one forgotten.
LONGEST_IN_WORK = timedelta(days=7)


class SampleNote(Content):
    """A note with its time in hours, counted back from the moment of loading."""

    author: str
    text: str
    hours_ago: float


class SampleTicket(Content):
    """A ticket with its times in hours, counted from the moment of loading."""

    id: str
    customer: str
    type: TicketType
    severity: Severity
    status: Status
    description: str
    created_hours_ago: float
    status_changed_hours_ago: float
    service: Service | None = None
    status_reason: str | None = None
    expected_in_hours: float | None = None
    resolved_hours_ago: float | None = None
    notes: tuple[SampleNote, ...] = ()


def read_tickets() -> list[SampleTicket]:
    """Return the sample tickets."""
    return read_file("tickets.json", list[SampleTicket])


async def load_sample_tickets(
    connection: AsyncConnection,
    tickets: list[SampleTicket],
    *,
    customers: list[SampleCustomer],
    now: datetime,
) -> None:
    """Insert the tickets that are missing, and move those in work along with the clock.

    Only one in work that nobody has changed (its revision says so) is moved.
    """
    postcodes = {each.number: each.postcode for each in customers}
    ids = [sample.id for sample in tickets]
    held = select(ticket.c.id).where(ticket.c.id.in_(ids)).order_by(ticket.c.id)
    # Not the rows' keys: who books an appointment about a ticket need not wait for us.
    await connection.execute(held.with_for_update(key_share=True))
    present = {each.id: each for each in await load_tickets(connection, ids)}
    for sample in tickets:
        fresh = _ticket(sample, postcode=postcodes[sample.customer], now=now)
        stored = present.get(sample.id)
        if stored is None:
            await insert_ticket(connection, fresh)
        elif stored.revision == 1 and _is_stale(stored, now):
            moved = replace(fresh, notes=stored.notes)
            await update_ticket(connection, moved, known_notes=len(stored.notes))


def _is_stale(stored: Ticket, now: datetime) -> bool:
    if stored.status not in {*BEGINNINGS, Status.HELD}:
        return stored.created > now
    expected = stored.expected_resolution
    late = expected is not None and expected <= now
    return late or not now - LONGEST_IN_WORK <= stored.created <= now


def _ticket(sample: SampleTicket, *, postcode: str, now: datetime) -> Ticket:
    status_changed = _before(now, sample.status_changed_hours_ago)
    resolved, expected = sample.resolved_hours_ago, sample.expected_in_hours
    return Ticket(
        id=sample.id,
        customer=sample.customer,
        type=sample.type,
        severity=sample.severity,
        description=sample.description,
        status=sample.status,
        status_reason=sample.status_reason,
        service=sample.service,
        postcode=postcode if sample.service else None,
        created=_before(now, sample.created_hours_ago),
        changed=status_changed,
        status_changed=status_changed,
        expected_resolution=None if expected is None else _before(now, -expected),
        resolved=None if resolved is None else _before(now, resolved),
        notes=tuple(
            Note(author=note.author, text=note.text, written=_before(now, note.hours_ago))
            for note in sample.notes
        ),
    )


def _before(now: datetime, hours: float) -> datetime:
    return rounded_down(now - timedelta(hours=hours))
