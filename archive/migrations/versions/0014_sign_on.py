"""Sites of staff, and whose identity at the provider is whose account."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "staff_accounts", sa.Column("site", sa.String(100), nullable=False, server_default="")
    )
    op.create_table(
        "staff_identities",
        sa.Column("issuer", sa.String(255), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("account", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("issuer", "subject", name="pk_staff_identities"),
        sa.UniqueConstraint("account", name="uq_staff_identities_account"),
        sa.ForeignKeyConstraint(
            ["account"], ["staff_accounts.id"], name="fk_staff_identities_account_staff_accounts"
        ),
    )
