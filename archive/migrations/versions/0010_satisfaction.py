"""What customers answered when asked how satisfied they were, and questions answered before."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")
POSITION = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "satisfaction",
        sa.Column("conversation", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("agent", sa.String(), nullable=False),
        sa.Column("asked_at", TIME, nullable=False),
        sa.Column("until", TIME, nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("answers", DOCUMENT, nullable=False),
        sa.Column("answered_at", TIME, nullable=True),
        sa.Column("position", POSITION, nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversations.id"], name="fk_satisfaction_conversation"
        ),
        sa.PrimaryKeyConstraint("conversation", "question", name="pk_satisfaction"),
    )
    op.add_column(
        "concerns", sa.Column("asked", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("concerns", sa.Column("score", sa.Integer(), nullable=True))
    op.create_index(
        "ix_concerns_asked",
        "concerns",
        ["day", "week", "channel", "topic", "team", "agent", "people", "asked", "score"],
        sqlite_where=sa.text("asked = 1"),
        postgresql_where=sa.text("asked"),
    )
    op.create_table(
        "answered_questions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("conversation", sa.String(), nullable=False),
        sa.Column("survey", sa.String(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=True),
        sa.Column("position", POSITION, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_answered_questions"),
    )
    op.create_index("ix_answered_questions_conversation", "answered_questions", ["conversation"])
    op.create_index("ix_answered_questions_model", "answered_questions", ["model", "at"])
