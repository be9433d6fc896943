"""The bills' tables."""

from sqlalchemy import Column, Date, ForeignKey, Integer, String, Table, Text

from backoffice.customers.tables import customer
from backoffice.schema import UtcTime, metadata

bill = Table(
    "customer_bill",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("customer_number", ForeignKey(customer.c.number), nullable=False, index=True),
    Column("issued", Date, nullable=False),
    Column("due", Date, nullable=False),
    Column("period_first", Date, nullable=False),
    Column("period_last", Date, nullable=False),
    Column("state", String(20), nullable=False),
    Column("changed", UtcTime, nullable=False),
)

bill_item = Table(
    "customer_bill_item",
    metadata,
    Column("id", String(50), primary_key=True),
    Column("bill_id", ForeignKey(bill.c.id), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("name", String(100), nullable=False),
    Column("description", Text),
    Column("cents", Integer, nullable=False),
    Column("vat_percent", Integer, nullable=False),
    Column("period_first", Date, nullable=False),
    Column("period_last", Date, nullable=False),
)
