"""The tables of appointments and of the technicians' working hours."""

from sqlalchemy import Column, Date, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from backoffice.customers.tables import customer
from backoffice.schema import UtcTime, metadata
from backoffice.tickets.tables import ticket

service_area = Table(
    "service_area",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("name", String(100), nullable=False),
)

area_postcode = Table(
    "service_area_postcode",
    metadata,
    Column("postcode", String(5), primary_key=True),
    Column("area_id", ForeignKey(service_area.c.id), nullable=False, index=True),
)

# How many technicians an area has in each week's windows; Monday is 0.
roster = Table(
    "service_area_roster",
    metadata,
    Column("area_id", ForeignKey(service_area.c.id), primary_key=True),
    Column("weekday", Integer, primary_key=True),
    Column("hour", Integer, primary_key=True),
    Column("places", Integer, nullable=False),
)

# How many it has on one day instead.
roster_exception = Table(
    "service_area_roster_exception",
    metadata,
    Column("area_id", ForeignKey(service_area.c.id), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("hour", Integer, primary_key=True),
    Column("places", Integer, nullable=False),
)

appointment = Table(
    "appointment",
    metadata,
    Column("id", String(20), primary_key=True),
    Column("external_id", String(100), unique=True),
    Column("customer_number", ForeignKey(customer.c.number), nullable=False, index=True),
    Column("area_id", ForeignKey(service_area.c.id), nullable=False),
    Column("day", Date, nullable=False),
    Column("hour", Integer, nullable=False),
    # Which of the window's technicians comes; empty when nobody has to any more.
    Column("seat", Integer),
    Column("requested_day", Date, nullable=False),
    Column("requested_hour", Integer, nullable=False),
    Column("postcode", String(5), nullable=False),
    Column("address", String(100)),
    Column("category", String(20), nullable=False),
    Column("status", String(20), nullable=False),
    Column("description", Text),
    Column("ticket_id", ForeignKey(ticket.c.id), index=True),
    Column("contact_kind", String(10)),
    Column("contact_value", String(100)),
    Column("created", UtcTime, nullable=False),
    Column("changed", UtcTime, nullable=False),
    Column("revision", Integer, nullable=False),
    # The database's own promise that no technician is booked twice (empty seats do not collide).
    UniqueConstraint("area_id", "day", "hour", "seat"),
)

appointment_note = Table(
    "appointment_note",
    metadata,
    Column("appointment_id", ForeignKey(appointment.c.id), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("author", String(100)),
    Column("text", Text, nullable=False),
    Column("written", UtcTime, nullable=False),
)
