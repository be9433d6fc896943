"""Cases of more than one conversation, who writes in each, contacts, and attachments of lines."""

from urllib.parse import unquote

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")
POSITION = sa.String().with_variant(sa.String(collation="C"), "postgresql")
AT_ONCE = 1000
PLATFORMS = {"x_public": "x", "x_dm": "x", "messenger": "facebook", "fb_comment": "facebook"}


def upgrade() -> None:
    op.add_column("messages", sa.Column("attachments", DOCUMENT, nullable=True))
    op.add_column("conversations", sa.Column("person", sa.String(), nullable=True))
    _fill_people()
    op.create_index("ix_conversations_person", "conversations", ["person"])
    _create_case_parts()
    _create_contacts()


def _fill_people() -> None:
    connection = op.get_bind()
    table = sa.table("conversations", sa.column("id"), sa.column("person"))
    ids = list(connection.execute(sa.select(table.c.id)).scalars())
    fill = (
        sa.update(table).where(table.c.id == sa.bindparam("which")).values(person=sa.bindparam("p"))
    )
    for start in range(0, len(ids), AT_ONCE):
        rows = [{"which": id, "p": _person(id)} for id in ids[start : start + AT_ONCE]]
        connection.execute(fill, rows)


def _person(id: str) -> str:
    channel, _, customer = id.split(":")
    return f"{PLATFORMS.get(channel, 'web')}:{unquote(customer)}"


def _create_case_parts() -> None:
    op.create_table(
        "case_parts",
        sa.Column("conversation", sa.String(), nullable=False),
        sa.Column("position", POSITION, nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("continues", sa.String(), nullable=True),
        sa.Column("since", TIME, nullable=False),
        sa.PrimaryKeyConstraint("conversation", "position", name="pk_case_parts"),
        sa.ForeignKeyConstraint(
            ["conversation"], ["conversations.id"], name="fk_case_parts_conversation"
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_parts_case_id"),
    )
    op.create_index("ix_case_parts_case_id", "case_parts", ["case_id"])


def _create_contacts() -> None:
    op.create_table(
        "contact_members",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("proof", sa.String(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_contact_members"),
    )
    op.create_index("ix_contact_members_contact", "contact_members", ["contact"])
    op.create_table(
        "verified_customers",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("customer", sa.String(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("person", "customer", name="pk_verified_customers"),
    )
    op.create_index("ix_verified_customers_customer", "verified_customers", ["customer"])
    op.create_table(
        "contact_splits",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("other", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("person", "other", name="pk_contact_splits"),
    )
