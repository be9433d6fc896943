"""How a trouble ticket begins and may change. Pure."""

from dataclasses import replace
from datetime import datetime

from backoffice.services import Service
from backoffice.tickets.model import (
    BEGINNINGS,
    FINAL,
    MENDED_ON_SITE,
    Note,
    Status,
    Ticket,
    TicketType,
)
from backoffice.tickets.requests import (
    AffectedPlace,
    AffectedService,
    NewNote,
    TicketChange,
    TicketDraft,
)
from chassis.errors import BadRequestError, ConflictError


def opened(draft: TicketDraft, *, id: str, now: datetime) -> Ticket:
    """Return the ticket that a draft opens.

    Raises `BadRequestError` if it has ended already, should end before it began, is about a fault
    and does not say what is affected and where, or asks for a credit of no amount.
    """
    if draft.status not in BEGINNINGS:
        raise BadRequestError("status: a new ticket is acknowledged, inProgress or pending.")
    expected = draft.expected_resolution_date
    if expected is not None and expected < now:
        raise BadRequestError("expectedResolutionDate must not lie in the past.")
    service, postcode = _affected(draft)
    if draft.ticket_type in MENDED_ON_SITE and not (service and postcode):
        raise BadRequestError(
            f"relatedEntity: {draft.ticket_type.value} needs a Service and a GeographicAddress."
        )
    amounts = [each.value.cents for each in draft.trouble_ticket_characteristic]
    if bool(amounts) != (draft.ticket_type is TicketType.CREDIT_REQUEST):
        raise BadRequestError(
            "troubleTicketCharacteristic: creditRequest, and nothing else, needs an amount."
        )
    return Ticket(
        id=id,
        external_id=draft.external_id,
        customer=draft.related_party[0].id,
        type=draft.ticket_type,
        severity=draft.severity,
        description=draft.description,
        status=draft.status,
        status_reason=draft.status_change_reason,
        service=service,
        postcode=postcode,
        created=now,
        changed=now,
        status_changed=now,
        expected_resolution=expected,
        cents=amounts[0] if amounts else None,
        notes=_written(draft.note, now=now),
    )


def repeats(new: Ticket, before: Ticket) -> bool:
    """Say whether a call that would open `new` is the one that opened `before`, made again."""
    return _said(new) == _said(before)


def changed(ticket: Ticket, change: TicketChange, *, now: datetime) -> Ticket:
    """Return the ticket after a change. Raises `ConflictError` if its status forbids it."""
    if ticket.status in FINAL:
        raise ConflictError(f"A ticket that is {ticket.status.value} cannot be changed.")
    moved = _moved(ticket, change.status or ticket.status, now=now)
    return replace(
        moved,
        severity=change.severity or ticket.severity,
        status_reason=change.status_change_reason or moved.status_reason,
        expected_resolution=change.expected_resolution_date or ticket.expected_resolution,
        notes=(*ticket.notes, *_written(change.note or [], now=now)),
        changed=now,
        revision=ticket.revision + 1,
    )


def _said(ticket: Ticket) -> tuple[object, ...]:
    # What no change can touch, so that it still holds after the ticket has moved on.
    what = (ticket.service, ticket.postcode, ticket.cents)
    return (ticket.customer, ticket.type, *what, ticket.description)


def _affected(draft: TicketDraft) -> tuple[Service | None, str | None]:
    services = [each.id for each in draft.related_entity if isinstance(each, AffectedService)]
    postcodes = [each.id for each in draft.related_entity if isinstance(each, AffectedPlace)]
    return (services[0] if services else None, postcodes[0] if postcodes else None)


def _written(notes: list[NewNote], *, now: datetime) -> tuple[Note, ...]:
    return tuple(Note(author=each.author, text=each.text, written=now) for each in notes)


def _moved(ticket: Ticket, status: Status, *, now: datetime) -> Ticket:
    if status is ticket.status:
        return ticket
    if ticket.status is Status.RESOLVED and status not in {Status.CLOSED, Status.IN_PROGRESS}:
        raise ConflictError(f"A ticket cannot go from resolved to {status.value}.")
    # A reason belongs to its change: the reason of the last one says nothing about this one.
    moved = replace(ticket, status=status, status_changed=now, status_reason=None)
    if status is Status.RESOLVED:
        return replace(moved, resolved=now)
    if status in FINAL:
        return moved
    return replace(moved, resolved=None)
