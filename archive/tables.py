"""The archive's tables. What they hold is a function of the set of events, not of their order.

`position` is the id of the event a row came from, written so that it sorts (see `reading.py`).
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    MetaData,
    String,
    Table,
    Text,
    text,
)

from archive.columns import Document, Number, Position, UtcTime

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _key(name: str, *constraints: ForeignKey) -> Column[Any]:
    return Column(name, String, *constraints, primary_key=True)


def _in_conversation() -> Column[Any]:
    return _key("conversation", ForeignKey("conversations.id"))


def _needed(name: str, kind: Any) -> Column[Any]:
    return Column(name, kind, nullable=False)


feed_events = Table(
    "feed_events",
    metadata,
    _key("id"),
    _needed("kind", String),
    _needed("conversation", String),
    _needed("at", UtcTime),
)

rejected_events = Table(
    "rejected_events",
    metadata,
    _key("id"),
    _needed("kind", String),
    _needed("conversation", String),
    _needed("at", UtcTime),
    _needed("body", Document),
    _needed("reason", Text),
)

cases = Table("cases", metadata, _key("id"), _needed("opened_at", UtcTime))

conversations = Table(
    "conversations",
    metadata,
    _key("id"),
    _needed("channel", String),
    Column("case_id", String, ForeignKey("cases.id"), nullable=False, index=True),
    # Whom the platform names; a person on two channels of one platform has two conversations.
    Column("person", String, index=True),
    _needed("first_at", UtcTime),
    _needed("last_at", UtcTime),
    _needed("owner", String),
    Column("agent", String),
    Index("ix_conversations_last_at", "last_at", "id"),
    Index("ix_conversations_owner", "owner", "last_at", "id"),
)

# `version` is empty for words as they were said and grows with each change; see archive/rows.py.
messages = Table(
    "messages",
    metadata,
    _in_conversation(),
    _key("line"),
    _needed("speaker", String),
    _needed("author", String),
    _needed("text", Text),
    _needed("at", UtcTime),
    _needed("buttons", Document),
    _needed("image", Text),
    Column("attachments", Document),
    Column("edited_at", UtcTime),
    Column("erased_at", UtcTime),
    Column("version", Position, nullable=False, server_default=text("''")),
    _needed("position", Position),
    Index("ix_messages_position", "conversation", "position"),
)

# Apart from the messages, because a line's delivery may be heard of before the line itself.
deliveries = Table(
    "deliveries",
    metadata,
    _in_conversation(),
    _key("line"),
    _needed("delivery", String),
    _needed("at", UtcTime),
    _needed("reason", Text),
    _needed("position", Position),
)

holds = Table(
    "holds",
    metadata,
    _in_conversation(),
    Column("epoch", BigInteger, primary_key=True, autoincrement=False),
    _needed("owner", String),
    Column("agent", String),
    Column("deadline", UtcTime),
    _needed("at", UtcTime),
    _needed("position", Position),
)

handoffs = Table(
    "handoffs",
    metadata,
    _key("conversation"),
    Column("epoch", BigInteger, primary_key=True, autoincrement=False),
    _needed("reason", String),
    _needed("packet", Document),
    _needed("position", Position),
    ForeignKeyConstraint(["conversation", "epoch"], ["holds.conversation", "holds.epoch"]),
)

# Which cases a conversation was in, and since when; its own row names the latest.
case_parts = Table(
    "case_parts",
    metadata,
    _in_conversation(),
    Column("position", Position, primary_key=True),
    Column("case_id", String, ForeignKey("cases.id"), nullable=False, index=True),
    Column("continues", String),
    _needed("since", UtcTime),
)

# Conversations whose rows up to `position` were deleted at their customer's wish: what is told of
# them late is not written again. Who it was cannot be read from this.
forgotten = Table("forgotten", metadata, _key("digest"), _needed("position", Position))

# A person is in no contact but their own until there is a row; see archive/contacts.py.
contact_members = Table(
    "contact_members",
    metadata,
    _key("person"),
    Column("contact", String, nullable=False, index=True),
    _needed("proof", String),
    _needed("at", UtcTime),
)

verified_customers = Table(
    "verified_customers",
    metadata,
    _key("person"),
    _key("customer"),
    _needed("at", UtcTime),
    Index("ix_verified_customers_customer", "customer"),
)

contact_splits = Table(
    "contact_splits",
    metadata,
    _key("person"),
    _key("other"),
    _needed("who", String),
    _needed("reason", Text),
    _needed("at", UtcTime),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Number, primary_key=True),
    _needed("who", String),
    _needed("what", String),
    Column("conversation", String, index=True),
    _needed("detail", Text),
    _needed("at", UtcTime),
    Index("ix_audit_at", "at"),
)
