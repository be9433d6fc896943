"""Reads single fields of what X sent, and says so when one is not what it must be."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

IDENTIFIER = re.compile(r"[0-9]{1,19}", re.ASCII)
V1_TIME = "%a %b %d %H:%M:%S %z %Y"


class UnreadableError(ValueError):
    """An event lacks something that its kind must have."""


def mapping(value: object) -> Mapping[str, Any]:
    """Return a JSON object. Raises UnreadableError."""
    if not isinstance(value, dict):
        raise UnreadableError("no object")
    return value


def part(value: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return an inner object, an empty one if it is missing."""
    inner = value.get(name)
    return inner if isinstance(inner, dict) else {}


def objects(value: object) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of a list; what is no list or no object is left out."""
    if isinstance(value, list):
        yield from (one for one in value if isinstance(one, dict))


def identifier(value: object) -> str:
    """Return an id. Raises UnreadableError, for numbers too: beyond 2^53 they come rounded."""
    if not isinstance(value, str) or not IDENTIFIER.fullmatch(value):
        raise UnreadableError("no id")
    return value


def identifier_or_none(value: object) -> str:
    """Return an id, or an empty string if there is none."""
    return value if isinstance(value, str) and IDENTIFIER.fullmatch(value) else ""


def token(value: object) -> str:
    """Return an opaque id, such as an event's, that may even be negative. Raises UnreadableError"""
    if not isinstance(value, str) or not 0 < len(value) <= 200:
        raise UnreadableError("no token")
    return storable(value)


def words(value: object) -> str:
    """Return a text. Raises UnreadableError."""
    if not isinstance(value, str):
        raise UnreadableError("no text")
    return storable(value)


def words_or_none(value: object) -> str:
    """Return a text, an empty one if there is none."""
    return storable(value) if isinstance(value, str) else ""


def storable(text: str) -> str:
    """Replace what no store takes: halves of characters (JSON can hold them) and NUL."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "�")


def moment(value: object) -> datetime:
    """Return an ISO time. Raises UnreadableError."""
    try:
        read = datetime.fromisoformat(words(value))
    except ValueError:
        raise UnreadableError("no time") from None
    return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)


def millis(value: object) -> datetime:
    """Return a time given in milliseconds since 1970. Raises UnreadableError."""
    try:
        return datetime.fromtimestamp(int(words(str(value))) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        raise UnreadableError("no time") from None


def v1_moment(value: object) -> datetime:
    """Return a time such as `Mon May 19 14:01:46 +0000 2025`. Raises UnreadableError."""
    try:
        return datetime.strptime(words(value), V1_TIME).astimezone(UTC)
    except ValueError:
        raise UnreadableError("no time") from None
