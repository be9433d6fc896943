"""The archive as it begins: conversations, what was said in them, who held them, and the audit."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")
POSITION = sa.String().with_variant(sa.String(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _create_events()
    _create_conversations()
    _create_messages()
    _create_holds()
    _create_audit()


def _create_events() -> None:
    op.create_table(
        "feed_events",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("conversation", sa.String(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_feed_events"),
    )
    op.create_table(
        "rejected_events",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("conversation", sa.String(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("body", DOCUMENT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_rejected_events"),
    )


def _create_conversations() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("opened_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
    )
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("first_at", TIME, nullable=False),
        sa.Column("last_at", TIME, nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("agent", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_conversations_case_id"),
    )
    op.create_index("ix_conversations_case_id", "conversations", ["case_id"])
    op.create_index("ix_conversations_last_at", "conversations", ["last_at", "id"])
    op.create_index("ix_conversations_owner", "conversations", ["owner", "last_at", "id"])


def _create_messages() -> None:
    op.create_table(
        "messages",
        sa.Column("conversation", sa.String(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("speaker", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("buttons", DOCUMENT, nullable=False),
        sa.Column("image", sa.Text(), nullable=False),
        sa.Column("position", POSITION, nullable=False),
        sa.PrimaryKeyConstraint("conversation", "line", name="pk_messages"),
        _of_conversation("messages"),
    )
    op.create_index("ix_messages_position", "messages", ["conversation", "position"])
    op.create_table(
        "deliveries",
        sa.Column("conversation", sa.String(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("delivery", sa.String(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("position", POSITION, nullable=False),
        sa.PrimaryKeyConstraint("conversation", "line", name="pk_deliveries"),
        _of_conversation("deliveries"),
    )


def _create_holds() -> None:
    op.create_table(
        "holds",
        sa.Column("conversation", sa.String(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("agent", sa.String(), nullable=True),
        sa.Column("deadline", TIME, nullable=True),
        sa.Column("at", TIME, nullable=False),
        sa.Column("position", POSITION, nullable=False),
        sa.PrimaryKeyConstraint("conversation", "epoch", name="pk_holds"),
        _of_conversation("holds"),
    )
    op.create_table(
        "handoffs",
        sa.Column("conversation", sa.String(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("packet", DOCUMENT, nullable=False),
        sa.Column("position", POSITION, nullable=False),
        sa.PrimaryKeyConstraint("conversation", "epoch", name="pk_handoffs"),
        sa.ForeignKeyConstraint(
            ["conversation", "epoch"],
            ["holds.conversation", "holds.epoch"],
            name="fk_handoffs_conversation",
        ),
    )


def _create_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("conversation", sa.String(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_conversation", "audit", ["conversation"])
    op.create_index("ix_audit_at", "audit", ["at"])


def _of_conversation(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_conversation"
    return sa.ForeignKeyConstraint(["conversation"], ["conversations.id"], name=name)
