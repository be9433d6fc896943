"""Answers what happened: transcripts and lists of conversations."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.rows import ATTACHMENTS, BUTTONS
from archive.tables import conversations, deliveries, messages
from conversation.holds import Owner
from conversation.identity import AgentId, ConversationId, LineId
from conversation.messages import Delivery, Line, Speaker
from conversation.people import Person

PAGE = 50


@dataclass(frozen=True, slots=True)
class ArchivedLine:
    """A line and how far it came; a customer's own line has no delivery."""

    line: Line
    delivery: Delivery | None
    delivery_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class ArchivedConversation:
    """A conversation in a list: whose it is now, and its span of time."""

    conversation: ConversationId
    case: str
    owner: Owner
    agent: AgentId | None
    first_at: datetime
    last_at: datetime


async def transcript(engine: AsyncEngine, conversation: ConversationId) -> list[ArchivedLine]:
    """Return what was said in a conversation, oldest first."""
    ends = (deliveries.c.delivery, deliveries.c.at.label("delivery_at"), deliveries.c.reason)
    same = and_(
        deliveries.c.conversation == messages.c.conversation, deliveries.c.line == messages.c.line
    )
    statement = (
        select(messages, *ends)
        .join_from(messages, deliveries, same, isouter=True)
        .where(messages.c.conversation == str(conversation))
        .order_by(messages.c.position)
    )
    return [_line(row) for row in await _rows(engine, statement)]


async def archived_conversations(
    engine: AsyncEngine,
    *,
    owner: Owner | None = None,
    people: Collection[Person] | None = None,
    older_than: ArchivedConversation | None = None,
    limit: int = PAGE,
) -> list[ArchivedConversation]:
    """Return conversations, the most recently active first.

    With `owner` only those in such hands, with `people` only theirs; with `older_than`, the last
    one of a page, the next page.
    """
    order = tuple_(conversations.c.last_at, conversations.c.id)
    statement = select(conversations)
    if owner is not None:
        statement = statement.where(conversations.c.owner == owner.value)
    if people is not None:
        statement = statement.where(conversations.c.person.in_([str(one) for one in people]))
    if older_than is not None:
        statement = statement.where(order < (older_than.last_at, str(older_than.conversation)))
    newest_first = (conversations.c.last_at.desc(), conversations.c.id.desc())
    statement = statement.order_by(*newest_first).limit(limit)
    return [_conversation(row) for row in await _rows(engine, statement)]


async def _rows(engine: AsyncEngine, statement: Select[Any]) -> list[Mapping[str, Any]]:
    async with engine.connect() as connection:
        return [dict(row) for row in (await connection.execute(statement)).mappings()]


def _line(row: Mapping[str, Any]) -> ArchivedLine:
    line = Line(
        id=LineId(row["line"]),
        speaker=Speaker(row["speaker"]),
        text=row["text"],
        at=row["at"],
        author=row["author"],
        buttons=BUTTONS.validate_python(row["buttons"]),
        image=row["image"],
        edited_at=row["edited_at"],
        erased_at=row["erased_at"],
        attachments=ATTACHMENTS.validate_python(row["attachments"] or ()),
    )
    at_first = None if line.speaker is Speaker.CUSTOMER else Delivery.QUEUED
    delivery = Delivery(row["delivery"]) if row["delivery"] else at_first
    return ArchivedLine(
        line=line, delivery=delivery, delivery_at=row["delivery_at"], reason=row["reason"] or ""
    )


def _conversation(row: Mapping[str, Any]) -> ArchivedConversation:
    return ArchivedConversation(
        conversation=ConversationId.parse(row["id"]),
        case=row["case_id"],
        owner=Owner(row["owner"]),
        agent=row["agent"],
        first_at=row["first_at"],
        last_at=row["last_at"],
    )
