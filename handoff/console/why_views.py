"""What the pages about fetching a person show, as data."""

from dataclasses import dataclass
from typing import ClassVar

from handoff.console.placeholders import Piece
from staff.pages import Layout


@dataclass(frozen=True)
class FigureView:
    """A number with its name; `threshold` is empty where it was held against none."""

    label: str
    value: str
    threshold: str


@dataclass(frozen=True)
class FindingView:
    """What one rule found; `counts`: its weight is in the sum."""

    rule: str
    weight: str
    counts: bool
    figures: tuple[FigureView, ...]


@dataclass(frozen=True)
class TurnView:
    """One turn: what was said, what the rules made of it, and what came of it."""

    at: str
    said: tuple[Piece, ...]
    intent: str
    felt: str
    findings: tuple[FindingView, ...]
    total: str
    needed: str
    handed_over: str


@dataclass(frozen=True)
class EntryView:
    """One rule of the table with its thresholds."""

    rule: str
    figures: tuple[FigureView, ...]


@dataclass(frozen=True)
class WhyPage:
    """Why one conversation was handed over, or was not."""

    template: ClassVar[str] = "console/why.html"
    layout: Layout
    label: str
    back: str
    turns: tuple[TurnView, ...]


@dataclass(frozen=True)
class WeighedRow:
    """A conversation in the list: where its explanation is, and how it stands."""

    label: str
    path: str
    status: str
    last: str


@dataclass(frozen=True)
class RulesPage:
    """The table of thresholds, and the conversations of late."""

    template: ClassVar[str] = "console/rules.html"
    layout: Layout
    entries: tuple[EntryView, ...]
    conversations: tuple[WeighedRow, ...]
