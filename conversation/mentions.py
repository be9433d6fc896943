"""What customers name in passing, kept for whoever takes over: no agent asks for it again.

The engine's slots steer its dialogue; what no dialogue asked for (an amount, a day) fills none.
"""

import re
from collections.abc import Iterable, Mapping

from conversation.packets import FACTS
from conversation.turns import Entity

_MONTHS = (
    r"(?:jan(?:uar)?|feb(?:ruar)?|märz|mär|apr(?:il)?|mai|juni?|juli?|aug(?:ust)?|sep(?:tember)?"
    r"|sept|okt(?:ober)?|nov(?:ember)?|dez(?:ember)?)"
)
#: What is written in figures can be told from any text.
_IN_FIGURES: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "date": rf"\b\d{{1,2}}\. ?(?:\d{{1,2}}\.(?:\d{{4}}|\d\d)?|{_MONTHS}\b\.?)(?: \d{{4}}\b)?",
        "time_of_day": r"\b\d{1,2}(?:[:.]\d\d)? ?uhr\b",
        "amount": r"(?<![\d.,])\d+(?:[.,]\d\d)? ?(?:€|euro\b)",
        "data_volume": r"(?<![\d.,])\d+(?:[.,]\d+)? ?(?:GB|Gigabyte)\b",
    }.items()
}
IN_FIGURES = frozenset(_IN_FIGURES)


def with_mentions(
    told: Mapping[str, str], text: str, entities: Iterable[Entity]
) -> Mapping[str, str]:
    """Return `told` with what a message names, by the names of facts; what was said last stands.

    A day or an amount in figures is kept against one in words ("gestern").
    """
    figures = {
        name: found[-1].group()
        for name, pattern in _IN_FIGURES.items()
        if (found := list(pattern.finditer(text)))
    }
    words = {
        each.entity: each.value
        for each in entities
        if each.entity in FACTS and not (each.entity in IN_FIGURES and _has_figure(told, each))
    }
    return {**told, **words, **figures}


def _has_figure(told: Mapping[str, str], entity: Entity) -> bool:
    return _IN_FIGURES[entity.entity].search(told.get(entity.entity, "")) is not None
