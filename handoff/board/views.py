"""What the supervisors' pages show; each dataclass is all that its template may use."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from handoff.console.times import Due
from handoff.console.views import Notice
from staff.pages import Layout


@dataclass(frozen=True)
class Figure:
    """One large number; `state` is `calm`, `soon` or `late`, `hint` says what it counts."""

    key: str
    label: str
    value: str
    hint: str
    state: str = "calm"


@dataclass(frozen=True)
class Since:
    """A moment in the past, in words that the browser keeps true."""

    at: datetime
    words: str


@dataclass(frozen=True)
class TeamRow:
    """One team's line; `used` of `units` is the load of those who are there."""

    key: str
    name: str
    open: bool
    waiting: int
    at_risk: int
    oldest: Since | None
    available: int
    busy: int
    on_break: int
    away: int
    used: int
    units: int


@dataclass(frozen=True)
class SiteView:
    """A site and its teams."""

    key: str
    name: str
    teams: tuple[TeamRow, ...]


@dataclass(frozen=True)
class WaitingRow:
    """A waiting conversation; `status` says who is asked about it."""

    key: str
    path: str
    label: str
    heading: str
    tone: str
    words: str
    team: str
    since: Since | None
    due: Due | None
    version: str


@dataclass(frozen=True)
class HeldLink:
    """A conversation that an agent holds, is offered, or is finishing."""

    key: str
    path: str
    label: str
    stage: str


@dataclass(frozen=True)
class AgentRow:
    """One agent's line; `state` is their presence in English, for the style."""

    key: str
    name: str
    team: str
    state: str
    presence: str
    used: int
    units: int
    held: tuple[HeldLink, ...]
    version: str


@dataclass(frozen=True)
class BoardView:
    """All of the board; the part is fetched again whenever something changes.

    `elsewhere` sums up other sites for those of one; else it is empty.
    """

    template: ClassVar[str] = "board/board.html"
    path: str
    figures: tuple[Figure, ...]
    sites: tuple[SiteView, ...]
    waiting: tuple[WaitingRow, ...]
    more: int
    agents: tuple[AgentRow, ...]
    elsewhere: str = ""


@dataclass(frozen=True)
class BoardPage:
    """The page around the board."""

    template: ClassVar[str] = "board/page.html"
    layout: Layout
    board: BoardView


@dataclass(frozen=True)
class Candidate:
    """An agent who may be given a conversation; `words` say how much they have."""

    agent: str
    name: str
    words: str


@dataclass(frozen=True)
class AssignPage:
    """One conversation, and whom it may be given to. `epoch` is that of the hold shown."""

    template: ClassVar[str] = "board/assign.html"
    layout: Layout
    csrf: str
    path: str
    back: str
    console: str
    label: str
    status: str
    heading: str
    summary: str
    due: Due | None
    since: Since | None
    epoch: int
    mine: bool
    held: bool
    closed: bool
    candidates: tuple[Candidate, ...]
    notice: Notice | None
