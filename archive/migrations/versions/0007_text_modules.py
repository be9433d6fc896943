"""Ready texts for agents."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "text_modules",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("shortcut", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("du", sa.Text(), nullable=False),
        sa.Column("sie", sa.Text(), nullable=False),
        sa.Column("channels", DOCUMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_text_modules"),
    )
    op.create_table(
        "text_module_shortcuts",
        sa.Column("shortcut", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("module", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("shortcut", "channel", name="pk_text_module_shortcuts"),
        sa.ForeignKeyConstraint(
            ["module"], ["text_modules.id"], name="fk_text_module_shortcuts_module"
        ),
    )
    op.create_index("ix_text_module_shortcuts_module", "text_module_shortcuts", ["module"])
