"""The catalogue's tables."""

from sqlalchemy import JSON, Column, ForeignKey, Integer, String, Table, Text

from backoffice.schema import UtcTime, metadata

category = Table(
    "category",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", String(100), nullable=False, unique=True),
    Column("description", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("last_update", UtcTime, nullable=False),
)

characteristic = Table(
    "characteristic",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("description", Text, nullable=False),
    Column("value_type", String(20), nullable=False),
    Column("unit", String(20)),
)

offering = Table(
    "product_offering",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("category_id", ForeignKey(category.c.id), nullable=False, index=True),
    Column("name", String(100), nullable=False, unique=True),
    Column("description", Text, nullable=False),
    Column("lifecycle_status", String(20), nullable=False),
    Column("position", Integer, nullable=False),
    Column("last_update", UtcTime, nullable=False),
)

price = Table(
    "product_offering_price",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("offering_id", ForeignKey(offering.c.id), nullable=False, index=True),
    Column("name", String(100), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("cents", Integer, nullable=False),
    Column("vat_percent", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("last_update", UtcTime, nullable=False),
)

offering_characteristic = Table(
    "product_offering_characteristic",
    metadata,
    Column("offering_id", ForeignKey(offering.c.id), primary_key=True),
    Column("characteristic_name", ForeignKey(characteristic.c.name), primary_key=True),
    Column("position", Integer, nullable=False),
    # A list of one or more numbers, words or truth values.
    Column("values", JSON, nullable=False),
)
