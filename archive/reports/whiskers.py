"""Draws precision and recall as points with their intervals."""

from collections.abc import Sequence
from dataclasses import dataclass

from archive.reports.formats import Kind, shown
from archive.reports.verdicts import Share
from staff.language import _, percent_words

LEFT, RIGHT, ROW, TOP = 210.0, 620.0, 44.0, 8.0
WIDTH, FOOT = 640.0, 26.0
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True)
class Whisker:
    """A share as a point with its interval; `tone` is the class that gives it its colour."""

    tone: str
    y: float
    x: float
    low: float
    high: float


@dataclass(frozen=True)
class WhiskerRow:
    """A reason's name and its shares; none of what nobody judged."""

    name: str
    middle: float
    whiskers: tuple[Whisker, ...]


@dataclass(frozen=True)
class WhiskerChart:
    """Shares with their intervals, one row for each reason."""

    rows: tuple[WhiskerRow, ...]
    ticks: tuple[tuple[float, str], ...]
    width: float
    height: float
    says: str


def chart_of(shares: Sequence[tuple[str, Share, Share]]) -> WhiskerChart:
    """Draw precision and recall of each name as points with their intervals."""
    rows = []
    for place, (name, precision, recall) in enumerate(shares):
        middle = TOP + ROW * (place + 0.5)
        whiskers = (
            _whisker("one", middle - ROW / 6, precision),
            _whisker("two", middle + ROW / 6, recall),
        )
        rows.append(WhiskerRow(name, middle, tuple(one for one in whiskers if one)))
    height = TOP + ROW * len(shares) + FOOT
    ticks = tuple((_x(tick), percent_words(round(100 * tick))) for tick in TICKS)
    return WhiskerChart(tuple(rows), ticks, WIDTH, height, "; ".join(_sentence(*s) for s in shares))


def _sentence(name: str, precision: Share, recall: Share) -> str:
    return _(
        "%(name)s: Genauigkeit %(precision)s, Trefferquote %(recall)s",
        name=name,
        precision=shown(precision.value, Kind.SHARE),
        recall=shown(recall.value, Kind.SHARE),
    )


def _whisker(tone: str, y: float, share: Share) -> Whisker | None:
    if share.value is None:
        return None
    low, high = share.interval
    return Whisker(tone, round(y, 1), _x(share.value), _x(low), _x(high))


def _x(share: float) -> float:
    return round(LEFT + share * (RIGHT - LEFT), 1)
