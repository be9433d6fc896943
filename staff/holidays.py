"""On which days nobody works in a Land: its public holidays."""

from collections.abc import Iterable
from datetime import date
from functools import cache

import holidays

#: The German states by their codes of ISO 3166-2.
LANDS = frozenset(holidays.country_holidays("DE").subdivisions)


def days_off(land: str, years: Iterable[int]) -> frozenset[date]:
    """Return the holidays of `land`, such as `SH`, in those years. Raises ValueError."""
    if land not in LANDS:
        raise ValueError(f"{land} is no German Land.")
    return _days_off(land, tuple(years))


@cache
def _days_off(land: str, years: tuple[int, ...]) -> frozenset[date]:
    return frozenset(holidays.country_holidays("DE", subdiv=land, years=years))
