"""Reads events of the X Activity API, X's current product, from webhook or stream."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from connectors.x.fields import (
    UnreadableError,
    identifier,
    identifier_or_none,
    millis,
    moment,
    objects,
    part,
    token,
)
from connectors.x.messages import read_message, read_reading, read_writing
from connectors.x.posts import Included, read_post
from connectors.x.told import Deleted, Encrypted, Nothing, Revoked, Told

KNOWN_NAME = re.compile(r"[a-z0-9_.]{1,64}", re.ASCII)

POSTS = frozenset({"post.mention.create", "post.reply.create", "post.quote.create", "post.create"})
MESSAGES = frozenset({"dm.received", "dm.sent"})

Event = Mapping[str, Any]


def read_activity(event: Event, *, account: str) -> list[Told]:
    """Return what one event tells of `account`; what cannot be read is told by name."""
    name = _name(event)
    whose = part(event, "filter").get("user_id")
    if whose and whose != account:
        return [Nothing("x.other_account")]
    if name in POSTS:
        return [attempted(name, _post, event)]
    if name in MESSAGES:
        users = part(part(event, "payload"), "users")
        return _listed(event, "direct_message_events", lambda one: read_message(one, users))
    if name == "dm.indicate_typing":
        return _listed(event, "direct_message_indicate_typing_events", read_writing)
    if name == "dm.read":
        return _listed(event, "direct_message_mark_read_events", read_reading)
    if name in _SINGLE:
        return [attempted(name, _SINGLE[name], event)]
    return [Nothing(name)]


def attempted(name: str, read: Callable[[Event], Told], event: Event) -> Told:
    """Read by itself what came in a batch, so that one bad event costs no other."""
    try:
        return read(event)
    except UnreadableError:
        return Nothing(f"{name}.unreadable")


def _name(event: Event) -> str:
    name = event.get("event_type")
    return name if isinstance(name, str) and KNOWN_NAME.fullmatch(name) else "x.nameless"


def _listed(event: Event, key: str, read: Callable[[Event], Told]) -> list[Told]:
    """Read a list that has the old account activity's shape inside the new envelope."""
    name = _name(event)
    told = [attempted(name, read, one) for one in objects(part(event, "payload").get(key))]
    return told or [Nothing(f"{name}.unreadable")]


def _post(event: Event) -> Told:
    # X's documentation shows `includes` beside the payload, its live events beside it or within.
    payload = part(event, "payload")
    includes = event.get("includes") or payload.get("includes")
    quotes_us = event.get("event_type") == "post.quote.create"
    return read_post(payload, Included.read(includes), quotes_us=quotes_us)


def _deleted(event: Event) -> Told:
    payload = part(event, "payload")
    return Deleted(
        post=identifier(payload.get("id")),
        author=identifier_or_none(payload.get("author_id")),
        at=None,
    )


def _revoked(event: Event) -> Told:
    payload = part(event, "payload")
    at = payload.get("date_time")
    return Revoked(
        id=token(event.get("event_uuid")),
        account=identifier(payload.get("user_id")),
        at=moment(at) if at else None,
    )


def _encrypted(event: Event) -> Told:
    payload = part(event, "payload")
    return Encrypted(
        id=token(payload.get("id")),
        sender=identifier(payload.get("sender_id")),
        at=millis(payload.get("created_at_msec")),
    )


_SINGLE: Mapping[str, Callable[[Event], Told]] = {
    "post.delete": _deleted,
    "oauth.revoke": _revoked,
    "chat.received": _encrypted,
}
