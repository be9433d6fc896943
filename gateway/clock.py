"""The time of day: the system's, or one that stands still for demonstrations and tests."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from conversation.ports import Clock


class SystemClock:
    """The machine's time."""

    def now(self) -> datetime:
        """See ports.Clock."""
        return datetime.now(UTC)


class FixedClock:
    """A clock that stands still until it is set."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self) -> datetime:
        """See ports.Clock."""
        return self._moment

    def set(self, moment: datetime) -> None:
        """Move the hands."""
        self._moment = moment


def clock_at(text: str, zone: ZoneInfo) -> Clock:
    """Return the system's clock for an empty text, else one that stands at that ISO time.

    A time without an offset is local time in `zone`. Raises ValueError for anything else.
    """
    if not text:
        return SystemClock()
    moment = datetime.fromisoformat(text)
    local = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return FixedClock(local.astimezone(UTC))
