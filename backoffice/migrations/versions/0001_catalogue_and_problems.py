"""The catalogue and the service problems."""

import sqlalchemy as sa
from alembic import op

from backoffice.schema import UtcTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_catalogue()
    _create_problems()


def downgrade() -> None:
    for table in (
        "service_problem_area",
        "service_problem_service",
        "service_problem",
        "product_offering_characteristic",
        "product_offering_price",
        "product_offering",
        "characteristic",
        "category",
    ):
        op.drop_table(table)


def _create_catalogue() -> None:
    op.create_table(
        "category",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("last_update", UtcTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_category"),
        sa.UniqueConstraint("name", name="uq_category_name"),
    )
    op.create_table(
        "characteristic",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("value_type", sa.String(20), nullable=False),
        sa.Column("unit", sa.String(20)),
        sa.PrimaryKeyConstraint("name", name="pk_characteristic"),
    )
    op.create_table(
        "product_offering",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("category_id", sa.String(64), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("lifecycle_status", sa.String(20), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("last_update", UtcTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_product_offering"),
        sa.UniqueConstraint("name", name="uq_product_offering_name"),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name="fk_product_offering_category_id"
        ),
    )
    op.create_index("ix_product_offering_category_id", "product_offering", ["category_id"])
    op.create_table(
        "product_offering_price",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("offering_id", sa.String(64), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("cents", sa.Integer, nullable=False),
        sa.Column("vat_percent", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("last_update", UtcTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_product_offering_price"),
        sa.ForeignKeyConstraint(
            ["offering_id"], ["product_offering.id"], name="fk_product_offering_price_offering_id"
        ),
    )
    op.create_index(
        "ix_product_offering_price_offering_id", "product_offering_price", ["offering_id"]
    )
    op.create_table(
        "product_offering_characteristic",
        sa.Column("offering_id", sa.String(64), nullable=False),
        sa.Column("characteristic_name", sa.String(64), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("values", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint(
            "offering_id", "characteristic_name", name="pk_product_offering_characteristic"
        ),
        sa.ForeignKeyConstraint(
            ["offering_id"],
            ["product_offering.id"],
            name="fk_product_offering_characteristic_offering_id",
        ),
        sa.ForeignKeyConstraint(
            ["characteristic_name"],
            ["characteristic.name"],
            name="fk_product_offering_characteristic_characteristic_name",
        ),
    )


def _create_problems() -> None:
    op.create_table(
        "service_problem",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("correlation_id", sa.String(100)),
        sa.Column("category", sa.String(100), nullable=False),
        sa.Column("priority", sa.Integer, nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("status_reason", sa.Text),
        sa.Column("originator_id", sa.String(100), nullable=False),
        sa.Column("originator_kind", sa.String(100), nullable=False),
        sa.Column("originator_name", sa.String(100)),
        sa.Column("affected_services", sa.Integer),
        sa.Column("raised", UtcTime, nullable=False),
        sa.Column("changed", UtcTime, nullable=False),
        sa.Column("status_changed", UtcTime, nullable=False),
        sa.Column("expected_resolution", UtcTime),
        sa.Column("resolved", UtcTime),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_service_problem"),
        sa.UniqueConstraint("correlation_id", name="uq_service_problem_correlation_id"),
    )
    op.create_index("ix_service_problem_status", "service_problem", ["status"])
    op.create_index("ix_service_problem_raised", "service_problem", ["raised"])
    op.create_table(
        "service_problem_service",
        sa.Column("problem_id", sa.String(64), nullable=False),
        sa.Column("service", sa.String(20), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("problem_id", "service", name="pk_service_problem_service"),
        sa.ForeignKeyConstraint(
            ["problem_id"], ["service_problem.id"], name="fk_service_problem_service_problem_id"
        ),
    )
    op.create_index("ix_service_problem_service_service", "service_problem_service", ["service"])
    op.create_table(
        "service_problem_area",
        sa.Column("problem_id", sa.String(64), nullable=False),
        sa.Column("postcode", sa.String(5), nullable=False),
        sa.Column("city", sa.String(100)),
        sa.Column("position", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("problem_id", "postcode", name="pk_service_problem_area"),
        sa.ForeignKeyConstraint(
            ["problem_id"], ["service_problem.id"], name="fk_service_problem_area_problem_id"
        ),
    )
    op.create_index("ix_service_problem_area_postcode", "service_problem_area", ["postcode"])
