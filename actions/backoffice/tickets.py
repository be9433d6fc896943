"""TMF621: the tickets of a customer, and new ones."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from actions.backoffice.calls import Calls, Document, moment
from actions.backoffice.customers import Customer

TICKETS = "/tmf-api/troubleTicket/v4/troubleTicket"
SERVICE = "Service"
PLACE = "GeographicAddress"


class TicketState(StrEnum):
    """What a customer is told of a ticket."""

    IN_PROGRESS = "in_progress"
    TECHNICIAN_NEEDED = "technician_needed"
    CLOSED = "closed"


STATES = {
    "acknowledged": TicketState.IN_PROGRESS,
    "inProgress": TicketState.IN_PROGRESS,
    "held": TicketState.IN_PROGRESS,
    "pending": TicketState.TECHNICIAN_NEEDED,
    "resolved": TicketState.CLOSED,
    "closed": TicketState.CLOSED,
    "cancelled": TicketState.CLOSED,
    "rejected": TicketState.CLOSED,
}


@dataclass(frozen=True, slots=True)
class Ticket:
    """A reported case. Times are aware; `reason` is German and meant for customers."""

    number: str
    kind: str
    state: TicketState
    opened: datetime
    changed: datetime
    service: str | None = None
    reason: str | None = None
    expected: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether somebody is still to do something."""
        return self.state is not TicketState.CLOSED


@dataclass(frozen=True, slots=True)
class Report:
    """What a new ticket says.

    `kind` is a ticket type of the back office; only bills, contracts and others go without service.
    """

    kind: str
    service: str | None
    description: str
    severity: str = "major"


class Tickets(Protocol):
    """Where tickets are kept."""

    async def tickets(self, customer: Customer) -> tuple[Ticket, ...]:
        """Return a customer's tickets, newest first. Raises BackOfficeUnavailableError."""

    async def open_ticket(self, customer: Customer, report: Report, *, key: str) -> Ticket:
        """Return the new ticket, or the one that the same key opened before.

        Raises BackOfficeUnavailableError.
        """


class TicketsOverHttp:
    """The tickets of the back office."""

    _calls: Calls

    async def tickets(self, customer: Customer) -> tuple[Ticket, ...]:
        """Return a customer's tickets, newest first."""
        return await self._calls.listed(TICKETS, {"relatedParty.id": customer.number}, _ticket)

    async def open_ticket(self, customer: Customer, report: Report, *, key: str) -> Ticket:
        """Return the new ticket, or the one that the same key opened before."""
        body = _reported(customer, report, key)
        return self._calls.read(await self._calls.written("POST", TICKETS, body), _ticket)


def _reported(customer: Customer, report: Report, key: str) -> dict[str, Any]:
    body = {
        "externalId": key,
        "ticketType": report.kind,
        "severity": report.severity,
        "description": report.description,
        "relatedParty": [{"id": customer.number, "role": "customer", "@referredType": "Customer"}],
    }
    if report.service is None:
        return body
    service = {"id": report.service, "role": "affectedService", "@referredType": SERVICE}
    place = {"id": customer.postal_code, "role": "affectedPlace", "@referredType": PLACE}
    return {**body, "relatedEntity": [service, place]}


def _ticket(document: Document) -> Ticket:
    services = [
        each["id"]
        for each in document.get("relatedEntity", [])
        if each.get("@referredType") == SERVICE
    ]
    expected = document.get("expectedResolutionDate")
    return Ticket(
        number=document["id"],
        kind=document["ticketType"],
        state=STATES[document["status"]],
        opened=moment(document["creationDate"]),
        changed=moment(document.get("statusChangeDate") or document["creationDate"]),
        service=services[0] if services else None,
        reason=document.get("statusChangeReason"),
        expected=moment(expected) if expected else None,
    )
