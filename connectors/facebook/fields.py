"""Reads single fields of Meta's JSON, with the tolerances that are needed and no others."""

from datetime import UTC, datetime
from typing import Any

MILLISECONDS_FROM = 100_000_000_000  # as seconds: the year 5138
LONGEST_ID = 512

Fields = dict[str, Any]


class UnreadableError(Exception):
    """An event lacks what it cannot be understood without."""


def fields_of(value: Any) -> Fields:
    """Return an object's fields; nothing for what is no object."""
    return value if isinstance(value, dict) else {}


def items_of(value: Any) -> list[Any]:
    """Return a list's items; nothing for what is no list."""
    return value if isinstance(value, list) else []


def optional_id(value: Any) -> str:
    """Return an id as text, empty if there is none. Old events carry ids as numbers."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, str) and len(value) <= LONGEST_ID:
        return words(value).strip()
    return ""


def required_id(value: Any) -> str:
    """Return an id as text. Raises UnreadableError."""
    id = optional_id(value)
    if not id:
        raise UnreadableError("An id is missing.")
    return id


def words(value: Any) -> str:
    """Return text without what cannot be stored or shown: half characters, control characters."""
    if not isinstance(value, str):
        return ""
    sound = value.encode("utf-8", "replace").decode("utf-8")
    return "".join(one for one in sound if one >= " " or one in "\n\t")


def optional_time(value: Any) -> datetime | None:
    """Return a Unix time, in seconds (comments) or milliseconds (Messenger); None if it is none."""
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 20:
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
        return None
    seconds = value / 1000 if value >= MILLISECONDS_FROM else value
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def milliseconds(moment: datetime) -> int:
    """Return a time as Unix milliseconds."""
    return round(moment.timestamp() * 1000)


def moment_of(millis: int) -> datetime:
    """Return the time that `milliseconds` wrote."""
    return datetime.fromtimestamp(millis / 1000, UTC)
