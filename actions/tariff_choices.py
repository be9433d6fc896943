"""Buttons that lead from one answer about tariffs to the next."""

from collections.abc import Sequence
from itertools import pairwise

from actions.backoffice import Offering
from actions.german import SERVICES
from actions.speech import Choice
from actions.tariff_names import Meant

MOST = 3


def to_details(offerings: Sequence[Offering]) -> list[Choice]:
    """Return a button for each tariff that leads to all about it."""
    return [
        Choice(title=each.name, intent="ask_tariff_details", values={"tariff": each.name})
        for each in offerings
    ]


def to_pairs(offerings: Sequence[Offering], *, names: Sequence[str] = ()) -> list[Choice]:
    """Return buttons that compare neighbours of one family: the two that people waver between.

    `names` are those of which one has to be in each pair, if any.
    """
    pairs = [
        (one, other)
        for one, other in pairwise(offerings)
        if one.category == other.category
        and (one.service == "internet" or names)
        and (not names or {one.name, other.name} & set(names))
    ]
    return [_to_comparison(pair) for pair in pairs[:MOST]]


def to_families(named: Sequence[Meant]) -> list[Choice]:
    """Return buttons that settle which family is meant where names fit several."""
    families = dict.fromkeys(one.category for each in named if len(each) > 1 for one in each)
    chosen = [
        tuple(next((one for one in each if one.category == family), each[0]) for each in named)
        for family in families
    ]
    return [_to_comparison(each) for each in chosen if len({one.name for one in each}) > 1]


def _to_comparison(offerings: Sequence[Offering]) -> Choice:
    names = [each.name for each in offerings]
    return Choice(title=" / ".join(names), intent="compare_tariffs", values={"tariff": names})


def to_kinds(offerings: Sequence[Offering]) -> list[Choice]:
    """Return a button for each service that leads to its tariffs."""
    kinds = dict.fromkeys(each.service for each in offerings)
    return [
        Choice(title=SERVICES[kind], intent="ask_tariff_overview", values={"service": kind})
        for kind in kinds
    ]
