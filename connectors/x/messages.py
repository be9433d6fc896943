"""Reads direct messages: as events show them, in either activity API, and as `dm_events` does."""

from collections.abc import Mapping
from typing import Any

from connectors.x.fields import (
    UnreadableError,
    identifier,
    mapping,
    millis,
    moment,
    part,
    words_or_none,
)
from connectors.x.posts import Included, attachment
from connectors.x.texts import shown_text
from connectors.x.told import Message, ReadUntil, Writing
from conversation.messages import Attachment


def read_message(event: Mapping[str, Any], users: Mapping[str, Any]) -> Message:
    """Read one of `direct_message_events`. Raises UnreadableError."""
    if event.get("type") != "message_create":
        raise UnreadableError("no message")
    created = mapping(event.get("message_create"))
    sender = identifier(created.get("sender_id"))
    content = mapping(created.get("message_data"))
    user = part(users, sender)
    user = part(user, "data") or user
    media = part(part(content, "attachment"), "media")
    return Message(
        id=identifier(event.get("id")),
        sender=sender,
        recipient=identifier(part(created, "target").get("recipient_id")),
        text=shown_text(
            words_or_none(content.get("text")), entities=part(content, "entities"), shown=None
        ),
        at=millis(event.get("created_timestamp")),
        name=words_or_none(user.get("username") or user.get("screen_name")),
        attachments=(attachment(media),) if media else (),
    )


def read_writing(event: Mapping[str, Any]) -> Writing:
    """Read one of `direct_message_indicate_typing_events`. Raises UnreadableError."""
    return Writing(
        sender=identifier(event.get("sender_id")),
        recipient=identifier(part(event, "target").get("recipient_id")),
        at=millis(event.get("created_timestamp")),
    )


def read_reading(event: Mapping[str, Any]) -> ReadUntil:
    """Read one of `direct_message_mark_read_events`. Raises UnreadableError."""
    return ReadUntil(
        reader=identifier(event.get("sender_id")),
        writer=identifier(part(event, "target").get("recipient_id")),
        until=millis(event.get("created_timestamp")),
    )


def read_listed_message(event: Mapping[str, Any], included: Included, *, account: str) -> Message:
    """Read one entry of `GET /2/dm_events`. Raises UnreadableError, for groups too."""
    sender = identifier(event.get("sender_id"))
    pair = str(event.get("dm_conversation_id")).split("-")
    others = [one for one in pair if one != account]
    if len(pair) != 2 or len(others) != 1:
        raise UnreadableError("no conversation of two")
    other = identifier(others[0])
    return Message(
        id=identifier(event.get("id")),
        sender=sender,
        recipient=other if sender == account else account,
        text=shown_text(
            words_or_none(event.get("text")), entities=part(event, "entities"), shown=None
        ),
        at=moment(event.get("created_at")),
        name=words_or_none(included.users.get(sender, {}).get("username")),
        attachments=_listed_attachments(event, included),
    )


def _listed_attachments(event: Mapping[str, Any], included: Included) -> tuple[Attachment, ...]:
    keys = part(event, "attachments").get("media_keys")
    found = (included.media.get(key, {}) for key in keys) if isinstance(keys, list) else ()
    return tuple(attachment(one) for one in found)
