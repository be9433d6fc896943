"""Lines that were put right or deleted on their platform, and conversations that were erased."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
POSITION = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("messages", sa.Column("edited_at", TIME, nullable=True))
    op.add_column("messages", sa.Column("erased_at", TIME, nullable=True))
    version = sa.Column("version", POSITION, nullable=False, server_default=sa.text("''"))
    op.add_column("messages", version)
    op.create_table(
        "forgotten",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("position", POSITION, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_forgotten"),
    )
