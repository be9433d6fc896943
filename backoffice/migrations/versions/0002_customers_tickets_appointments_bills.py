"""Customers, tickets, appointments with technicians' hours, availability and bills."""

import sqlalchemy as sa
from alembic import op

from backoffice.schema import UtcTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# The sample data's own ids lie below.
FIRST_TICKET = 48300
FIRST_APPOINTMENT = 1200


def upgrade() -> None:
    _create_numbering()
    _create_customers()
    _create_tickets()
    _create_technicians()
    _create_appointments()
    _create_availability()
    _create_bills()


def downgrade() -> None:
    for table in (
        "customer_bill_item",
        "customer_bill",
        "access",
        "appointment_note",
        "appointment",
        "service_area_roster_exception",
        "service_area_roster",
        "service_area_postcode",
        "service_area",
        "trouble_ticket_note",
        "trouble_ticket",
        "customer_tariff",
        "customer",
        "numbering",
    ):
        op.drop_table(table)


def _create_numbering() -> None:
    numbering = op.create_table(
        "numbering",
        sa.Column("series", sa.String(20), nullable=False),
        sa.Column("last_number", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("series", name="pk_numbering"),
    )
    op.bulk_insert(
        numbering,
        [
            {"series": "ticket", "last_number": FIRST_TICKET - 1},
            {"series": "appointment", "last_number": FIRST_APPOINTMENT - 1},
        ],
    )


def _create_customers() -> None:
    op.create_table(
        "customer",
        sa.Column("number", sa.String(8), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("street", sa.String(100), nullable=False),
        sa.Column("postcode", sa.String(5), nullable=False),
        sa.Column("city", sa.String(100), nullable=False),
        sa.Column("phone", sa.String(100)),
        sa.Column("email", sa.String(100)),
        sa.Column("services", sa.JSON, nullable=False),
        sa.Column("contract_start", sa.Date, nullable=False),
        sa.Column("minimum_term_end", sa.Date, nullable=False),
        sa.Column("notice_months", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_customer"),
    )
    op.create_table(
        "customer_tariff",
        sa.Column("customer_number", sa.String(8), nullable=False),
        sa.Column("offering_id", sa.String(64), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("customer_number", "offering_id", name="pk_customer_tariff"),
        sa.ForeignKeyConstraint(
            ["customer_number"], ["customer.number"], name="fk_customer_tariff_customer_number"
        ),
        sa.ForeignKeyConstraint(
            ["offering_id"], ["product_offering.id"], name="fk_customer_tariff_offering_id"
        ),
    )


def _create_tickets() -> None:
    op.create_table(
        "trouble_ticket",
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("external_id", sa.String(100)),
        sa.Column("customer_number", sa.String(8), nullable=False),
        sa.Column("type", sa.String(20), nullable=False),
        sa.Column("severity", sa.String(20), nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("status_reason", sa.Text),
        sa.Column("service", sa.String(20)),
        sa.Column("postcode", sa.String(5)),
        sa.Column("created", UtcTime, nullable=False),
        sa.Column("changed", UtcTime, nullable=False),
        sa.Column("status_changed", UtcTime, nullable=False),
        sa.Column("expected_resolution", UtcTime),
        sa.Column("resolved", UtcTime),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_trouble_ticket"),
        sa.UniqueConstraint("external_id", name="uq_trouble_ticket_external_id"),
        sa.ForeignKeyConstraint(
            ["customer_number"], ["customer.number"], name="fk_trouble_ticket_customer_number"
        ),
    )
    for column in ("customer_number", "status", "created"):
        op.create_index(f"ix_trouble_ticket_{column}", "trouble_ticket", [column])
    op.create_table(
        "trouble_ticket_note",
        sa.Column("ticket_id", sa.String(20), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("author", sa.String(100), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("written", UtcTime, nullable=False),
        sa.PrimaryKeyConstraint("ticket_id", "position", name="pk_trouble_ticket_note"),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["trouble_ticket.id"], name="fk_trouble_ticket_note_ticket_id"
        ),
    )


def _create_technicians() -> None:
    op.create_table(
        "service_area",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_service_area"),
    )
    op.create_table(
        "service_area_postcode",
        sa.Column("postcode", sa.String(5), nullable=False),
        sa.Column("area_id", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("postcode", name="pk_service_area_postcode"),
        sa.ForeignKeyConstraint(
            ["area_id"], ["service_area.id"], name="fk_service_area_postcode_area_id"
        ),
    )
    op.create_index("ix_service_area_postcode_area_id", "service_area_postcode", ["area_id"])
    op.create_table(
        "service_area_roster",
        sa.Column("area_id", sa.String(40), nullable=False),
        sa.Column("weekday", sa.Integer, nullable=False),
        sa.Column("hour", sa.Integer, nullable=False),
        sa.Column("places", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("area_id", "weekday", "hour", name="pk_service_area_roster"),
        sa.ForeignKeyConstraint(
            ["area_id"], ["service_area.id"], name="fk_service_area_roster_area_id"
        ),
    )
    op.create_table(
        "service_area_roster_exception",
        sa.Column("area_id", sa.String(40), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("hour", sa.Integer, nullable=False),
        sa.Column("places", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("area_id", "day", "hour", name="pk_service_area_roster_exception"),
        sa.ForeignKeyConstraint(
            ["area_id"], ["service_area.id"], name="fk_service_area_roster_exception_area_id"
        ),
    )


def _create_appointments() -> None:
    op.create_table(
        "appointment",
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("external_id", sa.String(100)),
        sa.Column("customer_number", sa.String(8), nullable=False),
        sa.Column("area_id", sa.String(40), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("hour", sa.Integer, nullable=False),
        sa.Column("seat", sa.Integer),
        sa.Column("requested_day", sa.Date, nullable=False),
        sa.Column("requested_hour", sa.Integer, nullable=False),
        sa.Column("postcode", sa.String(5), nullable=False),
        sa.Column("address", sa.String(100)),
        sa.Column("category", sa.String(20), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("description", sa.Text),
        sa.Column("ticket_id", sa.String(20)),
        sa.Column("contact_kind", sa.String(10)),
        sa.Column("contact_value", sa.String(100)),
        sa.Column("created", UtcTime, nullable=False),
        sa.Column("changed", UtcTime, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_appointment"),
        sa.UniqueConstraint("external_id", name="uq_appointment_external_id"),
        sa.UniqueConstraint(
            "area_id", "day", "hour", "seat", name="uq_appointment_area_id_day_hour_seat"
        ),
        sa.ForeignKeyConstraint(
            ["customer_number"], ["customer.number"], name="fk_appointment_customer_number"
        ),
        sa.ForeignKeyConstraint(["area_id"], ["service_area.id"], name="fk_appointment_area_id"),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["trouble_ticket.id"], name="fk_appointment_ticket_id"
        ),
    )
    for column in ("customer_number", "ticket_id"):
        op.create_index(f"ix_appointment_{column}", "appointment", [column])
    op.create_table(
        "appointment_note",
        sa.Column("appointment_id", sa.String(20), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("author", sa.String(100)),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("written", UtcTime, nullable=False),
        sa.PrimaryKeyConstraint("appointment_id", "position", name="pk_appointment_note"),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name="fk_appointment_note_appointment_id"
        ),
    )


def _create_availability() -> None:
    op.create_table(
        "access",
        sa.Column("postcode", sa.String(5), nullable=False),
        sa.Column("fibre_mbit", sa.Integer, nullable=False),
        sa.Column("vdsl_mbit", sa.Integer, nullable=False),
        sa.Column("mobile_5g_mbit", sa.Integer, nullable=False),
        sa.Column("fibre_expected", sa.Date),
        sa.PrimaryKeyConstraint("postcode", name="pk_access"),
    )


def _create_bills() -> None:
    op.create_table(
        "customer_bill",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("customer_number", sa.String(8), nullable=False),
        sa.Column("issued", sa.Date, nullable=False),
        sa.Column("due", sa.Date, nullable=False),
        sa.Column("period_first", sa.Date, nullable=False),
        sa.Column("period_last", sa.Date, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("changed", UtcTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_customer_bill"),
        sa.ForeignKeyConstraint(
            ["customer_number"], ["customer.number"], name="fk_customer_bill_customer_number"
        ),
    )
    op.create_index("ix_customer_bill_customer_number", "customer_bill", ["customer_number"])
    op.create_table(
        "customer_bill_item",
        sa.Column("id", sa.String(50), nullable=False),
        sa.Column("bill_id", sa.String(40), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("description", sa.Text),
        sa.Column("cents", sa.Integer, nullable=False),
        sa.Column("vat_percent", sa.Integer, nullable=False),
        sa.Column("period_first", sa.Date, nullable=False),
        sa.Column("period_last", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_customer_bill_item"),
        sa.ForeignKeyConstraint(
            ["bill_id"], ["customer_bill.id"], name="fk_customer_bill_item_bill_id"
        ),
    )
    op.create_index("ix_customer_bill_item_bill_id", "customer_bill_item", ["bill_id"])
