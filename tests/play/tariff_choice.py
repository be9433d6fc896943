"""Which tariff of the system's catalogue stands for a tariff of a script: one of its kind."""

import re
from collections.abc import Mapping, Sequence

# How tariffs of any provider are called, by the kind of service they are for.
_KINDS: Mapping[str, re.Pattern[str]] = {
    "fibre": re.compile(r"glas|fiber|fibre|ftth|giga", re.IGNORECASE),
    "tv": re.compile(r"\btv\b|fernseh|entertain|stream", re.IGNORECASE),
    "mobile": re.compile(r"mobil|handy|5g|smart|allnet|\bsim\b|prepaid", re.IGNORECASE),
}
_SIZES = re.compile(r"\b(?:xxl|xl|[sml]|small|medium|large|basis|plus|\d{2,4})\b", re.IGNORECASE)
_SAME_SIZE = {"small": "s", "medium": "m", "large": "l"}


def chosen_tariffs(names: Sequence[str], catalogue: Sequence[str]) -> dict[str, str]:
    """Return for each name of a script the catalogue's that stands for it.

    A name of the catalogue stands for itself. Different names stand for different tariffs, as long
    as there are enough of a kind.
    """
    by_fold = {_fold(name): name for name in catalogue}
    chosen = {name: by_fold[_fold(name)] for name in names if _fold(name) in by_fold}
    for name in names:
        if name not in chosen:
            taken = set(chosen.values())
            free = [each for each in catalogue if each not in taken] or list(catalogue)
            chosen[name] = max(free, key=lambda each: _likeness(name, each))
    return chosen


def _likeness(theirs: str, ours: str) -> tuple[bool, bool, bool]:
    """Say how alike two tariffs are: the kind counts more than the size, and that than words."""
    words = set(_fold(theirs).split()) & set(_fold(ours).split())
    return _kind(theirs) == _kind(ours), bool(_sizes(theirs) & _sizes(ours)), bool(words)


def _kind(name: str) -> str:
    return next((kind for kind, words in _KINDS.items() if words.search(name)), "fixed")


def _sizes(name: str) -> set[str]:
    found = {size.lower() for size in _SIZES.findall(name)}
    return {_SAME_SIZE.get(size, size) for size in found}


def _fold(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.casefold()))
