"""The table of what can be had where."""

from sqlalchemy import Column, Date, Integer, String, Table

from backoffice.schema import metadata

access = Table(
    "access",
    metadata,
    Column("postcode", String(5), primary_key=True),
    Column("fibre_mbit", Integer, nullable=False),
    Column("vdsl_mbit", Integer, nullable=False),
    Column("mobile_5g_mbit", Integer, nullable=False),
    Column("fibre_expected", Date),
)
