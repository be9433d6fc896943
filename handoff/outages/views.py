"""What the pages of outage mode show; each dataclass is all that its template may use."""

from dataclasses import dataclass
from typing import ClassVar

from handoff.board.views import Since
from handoff.console.views import Notice
from staff.pages import Layout


@dataclass(frozen=True)
class GroupRow:
    """One group; `running`: its customers are being told already."""

    key: str
    title: str
    many: int
    first: Since
    last: Since
    running: bool
    path: str


@dataclass(frozen=True)
class OutageCard:
    """One approved outage; `state` says how far it is. `path` is where its end is written."""

    key: str
    title: str
    state: str
    over: bool
    text: str
    fixed_text: str
    by: str
    since: Since
    told: int
    ended: int
    path: str


@dataclass(frozen=True)
class OutagesView:
    """All that changes by itself."""

    template: ClassVar[str] = "outages/list.html"
    path: str
    groups: tuple[GroupRow, ...]
    cards: tuple[OutageCard, ...]


@dataclass(frozen=True)
class OutagesPage:
    """The page; `services` are values and words of services for another place."""

    template: ClassVar[str] = "outages/page.html"
    layout: Layout
    outages: OutagesView
    notice: Notice | None
    writing: str
    services: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Reading:
    """How a text reads for one kind of customer."""

    who: str
    text: str


@dataclass(frozen=True)
class WritePage:
    """Writing one text; with `readings` it is looked at once more before it goes out.

    `place` or `outage` names what it is about; `problem` says why it cannot go out.
    """

    template: ClassVar[str] = "outages/write.html"
    layout: Layout
    csrf: str
    back: str
    check: str
    change: str
    send: str
    heading: str
    hint: str
    place: str
    outage: str
    text: str
    most: int
    problem: str
    readings: tuple[Reading, ...]
