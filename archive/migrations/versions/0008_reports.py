"""Concerns as reports count them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "uncounted",
        sa.Column("conversation", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("conversation", name="pk_uncounted"),
    )
    op.create_table(
        "concerns",
        sa.Column("conversation", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("agent", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("week", sa.String(), nullable=False),
        sa.Column("began_at", TIME, nullable=False),
        sa.Column("ended_at", TIME, nullable=False),
        sa.Column("quiet_until", TIME, nullable=False),
        sa.Column("next_at", TIME, nullable=True),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.Column("people", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("person_seconds", sa.Integer(), nullable=True),
        sa.Column("solved_seconds", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("conversation", "number", name="pk_concerns"),
    )
    groups = ["channel", "topic", "team", "agent"]
    op.create_index(
        "ix_concerns_counts",
        "concerns",
        ["day", "week", *groups, "answered", "people", "quiet_until", "next_at"],
    )
    op.create_index(
        "ix_concerns_people",
        "concerns",
        ["day", "week", *groups, "people", "reason", "person_seconds", "solved_seconds"],
        sqlite_where=sa.text("people = 1"),
        postgresql_where=sa.text("people"),
    )
    op.create_index("ix_concerns_person", "concerns", ["person", "began_at"])
    op.create_table(
        "concern_load",
        sa.Column("conversation", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("conversation", "day", "hour", name="pk_concern_load"),
    )
    op.create_index("ix_concern_load_day", "concern_load", ["day", "channel", "hour", "lines"])
    # What was said before this is counted by the worker, bit by bit.
    op.execute("INSERT INTO uncounted (conversation) SELECT id FROM conversations")
