"""Figures as people read them, and as a spreadsheet set to their language does."""

from enum import StrEnum

from staff.language import _, count_words, decimal_words

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
        return _("%(number)s %%", number=decimal_words(100 * value, digits=1))
    if kind is Kind.SPAN:
        return span(value)
    if kind is Kind.SCORE:
        return decimal_words(value, digits=1)
    return count_words(round(value))


def exported(value: Value, kind: Kind) -> str:
    """Return a figure for a spreadsheet: shares in per cent, spans in minutes, nothing as empty.

    Words that a spreadsheet would take for a formula are marked as words.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else str(value)
    if kind is Kind.SHARE:
        return decimal_words(100 * value, digits=1)
    if kind is Kind.SPAN:
        return decimal_words(value / MINUTE, digits=1)
    if kind is Kind.SCORE:
        return decimal_words(value, digits=2)
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
