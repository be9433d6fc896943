"""When technicians come at all: their windows, working days, how soon and how far ahead. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import holidays

from backoffice.clock import BERLIN, berlin_day, berlin_moment

# The hours at which a window begins in Berlin; each is two hours long.
HOURS = (8, 10, 12, 14, 16)
WINDOW_HOURS = 2
LEAD = timedelta(hours=2)
DAYS_AHEAD = 42

_SATURDAY = 5
_HOLIDAYS = holidays.country_holidays("DE", subdiv="SH")


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """One window on one day, in Berlin's time; `hour` is one of `HOURS`."""

    day: date
    hour: int

    @property
    def start(self) -> datetime:
        """The moment it begins, in aware UTC."""
        return berlin_moment(self.day, hour=self.hour)

    @property
    def end(self) -> datetime:
        """The moment it ends, in aware UTC."""
        return berlin_moment(self.day, hour=self.hour + WINDOW_HOURS)


def slot_of(start: datetime, end: datetime) -> Slot | None:
    """Return the window that is exactly this time, whatever its day; None if there is none."""
    slot = Slot(day=berlin_day(start), hour=start.astimezone(BERLIN).hour)
    if slot.hour in HOURS and (slot.start, slot.end) == (start, end):
        return slot
    return None


def is_working_day(day: date) -> bool:
    """Say whether technicians work: Monday to Friday, but no holiday of Schleswig-Holstein."""
    return day.weekday() < _SATURDAY and day not in _HOLIDAYS


def is_bookable(slot: Slot, *, now: datetime) -> bool:
    """Say whether a window lies neither too near nor too far, on a working day."""
    last = berlin_day(now) + timedelta(days=DAYS_AHEAD)
    return slot.start >= now + LEAD and slot.day <= last and is_working_day(slot.day)


def bookable_slots(*, now: datetime) -> Iterator[Slot]:
    """Yield every window that can be booked if somebody is free, in order of time."""
    today = berlin_day(now)
    for days in range(DAYS_AHEAD + 1):
        for hour in HOURS:
            slot = Slot(day=today + timedelta(days=days), hour=hour)
            if is_bookable(slot, now=now):
                yield slot
