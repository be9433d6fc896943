"""The time as a dependency, so that a demonstration can stop it."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def clock_of(fixed: datetime | None) -> Clock:
    """Return a clock in aware UTC: the system's, or one that always says `fixed`."""
    if fixed is None:
        return lambda: datetime.now(UTC)
    moment = fixed.astimezone(UTC)
    return lambda: moment
