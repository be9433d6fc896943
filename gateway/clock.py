"""The time of day: the system's, or one that stands still for demonstrations and tests."""

from datetime import UTC, datetime

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


def clock_at(moment: str | None) -> Clock:
    """Return the system's clock, or one that stands at `moment`, an ISO time with an offset."""
    return FixedClock(datetime.fromisoformat(moment).astimezone(UTC)) if moment else SystemClock()
