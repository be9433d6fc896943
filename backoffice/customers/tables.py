"""The customers' tables."""

from sqlalchemy import JSON, Column, Date, ForeignKey, Integer, String, Table

from backoffice.catalogue.tables import offering
from backoffice.schema import metadata

customer = Table(
    "customer",
    metadata,
    Column("number", String(8), primary_key=True),
    Column("name", String(100), nullable=False),
    Column("street", String(100), nullable=False),
    Column("postcode", String(5), nullable=False),
    Column("city", String(100), nullable=False),
    Column("phone", String(100)),
    Column("email", String(100)),
    # A list of the words of `Service`.
    Column("services", JSON, nullable=False),
    Column("contract_start", Date, nullable=False),
    Column("minimum_term_end", Date, nullable=False),
    Column("notice_months", Integer, nullable=False),
)

customer_tariff = Table(
    "customer_tariff",
    metadata,
    Column("customer_number", ForeignKey(customer.c.number), primary_key=True),
    Column("offering_id", ForeignKey(offering.c.id), primary_key=True),
    Column("position", Integer, nullable=False),
)
