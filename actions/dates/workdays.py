"""On which days technicians work: Monday to Friday, never on a holiday of Schleswig-Holstein."""

from datetime import date, timedelta
from enum import StrEnum
from functools import cache

import holidays

LAND = "SH"
LANGUAGE = "de"
SATURDAY = 5
# As far ahead as the calendar is open.
MOST_DAYS_AHEAD = 42


class Obstacle(StrEnum):
    """Why nobody can come on a day."""

    PAST = "past"
    SATURDAY = "saturday"
    SUNDAY = "sunday"
    HOLIDAY = "holiday"
    TOO_FAR = "too_far"


def obstacle(day: date, *, today: date) -> Obstacle | None:
    """Return what is in the way of a visit on that day, None if nothing is."""
    if day < today:
        return Obstacle.PAST
    if (day - today).days > MOST_DAYS_AHEAD:
        return Obstacle.TOO_FAR
    if holiday(day):
        return Obstacle.HOLIDAY
    if day.weekday() >= SATURDAY:
        return Obstacle.SATURDAY if day.weekday() == SATURDAY else Obstacle.SUNDAY
    return None


def holiday(day: date) -> str | None:
    """Return the German name of the holiday on that day, None on all others."""
    name = _holidays(day.year).get(day)
    return str(name) if name else None


def feast(name: str, *, year: int) -> date:
    """Return the day of a holiday by its German name. Raises ValueError if there is none."""
    for day, known in _holidays(year).items():
        if known == name:
            return day
    raise ValueError("There is no such holiday.")


def next_workday(day: date) -> date:
    """Return the first day from `day` on that technicians work on."""
    while day.weekday() >= SATURDAY or holiday(day):
        day += timedelta(days=1)
    return day


@cache
def _holidays(year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("DE", subdiv=LAND, years=year, language=LANGUAGE))
