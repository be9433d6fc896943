"""Reads payloads of the Account Activity API: deprecated, and still met."""

from collections.abc import Callable, Mapping
from typing import Any

from connectors.x.activity import KNOWN_NAME, attempted
from connectors.x.fields import identifier, identifier_or_none, millis, moment, objects, part
from connectors.x.messages import read_message, read_reading, read_writing
from connectors.x.told import Deleted, Nothing, Revoked, Told
from connectors.x.tweets import read_tweet

# What comes beside the events and tells nothing by itself.
BESIDE = frozenset({"for_user_id", "user_has_blocked", "users", "apps"})

Event = Mapping[str, Any]


def read_account_activity(payload: Event, *, account: str) -> list[Told]:
    """Return everything a payload tells of `account`, in its order; the rest by name."""
    whose = payload.get("for_user_id")
    if whose and whose != account:
        return [Nothing("x.other_account")]
    if "user_event" in payload:
        return [attempted("user_event", _revoked, part(payload, "user_event"))]
    told: list[Told] = []
    for name, events in payload.items():
        if name not in BESIDE:
            told += _read(name, events, users=part(payload, "users"))
    return told


def _read(name: str, events: object, *, users: Event) -> list[Told]:
    read = _readers(users).get(name)
    if read is None:
        return [Nothing(name if KNOWN_NAME.fullmatch(name) else "x.nameless")]
    told = [attempted(name, read, event) for event in objects(events)]
    return told or [Nothing(f"{name}.unreadable")]


def _readers(users: Event) -> dict[str, Callable[[Event], Told]]:
    return {
        "tweet_create_events": read_tweet,
        "tweet_delete_events": _deleted,
        "direct_message_events": lambda event: read_message(event, users),
        "direct_message_indicate_typing_events": read_writing,
        "direct_message_mark_read_events": read_reading,
    }


def _deleted(event: Event) -> Told:
    status = part(event, "status")
    at = event.get("timestamp_ms")
    return Deleted(
        post=identifier(status.get("id")),
        author=identifier_or_none(status.get("user_id")),
        at=millis(at) if at else None,
    )


def _revoked(event: Event) -> Told:
    revoke = part(event, "revoke")
    at = revoke.get("date_time")
    account = identifier(part(revoke, "source").get("user_id"))
    return Revoked(
        id=f"{account}.{identifier_or_none(part(revoke, 'target').get('app_id'))}.{at}",
        account=account,
        at=moment(at) if at else None,
    )
