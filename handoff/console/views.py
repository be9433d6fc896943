"""What the console shows, as data: one frozen dataclass for each template and each of its parts."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from handoff.console.placeholders import Piece
from handoff.console.times import Due
from staff.pages import Layout


class Tab(StrEnum):
    """The lists: who waits, what I hold, and where something happened last."""

    QUEUE = "queue"
    MINE = "mine"
    RECENT = "recent"


@dataclass(frozen=True)
class TabLink:
    """A list's name with how many stand in it; no number where it would say nothing."""

    tab: Tab
    label: str
    path: str
    count: int | None
    current: bool


@dataclass(frozen=True)
class Row:
    """A conversation in a list. `version` changes with everything the row shows but the time."""

    key: str
    path: str
    label: str
    channel: str
    heading: str
    tone: str
    words: str
    status: str
    since: datetime | None
    since_words: str
    due: Due | None
    unanswered: bool
    current: bool
    version: str


@dataclass(frozen=True)
class ListView:
    """One list with its tabs; `more` counts the conversations it does not show."""

    template: ClassVar[str] = "console/list.html"
    tab: Tab
    tabs: tuple[TabLink, ...]
    path: str
    waiting: int
    unanswered: int
    rows: tuple[Row, ...]
    more: int
    empty: str
    empty_hint: str


@dataclass(frozen=True)
class UnderstoodView:
    """A sentence as the assistant took it; `anchor` is its line's id on the page."""

    anchor: str
    intent: str
    confidence: float
    percent: int
    anger: str


@dataclass(frozen=True)
class FactView:
    """Something known; `name` is the field, `label` its word, and `value` is plain text."""

    name: str
    label: str
    value: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class TriedView:
    """An answer that the assistant gave: where it stands, and its first words."""

    anchor: str
    words: str


@dataclass(frozen=True)
class PacketView:
    """What an agent should know before the first word."""

    reason: str
    tone: str
    summary: str
    wish: tuple[Piece, ...]
    wish_anchor: str
    understood: tuple[UnderstoodView, ...]
    facts: tuple[FactView, ...]
    missing: tuple[str, ...]
    tried: tuple[TriedView, ...]
    handed_off: str


@dataclass(frozen=True)
class LineView:
    """One line of the transcript. `delivery` is empty where nothing was to be delivered."""

    anchor: str
    id: str
    speaker: str
    who: str
    icon: str
    pieces: tuple[Piece, ...]
    at: datetime
    at_words: str
    delivery: str
    delivery_words: str
    buttons: tuple[str, ...]
    image: str
    version: str


@dataclass(frozen=True)
class Notice:
    """What came of the agent's last action, in a sentence; `bad` where nothing was done."""

    words: str
    bad: bool = False


@dataclass(frozen=True)
class PaneView:
    """One conversation: head, packet, transcript, reply. The same for page, script and update.

    Every part carries a version; in the browser a part whose version has not changed stays as it
    is, with its focus, its scroll position and what was typed into it. `order` only grows, so that
    an answer overtaken on its way is known as the older one.
    """

    template: ClassVar[str] = "console/pane.html"
    csrf: str
    key: str
    path: str
    back: str
    label: str
    channel: str
    owner: str
    status: str
    version: str
    order: int
    mine: bool
    claimable: bool
    closed: bool
    due: Due | None
    packet: PacketView | None
    lines: tuple[LineView, ...]
    new_line: str
    draft: str
    notice: Notice | None
    assistant: str


@dataclass(frozen=True)
class NoPaneView:
    """The room for a conversation while none is open."""

    template: ClassVar[str] = "console/no_pane.html"


@dataclass(frozen=True)
class ConsolePage:
    """The whole console: a list and beside it a conversation or the room for one."""

    template: ClassVar[str] = "console/page.html"
    layout: Layout
    shown: ListView
    pane: PaneView | NoPaneView


@dataclass(frozen=True)
class RevealedView:
    """A placeholder's value in the place of its chip; empty if it is known no more."""

    template: ClassVar[str] = "console/revealed.html"
    placeholder: str
    value: str


@dataclass(frozen=True)
class RevealedPage:
    """The same for a browser without scripts."""

    template: ClassVar[str] = "console/revealed_page.html"
    layout: Layout
    revealed: RevealedView
    back: str
