"""Customers' sentences that editors look at."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "review_sentences",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("worth", sa.Float(), nullable=False),
        sa.Column("rank", sa.Float(), nullable=False),
        sa.Column("facts", DOCUMENT, nullable=False),
        sa.Column("claimed_by", sa.String(), nullable=True),
        sa.Column("claimed_until", TIME, nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("settled_by", sa.String(), nullable=True),
        sa.Column("settled_at", TIME, nullable=True),
        sa.Column("label", DOCUMENT, nullable=True),
        sa.Column("taught", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_review_sentences"),
    )
    op.create_index("ix_review_sentences_claimed_by", "review_sentences", ["claimed_by"])
    op.create_index("ix_review_sentences_rank", "review_sentences", ["outcome", "rank", "id"])
    op.create_table(
        "review_heard",
        sa.Column("heard", sa.String(), nullable=False),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("heard", name="pk_review_heard"),
        sa.ForeignKeyConstraint(
            ["sentence"], ["review_sentences.id"], name="fk_review_heard_sentence"
        ),
    )
    op.create_index("ix_review_heard_sentence", "review_heard", ["sentence"])
    op.create_table(
        "review_position",
        sa.Column("reader", sa.String(), nullable=False),
        sa.Column("position", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("reader", name="pk_review_position"),
    )
