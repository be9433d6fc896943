"""What the templates about the effect may use."""

from dataclasses import dataclass
from typing import ClassVar

from staff.pages import Layout


@dataclass(frozen=True)
class Tick:
    """A line across the plot and what it stands for."""

    y: float
    words: str


@dataclass(frozen=True)
class Whisker:
    """A share with its interval: a dot, and a line from `low` to `high`; `tone` is its colour."""

    x: float
    y: float
    low: float
    high: float
    tone: str
    says: str


@dataclass(frozen=True)
class Moment:
    """A change at its place on the plot; `note` says why there is nothing to see."""

    x: float
    words: str
    note: str


@dataclass(frozen=True)
class WhiskerChart:
    """A share before and after each change; `says` sums it up for who does not see it."""

    key: str
    title: str
    says: str
    width: float
    height: float
    left: float
    right: float
    ticks: tuple[Tick, ...]
    moments: tuple[Moment, ...]
    whiskers: tuple[Whisker, ...]


@dataclass(frozen=True)
class ComparedRow:
    """A share before and after, in words; `chip` is the colour of the verdict, empty for none."""

    name: str
    before: str
    after: str
    change: str
    verdict: str
    chip: str


@dataclass(frozen=True)
class ComparedTable:
    """Rows of shares; `about` says what is counted."""

    key: str
    title: str
    about: str
    rows: tuple[ComparedRow, ...]


@dataclass(frozen=True)
class ChangeRow:
    """A change in the list, and where it is looked at."""

    path: str
    when: str
    what: str
    shown: bool


@dataclass(frozen=True)
class TaughtView:
    """What a change was made of, in words."""

    corrections: str
    gain: str
    of_hundred: str


@dataclass(frozen=True)
class EffectPage:
    """The effect of teaching. `pace` are corrections an hour, in words."""

    template: ClassVar[str] = "studio/effect.html"
    layout: Layout
    pace: str
    charts: tuple[WhiskerChart, ...]
    changes: tuple[ChangeRow, ...]
    shown: str
    spans: str
    waits: str
    taught: TaughtView | None
    tables: tuple[ComparedTable, ...]
    export: str
