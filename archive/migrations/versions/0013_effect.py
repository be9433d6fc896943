"""What the assistant took lines for, and what a candidate beside it did."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "readings",
        sa.Column("heard", sa.String(), nullable=False),
        sa.Column("turn", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("conversation", sa.String(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("intent", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("understood", sa.Boolean(), nullable=False),
        sa.Column("anger", sa.Integer(), nullable=True),
        sa.Column("person", sa.Boolean(), nullable=False),
        sa.Column("entities", DOCUMENT, nullable=False),
        sa.PrimaryKeyConstraint("heard", name="pk_readings"),
    )
    op.create_index("ix_readings_turn", "readings", ["turn"])
    op.create_index("ix_readings_conversation", "readings", ["conversation", "at"])
    op.create_index("ix_readings_at", "readings", ["at", "turn"])
    op.create_table(
        "shadow_readings",
        sa.Column("shadow", sa.String(), nullable=False),
        sa.Column("turn", sa.String(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("intent", sa.String(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("understood", sa.Boolean(), nullable=False),
        sa.Column("anger", sa.Integer(), nullable=True),
        sa.Column("person", sa.Boolean(), nullable=False),
        sa.Column("entities", DOCUMENT, nullable=False),
        sa.PrimaryKeyConstraint("shadow", "turn", name="pk_shadow_readings"),
    )
    op.create_index("ix_shadow_readings_turn", "shadow_readings", ["turn"])
