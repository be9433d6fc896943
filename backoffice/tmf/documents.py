"""How values look in a TM Forum document."""

from datetime import UTC, datetime
from typing import Any

Document = dict[str, Any]

CURRENCY = "EUR"


def moment(time: datetime) -> str:
    """Return an aware time as ISO 8601 in UTC, to the second, with a Z."""
    return time.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def without_nothing(document: Document) -> Document:
    """Return the document without the attributes that have no value."""
    return {name: value for name, value in document.items() if value is not None}


def money(cents: int) -> Document:
    """Return an amount in cents as TM Forum's `Money` in euro."""
    return {"unit": CURRENCY, "value": cents / 100}
