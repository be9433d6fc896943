"""The archive's tables. What they hold is a function of the set of events, not of their order.

`position` is the id of the event a row came from, written so that it sorts (see `reading.py`).
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    false,
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

# The question how satisfied a customer was, and their answer; the newest word on it counts.
satisfaction = Table(
    "satisfaction",
    metadata,
    _in_conversation(),
    _key("question"),
    _needed("agent", String),
    _needed("asked_at", UtcTime),
    _needed("until", UtcTime),
    Column("score", Integer),
    _needed("answers", Document),
    Column("answered_at", UtcTime),
    _needed("position", Position),
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

# Customers' sentences that editors look at; `rank` is their order, the greatest first.
review_sentences = Table(
    "review_sentences",
    metadata,
    _key("id"),
    _needed("text", Text),
    _needed("at", UtcTime),
    _needed("times", Integer),
    _needed("worth", Float),
    _needed("rank", Float),
    _needed("facts", Document),
    Column("claimed_by", String, index=True),
    Column("claimed_until", UtcTime),
    Column("outcome", String),
    Column("settled_by", String),
    Column("settled_at", UtcTime),
    Column("label", Document),
    _needed("taught", Boolean),
    Index("ix_review_sentences_rank", "outcome", "rank", "id"),
)

# Which lines have been counted, so that reading the archive again counts none twice.
review_heard = Table(
    "review_heard",
    metadata,
    _key("heard"),
    Column("sentence", String, ForeignKey("review_sentences.id"), nullable=False, index=True),
)

review_position = Table("review_position", metadata, _key("reader"), _needed("position", String))

# What the assistant took customers' lines for when it answered, without a word of them; `turn`
# names the last line of those it read together. See archive/readings.py.
readings = Table(
    "readings",
    metadata,
    _key("heard"),
    Column("turn", String, nullable=False, index=True),
    _needed("place", Integer),
    _needed("conversation", String),
    _needed("at", UtcTime),
    _needed("model", String),
    _needed("intent", String),
    _needed("topic", String),
    _needed("confidence", Float),
    _needed("understood", Boolean),
    Column("anger", Integer),
    _needed("person", Boolean),
    _needed("entities", Document),
    Index("ix_readings_conversation", "conversation", "at"),
    Index("ix_readings_at", "at", "turn"),
)

# What a candidate took the same for that was asked beside the assistant and never answered.
shadow_readings = Table(
    "shadow_readings",
    metadata,
    _key("shadow"),
    _key("turn"),
    _needed("at", UtcTime),
    _needed("intent", String),
    _needed("confidence", Float),
    _needed("understood", Boolean),
    Column("anger", Integer),
    _needed("person", Boolean),
    _needed("entities", Document),
    Index("ix_shadow_readings_turn", "turn"),
)

# Conversations of which more was told since their concerns were counted; see archive/reports/.
uncounted = Table("uncounted", metadata, _key("conversation"))

GROUPS = ("channel", "topic", "team", "agent")

# One row for each concern, counted from the tables above: what reports add up. `day`, `week` (its
# Monday) and `hour` are local; seconds are of the team's working hours.
concerns = Table(
    "concerns",
    metadata,
    _key("conversation"),
    Column("number", Integer, primary_key=True, autoincrement=False),
    _needed("person", String),
    _needed("case_id", String),
    _needed("channel", String),
    _needed("topic", String),
    _needed("team", String),
    _needed("agent", String),
    _needed("day", String),
    _needed("week", String),
    _needed("began_at", UtcTime),
    _needed("ended_at", UtcTime),
    _needed("quiet_until", UtcTime),
    Column("next_at", UtcTime),
    _needed("answered", Boolean),
    _needed("people", Boolean),
    _needed("reason", String),
    Column("person_seconds", Integer),
    Column("solved_seconds", Integer),
    Column("asked", Boolean, nullable=False, server_default=false()),
    Column("score", Integer),
    Index("ix_concerns_person", "person", "began_at"),
    # Each holds all that its questions ask for, so that rows need not be looked up one by one.
    Index(
        "ix_concerns_counts",
        *("day", "week", *GROUPS, "answered", "people", "quiet_until", "next_at"),
    ),
    Index(
        "ix_concerns_people",
        *("day", "week", *GROUPS, "people", "reason", "person_seconds", "solved_seconds"),
        sqlite_where=text("people = 1"),
        postgresql_where=text("people"),
    ),
    Index(
        "ix_concerns_asked",
        *("day", "week", *GROUPS, "people", "asked", "score"),
        sqlite_where=text("asked = 1"),
        postgresql_where=text("asked"),
    ),
)

# How many lines customers wrote, by local day and hour.
concern_load = Table(
    "concern_load",
    metadata,
    _key("conversation"),
    _key("day"),
    Column("hour", Integer, primary_key=True, autoincrement=False),
    _needed("channel", String),
    _needed("lines", Integer),
    Index("ix_concern_load_day", "day", "channel", "hour", "lines"),
)

# Questions that people answered, without what is personal; see archive/suggestions/. `survey` names
# the question about satisfaction that went with the end, `vector` is of `model`.
answered_questions = Table(
    "answered_questions",
    metadata,
    _key("id"),
    Column("conversation", String, nullable=False, index=True),
    _needed("survey", String),
    _needed("question", Text),
    _needed("answer", Text),
    _needed("at", UtcTime),
    _needed("model", String),
    Column("vector", LargeBinary),
    _needed("position", Position),
    Index("ix_answered_questions_model", "model", "at"),
)

# Ready texts for agents; see archive/text_modules.py.
text_modules = Table(
    "text_modules",
    metadata,
    _key("id"),
    _needed("shortcut", String),
    _needed("title", String),
    _needed("du", Text),
    _needed("sie", Text),
    _needed("channels", Document),
    _needed("version", Integer),
)

text_module_shortcuts = Table(
    "text_module_shortcuts",
    metadata,
    _key("shortcut"),
    _key("channel"),
    Column("module", String, ForeignKey("text_modules.id"), nullable=False, index=True),
)

# What is owed to customers; see conversation/repairs.py. Personal data are placeholders.
repairs = Table(
    "repairs",
    metadata,
    _key("id"),
    _needed("conversation", String),
    _needed("kind", String),
    _needed("state", String),
    _needed("by", String),
    _needed("owner", String),
    _needed("words", Text),
    _needed("at", UtcTime),
    _needed("due_at", UtcTime),
    _needed("number", String),
    _needed("customer", String),
    _needed("cents", Integer),
    _needed("reference", String),
    _needed("answer", Text),
    Column("settled_by", String),
    Column("settled_at", UtcTime),
    Index("ix_repairs_conversation", "conversation", "state"),
    Index("ix_repairs_state", "state", "kind"),
)

# What agents say of handoffs and of lines that were misunderstood; see conversation/judgements.py.
judgements = Table(
    "judgements",
    metadata,
    _key("conversation"),
    _key("subject"),
    _needed("verdict", String),
    _needed("by", String),
    _needed("at", UtcTime),
    _needed("happened_at", UtcTime),
    _needed("reason", String),
    _needed("line", String),
    _needed("taken", String),
    _needed("meant", String),
    Index("ix_judgements_happened_at", "happened_at"),
)

# Outgoing webhooks; see archive/webhooks.py. Both secrets are sealed.
webhooks = Table(
    "webhooks",
    metadata,
    _key("id"),
    _needed("address", Text),
    _needed("events", Document),
    _needed("secret", Text),
    _needed("made_by", String),
    _needed("made_at", UtcTime),
    Column("failing_since", UtcTime),
    Column("off_at", UtcTime),
    _needed("off_by", String),
    Column("old_secret", Text, nullable=False, server_default=text("''")),
    Column("old_until", UtcTime),
)

webhook_deliveries = Table(
    "webhook_deliveries",
    metadata,
    Column("number", Number, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("webhook", String, ForeignKey("webhooks.id"), nullable=False),
    _needed("type", String),
    _needed("thread", String),
    _needed("body", Text),
    _needed("state", String),
    _needed("attempts", Integer),
    _needed("made_at", UtcTime),
    _needed("next_at", UtcTime),
    Column("tried_at", UtcTime),
    Column("status", Integer),
    Column("milliseconds", Integer),
    _needed("problem", String),
    Index("ix_webhook_deliveries_due", "state", "next_at"),
    Index("ix_webhook_deliveries_order", "webhook", "thread", "state", "number"),
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

# What agents send. Without a line it lies in a draft; see conversation/files.py.
files = Table(
    "files",
    metadata,
    _key("id"),
    Column("conversation", String, nullable=False, index=True),
    _needed("name", String),
    _needed("media_type", String),
    _needed("body", LargeBinary),
    _needed("agent", String),
    _needed("at", UtcTime),
    Column("line", String),
)
