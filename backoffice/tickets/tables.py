"""The trouble tickets' tables."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text

from backoffice.customers.tables import customer
from backoffice.schema import UtcTime, metadata

ticket = Table(
    "trouble_ticket",
    metadata,
    Column("id", String(20), primary_key=True),
    Column("external_id", String(100), unique=True),
    Column("customer_number", ForeignKey(customer.c.number), nullable=False, index=True),
    Column("type", String(20), nullable=False),
    Column("severity", String(20), nullable=False),
    Column("description", Text, nullable=False),
    Column("status", String(20), nullable=False, index=True),
    Column("status_reason", Text),
    Column("service", String(20)),
    Column("postcode", String(5)),
    Column("created", UtcTime, nullable=False, index=True),
    Column("changed", UtcTime, nullable=False),
    Column("status_changed", UtcTime, nullable=False),
    Column("expected_resolution", UtcTime),
    Column("resolved", UtcTime),
    Column("cents", Integer),
    Column("revision", Integer, nullable=False),
)

ticket_note = Table(
    "trouble_ticket_note",
    metadata,
    Column("ticket_id", ForeignKey(ticket.c.id), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("author", String(100), nullable=False),
    Column("text", Text, nullable=False),
    Column("written", UtcTime, nullable=False),
)
