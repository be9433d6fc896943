"""Appointments and free times as TMF646 documents."""

from collections.abc import Sequence
from datetime import datetime

from backoffice.appointments.calendar import Slot
from backoffice.appointments.model import Appointment, Contact, ContactKind, Note, Place
from backoffice.tmf.documents import Document, moment, without_nothing

BASE = "/tmf-api/appointment/v3"

APPOINTMENT_ATTRIBUTES = frozenset(
    {
        "id",
        "href",
        "externalId",
        "category",
        "description",
        "status",
        "creationDate",
        "lastUpdate",
        "validFor",
        "place",
        "relatedParty",
        "relatedEntity",
        "contactMedium",
        "note",
        "@type",
    }
)


def appointment_document(appointment: Appointment) -> Document:
    """Return an appointment as TMF646 `Appointment`; what has no value is left out."""
    return without_nothing(
        {
            "id": appointment.id,
            "href": f"{BASE}/appointment/{appointment.id}",
            "externalId": appointment.external_id,
            "category": appointment.category.value,
            "description": appointment.description,
            "status": appointment.status.value,
            "creationDate": moment(appointment.created),
            "lastUpdate": moment(appointment.changed),
            "validFor": _period(appointment.slot),
            "place": _place(appointment.place),
            "relatedParty": [
                {"id": appointment.customer, "role": "customer", "@referredType": "Customer"}
            ],
            "relatedEntity": _ticket(appointment.ticket),
            "contactMedium": _contact(appointment.contact),
            "note": [_note(note) for note in appointment.notes] or None,
            "@type": "Appointment",
        }
    )


def search_document(free: Sequence[Slot], *, id: str, now: datetime) -> Document:
    """Return free times as TMF646 `SearchTimeSlot`: a task that is done."""
    return {
        "id": id,
        "status": "done",
        "searchDate": moment(now),
        "searchResult": "success" if free else "fail",
        "availableTimeSlot": [time_slot(slot) for slot in free],
        "@type": "SearchTimeSlot",
    }


def time_slot(slot: Slot) -> Document:
    """Return a window as TMF646 `TimeSlot`."""
    return {"validFor": _period(slot)}


def _period(slot: Slot) -> Document:
    return {"startDateTime": moment(slot.start), "endDateTime": moment(slot.end)}


def _place(place: Place) -> Document:
    return without_nothing(
        {
            "id": place.postcode,
            "name": place.address,
            "role": "interventionAddress",
            "@referredType": "GeographicAddress",
        }
    )


def _ticket(id: str | None) -> list[Document] | None:
    if id is None:
        return None
    return [{"id": id, "role": "reason", "@referredType": "TroubleTicket"}]


def _contact(contact: Contact | None) -> Document | None:
    if contact is None:
        return None
    name = "phoneNumber" if contact.kind is ContactKind.PHONE else "emailAddress"
    return {"type": contact.kind.value, "characteristic": {name: contact.value}}


def _note(note: Note) -> Document:
    return without_nothing({"date": moment(note.written), "author": note.author, "text": note.text})
