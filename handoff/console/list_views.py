"""What the lists show, as data: one frozen dataclass for each template and each of its parts."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from markupsafe import Markup

from handoff.console.times import Due


class Tab(StrEnum):
    """The lists: who waits, what I hold, what colleagues ask, what I watch, what happened last."""

    QUEUE = "queue"
    MINE = "mine"
    ASKED = "asked"
    WATCHED = "watched"
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
    """A conversation in a list. `version` changes with everything the row shows but the time.

    `marks` say what makes it a long-running one; `step` is what is to be done next.
    """

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
    window: Due | None
    unanswered: bool
    current: bool
    marks: tuple[str, ...]
    version: str
    step: str = ""


@dataclass(frozen=True)
class TroubleView:
    """An account that can no more, in words; `stops` names the channels on which nothing leaves."""

    account: str
    platform: str
    reason: str
    stops: str
    since: str


@dataclass(frozen=True)
class PageLink:
    """The way to another page of a list; `rel` says which."""

    label: str
    path: str
    rel: str


@dataclass(frozen=True)
class RowsView:
    """The rows of a list; those of who waits are the same for everybody."""

    template: ClassVar[str] = "console/rows.html"
    tab: Tab
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class ListView:
    """One page of a list with its tabs; `place` says which part of a long list it is.

    A row's `window` is there where a window's end decided its place. `marked` is how many notes
    name the reader who has not looked yet, `news` in how many that they watch something happened.
    `drawn` are the rows as HTML; `version` changes with everything but the time.
    """

    template: ClassVar[str] = "console/list.html"
    tab: Tab
    tabs: tuple[TabLink, ...]
    path: str
    waiting: int
    unanswered: int
    marked: int
    news: int
    rows: tuple[Row, ...]
    pages: tuple[PageLink, ...]
    place: str
    empty: str
    empty_hint: str
    troubles: tuple[TroubleView, ...]
    drawn: Markup
    version: str = ""
