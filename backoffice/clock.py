"""The time as a dependency, so that a demonstration can stop it and a test can move it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]

# Days, working hours and billing periods are those of the place where the provider is.
BERLIN = ZoneInfo("Europe/Berlin")


class StoppedClock:
    """A clock that always says the same moment, until somebody sets it to another."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment.astimezone(UTC)

    def __call__(self) -> datetime:
        """Return the moment in aware UTC."""
        return self._moment

    def set(self, moment: datetime) -> None:
        """Say this moment from now on."""
        self._moment = moment.astimezone(UTC)


def clock_of(fixed: datetime | None) -> Clock:
    """Return a clock in aware UTC: the system's, or one that stands still at `fixed`."""
    if fixed is None:
        return lambda: datetime.now(UTC)
    return StoppedClock(fixed)


def berlin_day(moment: datetime) -> date:
    """Return the day it is in Berlin at an aware moment."""
    return moment.astimezone(BERLIN).date()


def berlin_moment(day: date, *, hour: int = 0) -> datetime:
    """Return the moment in aware UTC at which Berlin's clocks show `hour` on a day."""
    return datetime.combine(day, time(hour), tzinfo=BERLIN).astimezone(UTC)
