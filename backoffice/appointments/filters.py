"""What appointments can be filtered by."""

from collections.abc import Mapping

from backoffice.appointments.model import Status
from backoffice.appointments.tables import appointment
from backoffice.tmf.stored import Condition, among, equals

APPOINTMENT_FILTERS: Mapping[str, Condition] = {
    "id": equals(appointment.c.id),
    "status": among(appointment.c.status, name="status", known=Status),
    "externalId": equals(appointment.c.external_id),
    "relatedParty.id": equals(appointment.c.customer_number),
    "relatedEntity.id": equals(appointment.c.ticket_id),
    "place.id": equals(appointment.c.postcode),
}
