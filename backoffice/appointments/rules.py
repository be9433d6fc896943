"""How an appointment begins and may change. Pure."""

from dataclasses import replace
from datetime import datetime

from backoffice.appointments.model import (
    Appointment,
    Contact,
    ContactKind,
    Note,
    Place,
    Status,
)
from backoffice.appointments.requests import (
    AppointmentChange,
    AppointmentDraft,
    EmailContact,
    NewNote,
    PhoneContact,
)
from chassis.errors import ConflictError


def booked(draft: AppointmentDraft, *, id: str, now: datetime) -> Appointment:
    """Return the appointment that a draft books, provided that somebody is free."""
    slot = draft.valid_for.slot
    return Appointment(
        id=id,
        external_id=draft.external_id,
        customer=draft.related_party[0].id,
        slot=slot,
        requested=slot,
        place=Place(postcode=draft.place.id, address=draft.place.name),
        category=draft.category,
        status=Status.CONFIRMED,
        description=draft.description,
        ticket=draft.related_entity[0].id if draft.related_entity else None,
        contact=_contact(draft.contact_medium),
        created=now,
        changed=now,
        notes=_written(draft.note, now=now),
    )


def repeats(draft: AppointmentDraft, before: Appointment) -> bool:
    """Say whether a draft is the one that booked `before`, sent again."""
    return (draft.related_party[0].id, draft.place.id, draft.valid_for.slot, draft.category) == (
        before.customer,
        before.place.postcode,
        before.requested,
        before.category,
    )


def changed(appointment: Appointment, change: AppointmentChange, *, now: datetime) -> Appointment:
    """Return the appointment after a change, provided that somebody is free where it is moved to.

    A change that asks for what is so already changes nothing. Raises `ConflictError` if the
    appointment is over, or has begun and would be moved or cancelled.
    """
    if _is_so_already(appointment, change):
        return appointment
    if appointment.status is not Status.CONFIRMED:
        raise ConflictError(f"An appointment that is {appointment.status.value} stays as it is.")
    withdrawn = change.valid_for or change.status is Status.CANCELLED
    if withdrawn and appointment.slot.start <= now:
        raise ConflictError("An appointment that has begun can be neither moved nor cancelled.")
    return replace(
        appointment,
        slot=change.valid_for.slot if change.valid_for else appointment.slot,
        status=change.status or appointment.status,
        description=change.description or appointment.description,
        notes=(*appointment.notes, *_written(change.note or [], now=now)),
        changed=now,
        revision=appointment.revision + 1,
    )


def _is_so_already(appointment: Appointment, change: AppointmentChange) -> bool:
    # Who repeats a call after a timeout says nothing new.
    if change.note or change.description not in {None, appointment.description}:
        return False
    if change.valid_for:
        here = change.valid_for.slot == appointment.slot
        return here and appointment.status is Status.CONFIRMED
    return change.status in {None, appointment.status}


def _contact(medium: PhoneContact | EmailContact | None) -> Contact | None:
    if medium is None:
        return None
    if isinstance(medium, PhoneContact):
        return Contact(kind=ContactKind.PHONE, value=medium.characteristic.phone_number)
    return Contact(kind=ContactKind.EMAIL, value=medium.characteristic.email_address)


def _written(notes: list[NewNote], *, now: datetime) -> tuple[Note, ...]:
    return tuple(Note(author=each.author, text=each.text, written=now) for each in notes)
