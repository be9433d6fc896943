"""Figures as Germans read them, and as a spreadsheet set to German does."""

from enum import StrEnum

Value = str | int | float | None
NOTHING = "–"
MINUTE, HOUR = 60, 3600


class Kind(StrEnum):
    """What a column holds: words, a number, a share (0 to 1), seconds or a mean score."""

    WORDS = "words"
    COUNT = "count"
    SHARE = "share"
    SPAN = "span"
    SCORE = "score"


def shown(value: Value, kind: Kind) -> str:
    """Return a figure for a page: `1.234`, `97,8 %`, `4 min`, `1:20 h`."""
    if value is None:
        return NOTHING
    if isinstance(value, str):
        return value
    if kind is Kind.SHARE:
        return f"{_comma(100 * value, 1)} %"
    if kind is Kind.SPAN:
        return span(value)
    if kind is Kind.SCORE:
        return _comma(value, 1)
    return f"{round(value):,}".replace(",", ".")


def exported(value: Value, kind: Kind) -> str:
    """Return a figure for a spreadsheet: shares in per cent, spans in minutes, nothing as empty.

    Words that a spreadsheet would take for a formula are marked as words.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
    if kind is Kind.SHARE:
        return _comma(100 * value, 1)
    if kind is Kind.SPAN:
        return _comma(value / MINUTE, 1)
    if kind is Kind.SCORE:
        return _comma(value, 2)
    return str(round(value))


def span(seconds: float) -> str:
    """Return seconds in words: `40 s`, `12 min`, `1:20 h`; hours are of working time."""
    if seconds < MINUTE:
        return f"{round(seconds)} s"
    if seconds < HOUR:
        return f"{int(seconds // MINUTE)} min"
    return f"{int(seconds // HOUR)}:{int(seconds % HOUR // MINUTE):02d} h"


def share(part: int, whole: int) -> float | None:
    """Return a share, None of nothing."""
    return part / whole if whole else None


def _comma(number: float, digits: int) -> str:
    return f"{number:.{digits}f}".replace(".", ",")
