"""The language in which somebody reads the desk; empty: not chosen, which is German."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "staff_accounts", sa.Column("language", sa.String(5), nullable=False, server_default="")
    )
