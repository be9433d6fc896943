"""Working hours as text, as they are kept and as people write them: `Mo: 8:00-20:00`."""

from collections.abc import Mapping
from datetime import time

from conversation.promises import Span

DAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")


def hours_from_text(text: Mapping[str, str]) -> dict[int, Span]:
    """Read hours by day; `Mo-Fr` means all from one to the other. Raises ValueError."""
    hours: dict[int, Span] = {}
    for days, span in text.items():
        first, _, last = days.partition("-")
        for day in range(_day(first), _day(last or first) + 1):
            hours[day] = _span(span)
    return hours


def hours_to_text(hours: Mapping[int, Span]) -> dict[str, str]:
    """Return hours as `hours_from_text` reads them."""
    return {
        DAYS[day]: f"{opens:%H:%M}-{closes:%H:%M}" for day, (opens, closes) in sorted(hours.items())
    }


def _day(name: str) -> int:
    if name not in DAYS:
        raise ValueError(f"{name} is no day; days are {', '.join(DAYS)}.")
    return DAYS.index(name)


def _span(text: str) -> Span:
    opens, _, closes = text.partition("-")
    span = (_time(opens), _time(closes))
    if span[0] >= span[1]:
        raise ValueError(f"{text} ends before it begins.")
    return span


def _time(text: str) -> time:
    hour, _, minute = text.strip().partition(":")
    return time(int(hour), int(minute or 0))
