"""Tickets that ask for a credit say how much."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("trouble_ticket", sa.Column("cents", sa.Integer))


def downgrade() -> None:
    op.drop_column("trouble_ticket", "cents")
