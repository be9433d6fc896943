"""How much of Meta's quota is used up, as its answers' headers tell."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from connectors.facebook.fields import fields_of, items_of

HEADERS = ("x-app-usage", "x-page-usage", "x-business-use-case-usage")
COUNTS = ("call_count", "total_time", "total_cputime")
REGAIN = "estimated_time_to_regain_access"  # minutes

SHORT = timedelta(seconds=30)
LONG = timedelta(minutes=1)
LONGEST = timedelta(hours=24)
NEARLY = 95
FULL = 100


@dataclass(frozen=True, slots=True)
class Usage:
    """The fullest quota, in per cent, and how long Meta says it takes until it is free again."""

    percent: int
    regain: timedelta

    def pause(self, *, refused: bool) -> timedelta:
        """Return how long to send nothing. `refused`: a limit was met, not only approached."""
        if refused or self.percent >= FULL:
            return min(max(self.regain, LONG), LONGEST)
        return SHORT if self.percent >= NEARLY else timedelta(0)


def read_usage(headers: Mapping[str, str], *, page: str) -> Usage:
    """Return the usage that concerns a page; headers that cannot be read say nothing.

    Source: Graph API, "Rate Limits": X-App-Usage holds counts; X-Business-Use-Case-Usage holds a
    list of counts for each business object, such as a page.
    """
    tallies = list(_tallies(headers, page))
    percents = [_number(tally.get(name)) for tally in tallies for name in COUNTS]
    minutes = [_number(tally.get(REGAIN)) for tally in tallies]
    return Usage(
        percent=max(percents, default=0), regain=timedelta(minutes=max(minutes, default=0))
    )


def _tallies(headers: Mapping[str, str], page: str) -> Iterator[dict[str, Any]]:
    for name in HEADERS:
        told = _parsed(headers.get(name, ""))
        if name == "x-business-use-case-usage":
            yield from (fields_of(one) for one in items_of(told.get(page)))
        else:
            yield told


def _parsed(text: str) -> dict[str, Any]:
    try:
        return fields_of(json.loads(text or "{}"))
    except (ValueError, RecursionError):
        return {}


def _number(value: Any) -> int:
    known = isinstance(value, int | float) and not isinstance(value, bool) and value == value
    return min(max(int(min(value, 1_000_000)), 0), 1_000_000) if known else 0
