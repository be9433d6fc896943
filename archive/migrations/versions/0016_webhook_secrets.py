"""The former secret of a webhook, which signs beside the new one for a while."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("webhooks", sa.Column("old_secret", sa.Text(), nullable=False, server_default=""))
    op.add_column("webhooks", sa.Column("old_until", sa.DateTime(timezone=True), nullable=True))
