"""What each German wording of a day comes to, seen from today."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from actions.dates.spelling import MONTHS, WEEKDAYS
from actions.dates.workdays import feast

Days = tuple[date, ...]
Read = Callable[[re.Match[str], date], Days]

WEEK = 7
FRIDAY = 4
# A date without a year that lies further back means the next year.
LONG_AGO = 120
# A date without a month is no further away than this.
MOST_AHEAD = 90
# Nobody who says "in zwei Wochen" means that very day alone.
ABOUT = timedelta(days=4)


def between(first: date, last: date) -> Days:
    """Return the days from first to last, both included."""
    return tuple(first + timedelta(days=count) for count in range((last - first).days + 1))


def coming(weekday: int, *, after: date) -> date:
    """Return the first such weekday after a day."""
    return after + timedelta(days=(weekday - after.weekday() - 1) % WEEK + 1)


def iso(match: re.Match[str], _: date) -> Days:
    """2026-12-24."""
    return (date.fromisoformat(match[0]),)


def calendar_day(match: re.Match[str], today: date) -> Days:
    """24.12., 24. Dezember 2026."""
    year, month, day = match["year"], _month(match["month"]), int(match["day"])
    if year:
        return (date(int(year) + (2000 if len(year) == 2 else 0), month, day),)
    return (_nearest(today, month=month, day=day),)


def day_of_month(match: re.Match[str], today: date) -> Days:
    """Am 23., den 4ten."""
    for months in range(3):
        year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
        try:
            found = date(year, month + 1, int(match["day"]))
        except ValueError:
            continue
        if found >= today:
            return (found,)
    return ()


def weekday_and_day(match: re.Match[str], today: date) -> Days:
    """Donnerstag den 3.: in the first month where both agree; none if that is far away."""
    weekday, day = _weekday(match), int(match["day"])
    ahead = between(today, today + timedelta(days=MOST_AHEAD))
    agreeing = (each for each in ahead if (each.weekday(), each.day) == (weekday, day))
    return tuple(agreeing)[:1]


def coming_weekday(match: re.Match[str], today: date) -> Days:
    """Dienstag, nächsten Dienstag."""
    return (coming(_weekday(match), after=today),)


def weekday_after_next(match: re.Match[str], today: date) -> Days:
    """Übernächsten Dienstag."""
    return (coming(_weekday(match), after=today) + timedelta(weeks=1),)


def last_weekday(match: re.Match[str], today: date) -> Days:
    """Letzten Dienstag."""
    return (today - timedelta(days=(today.weekday() - _weekday(match) - 1) % WEEK + 1),)


def weekday_in_weeks(match: re.Match[str], today: date) -> Days:
    """Dienstag in einer Woche."""
    first = today + timedelta(weeks=_count(match))
    return (coming(_weekday(match), after=first - timedelta(days=1)),)


def weekday_of_week(match: re.Match[str], today: date) -> Days:
    """Dienstag nächste Woche."""
    return (_monday(match["which"], today) + timedelta(days=_weekday(match)),)


def whole_week(match: re.Match[str], today: date) -> Days:
    """Nächste Woche."""
    monday = _monday(match["which"], today)
    return _not_over(between(monday, monday + timedelta(days=FRIDAY)), today)


def part_of_week(match: re.Match[str], today: date) -> Days:
    """Ende der Woche, Anfang nächster Woche."""
    if match["which"] in ("der", "die", None):
        monday = coming(FRIDAY, after=today - timedelta(days=1)) - timedelta(days=FRIDAY)
    else:
        monday = _monday(match["which"], today)
    first, last = {"anfang": (0, 1), "mitte": (2, 2), "ende": (3, FRIDAY)}[match["part"]]
    return _not_over(between(monday + timedelta(days=first), monday + timedelta(days=last)), today)


def calendar_week(match: re.Match[str], today: date) -> Days:
    """KW 14."""
    monday = date.fromisocalendar(today.year, int(match["week"]), 1)
    if (today - monday).days > LONG_AGO:
        monday = date.fromisocalendar(today.year + 1, int(match["week"]), 1)
    return between(monday, monday + timedelta(days=FRIDAY))


def weekend(match: re.Match[str], today: date) -> Days:
    """Am Wochenende."""
    saturday = coming(5, after=today - timedelta(days=1))
    return (saturday, saturday + timedelta(days=1))


def in_days(match: re.Match[str], today: date) -> Days:
    """In drei Tagen."""
    return (today + timedelta(days=_count(match)),)


def in_weeks(match: re.Match[str], today: date) -> Days:
    """In zwei Wochen."""
    first = today + timedelta(weeks=_count(match))
    return between(first, first + ABOUT)


def in_months(match: re.Match[str], today: date) -> Days:
    """In einem Monat."""
    first = today + timedelta(days=30 * _count(match))
    return between(first, first + ABOUT)


def away(days: int, *, weeks: bool = False) -> Read:
    """Heute, morgen, gestern; with `weeks` "morgen in einer Woche"."""

    def read(match: re.Match[str], today: date) -> Days:
        later = timedelta(weeks=_count(match)) if weeks else timedelta(0)
        return (today + timedelta(days=days) + later,)

    return read


def days_ago(match: re.Match[str], today: date) -> Days:
    """Vor drei Tagen."""
    return (today - timedelta(days=_count(match)),)


def part_of_month(match: re.Match[str], today: date) -> Days:
    """Anfang Dezember, im Dezember, Ende des Monats."""
    found = match.groupdict()
    middle = _nearest(today, month=_month(found["month"]), day=15) if found["month"] else today
    year, month = middle.year, middle.month
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    parts = {"anfang": (1, 7), "mitte": (12, 18), "ende": (last - 7, last)}
    first, end = parts.get(found.get("part") or "", (1, last))
    return _not_over(between(date(year, month, first), date(year, month, end)), today)


def new_year(_: re.Match[str], today: date) -> Days:
    """Im neuen Jahr."""
    return between(date(today.year + 1, 1, 1), date(today.year + 1, 1, 14))


def christmas_week(_: re.Match[str], today: date) -> Days:
    """Zwischen den Jahren."""
    return between(_nearest(today, month=12, day=27), _nearest(today, month=12, day=30))


def fixed(month: int, day: int) -> Read:
    """Heiligabend, Silvester."""
    return lambda _, today: (_nearest(today, month=month, day=day),)


def movable(name: str, *, days: int = 0) -> Read:
    """Ostern, Pfingsten: so many days from the holiday of that name."""

    def read(_: re.Match[str], today: date) -> Days:
        day = feast(name, year=today.year) + timedelta(days=days)
        if (today - day).days > LONG_AGO:
            day = feast(name, year=today.year + 1) + timedelta(days=days)
        return (day,)

    return read


def _weekday(match: re.Match[str]) -> int:
    words = match["weekday"]
    return 5 if words == "sonnabend" else WEEKDAYS.index(words)


def _count(match: re.Match[str]) -> int:
    return int(match["count"]) if match["count"].isdigit() else 1


def _monday(which: str, today: date) -> date:
    """Return the Monday of the week that is meant."""
    weeks = {"diese": 0, "uebernaechste": 2, "letzte": -1, "vergangene": -1}
    return today - timedelta(days=today.weekday()) + timedelta(weeks=weeks.get(which, 1))


def _month(words: str) -> int:
    if words.isdigit():
        return int(words)
    known = (place for place, name in enumerate(MONTHS, start=1) if name.startswith(words))
    return 3 if words == "mrz" else next(known)


def _nearest(today: date, *, month: int, day: int) -> date:
    """Return the day of this year, or of the next one if that was long ago."""
    this_year = date(today.year, month, day)
    if (today - this_year).days > LONG_AGO:
        return date(today.year + 1, month, day)
    return this_year


def _not_over(days: Days, today: date) -> Days:
    return tuple(day for day in days if day >= today) or days
