"""When a person will be there: what may honestly be promised, from the desk's opening hours."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

MONDAY_TO_FRIDAY = range(5)
SATURDAY = 5
ROUND_TO_MINUTES = 5
DAYS_AHEAD = 14

Span = tuple[time, time]


def usual_hours() -> Mapping[int, Span]:
    """Return people's hours at the desk by weekday (Monday is 0): Mon-Fri 8-20, Sat 9-18."""
    hours = {day: (time(8), time(20)) for day in MONDAY_TO_FRIDAY}
    hours[SATURDAY] = (time(9), time(18))
    return MappingProxyType(hours)


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """When people are at the desk, in local time; `closed_on` are days without anybody."""

    zone: ZoneInfo
    hours: Mapping[int, Span] = field(default_factory=usual_hours)
    closed_on: frozenset[date] = frozenset()

    def is_open(self, moment: datetime) -> bool:
        """Say whether somebody is there at `moment`."""
        local = moment.astimezone(self.zone)
        span = self._span(local.date())
        return span is not None and span[0] <= local.time() < span[1]

    def next_open(self, moment: datetime) -> datetime:
        """Return `moment` if somebody is there, else when somebody comes next."""
        if self.is_open(moment):
            return moment
        local = moment.astimezone(self.zone)
        for ahead in range(DAYS_AHEAD):
            day = local.date() + timedelta(days=ahead)
            span = self._span(day)
            opening = datetime.combine(day, span[0], self.zone) if span else None
            if opening and opening > local:
                return opening.astimezone(moment.tzinfo)
        raise ValueError("The desk opens on none of the next fourteen days.")

    def open_between(self, first: datetime, last: datetime) -> timedelta:
        """Return how much of the time from `first` to `last` somebody was there; zero backwards."""
        begins, ends = first.astimezone(self.zone), last.astimezone(self.zone)
        there = timedelta(0)
        for ahead in range((ends.date() - begins.date()).days + 1):
            day = begins.date() + timedelta(days=ahead)
            if span := self._span(day):
                opens, closes = (datetime.combine(day, edge, self.zone) for edge in span)
                there += max(min(closes, ends) - max(opens, begins), timedelta(0))
        return there

    def _span(self, day: date) -> Span | None:
        return None if day in self.closed_on else self.hours.get(day.weekday())


@dataclass(frozen=True, slots=True)
class Promises:
    """How soon a waiting customer hears from a person: `within`, counted from the desk's hours."""

    opening_hours: OpeningHours
    within: timedelta = timedelta(minutes=10)

    def deadline(self, now: datetime) -> datetime:
        """Return the promise for somebody who starts to wait now, on a round five minutes."""
        promised = self.opening_hours.next_open(now) + self.within
        spare = timedelta(
            minutes=promised.minute % ROUND_TO_MINUTES,
            seconds=promised.second,
            microseconds=promised.microsecond,
        )
        return promised + (timedelta(minutes=ROUND_TO_MINUTES) - spare if spare else timedelta(0))
