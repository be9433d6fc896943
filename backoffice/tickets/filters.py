"""What trouble tickets can be filtered by."""

from collections.abc import Mapping

from backoffice.tickets.model import Status, TicketType
from backoffice.tickets.tables import ticket
from backoffice.tmf.stored import Condition, among, equals

TICKET_FILTERS: Mapping[str, Condition] = {
    "id": equals(ticket.c.id),
    "status": among(ticket.c.status, name="status", known=Status),
    "externalId": equals(ticket.c.external_id),
    "ticketType": among(ticket.c.type, name="ticketType", known=TicketType),
    "relatedParty.id": equals(ticket.c.customer_number),
}
