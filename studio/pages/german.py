"""Figures and times as editors read them."""

from datetime import datetime
from zoneinfo import ZoneInfo

MINUTE = 60


def percent(share: float) -> str:
    """Return a share of 1 as percent with one digit."""
    return f"{comma(share * 100, 1)} %"


def points(difference: float) -> str:
    """Return the difference of two shares in points of a hundred, with its sign."""
    rounded = round(difference * 100, 1) + 0.0
    sign = "−" if rounded < 0 else "+" if rounded > 0 else "±"
    return f"{sign}{comma(abs(rounded), 1)}"


def moment(at: datetime, zone: ZoneInfo) -> str:
    """Return day and time where editors live."""
    return f"{at.astimezone(zone):%d.%m.%Y, %H:%M} Uhr"


def time_left(seconds: float | None) -> str:
    """Return about how long something still takes, empty if nobody knows."""
    if seconds is None:
        return ""
    if seconds < MINUTE:
        return "unter einer Minute"
    minutes = round(seconds / MINUTE)
    return "etwa eine Minute" if minutes == 1 else f"etwa {minutes} Minuten"


def comma(value: float, digits: int) -> str:
    """Return a number as Germans write it."""
    return f"{value:.{digits}f}".replace(".", ",")
