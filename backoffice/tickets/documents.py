"""A trouble ticket as a TMF621 document."""

from datetime import datetime

from backoffice.services import Service
from backoffice.tickets.model import Note, Ticket
from backoffice.tmf.documents import Document, moment, money, without_nothing

BASE = "/tmf-api/troubleTicket/v4"

TICKET_ATTRIBUTES = frozenset(
    {
        "id",
        "href",
        "externalId",
        "ticketType",
        "severity",
        "description",
        "status",
        "statusChangeDate",
        "statusChangeReason",
        "creationDate",
        "lastUpdate",
        "expectedResolutionDate",
        "resolutionDate",
        "relatedParty",
        "relatedEntity",
        "troubleTicketCharacteristic",
        "note",
        "@type",
    }
)


def ticket_document(ticket: Ticket) -> Document:
    """Return a ticket as TMF621 `TroubleTicket`; what has no value is left out.

    TMF621 has no attributes for what is affected and where: both are related entities. An amount
    is a characteristic, as TMF621 has them from version 5 on.
    """
    return without_nothing(
        {
            "id": ticket.id,
            "href": f"{BASE}/troubleTicket/{ticket.id}",
            "externalId": ticket.external_id,
            "ticketType": ticket.type.value,
            "severity": ticket.severity.value,
            "description": ticket.description,
            "status": ticket.status.value,
            "statusChangeDate": moment(ticket.status_changed),
            "statusChangeReason": ticket.status_reason,
            "creationDate": moment(ticket.created),
            "lastUpdate": moment(ticket.changed),
            "expectedResolutionDate": _perhaps(ticket.expected_resolution),
            "resolutionDate": _perhaps(ticket.resolved),
            "relatedParty": [
                {"id": ticket.customer, "role": "customer", "@referredType": "Customer"}
            ],
            "relatedEntity": _entities(ticket) or None,
            "troubleTicketCharacteristic": _characteristics(ticket) or None,
            "note": [_note(note, number=n) for n, note in enumerate(ticket.notes, 1)] or None,
            "@type": "TroubleTicket",
        }
    )


def _perhaps(time: datetime | None) -> str | None:
    return moment(time) if time else None


def _entities(ticket: Ticket) -> list[Document]:
    entities = []
    if ticket.service:
        entities.append(_service(ticket.service))
    if ticket.postcode:
        entities.append(_place(ticket.postcode))
    return entities


def _characteristics(ticket: Ticket) -> list[Document]:
    if ticket.cents is None:
        return []
    return [{"name": "amount", "valueType": "Money", "value": money(ticket.cents)}]


def _service(service: Service) -> Document:
    return {
        "id": service.value,
        "name": service.german,
        "role": "affectedService",
        "@referredType": "Service",
    }


def _place(postcode: str) -> Document:
    return {"id": postcode, "role": "affectedPlace", "@referredType": "GeographicAddress"}


def _note(note: Note, *, number: int) -> Document:
    return {
        "id": str(number),
        "author": note.author,
        "date": moment(note.written),
        "text": note.text,
    }
