"""What the console shows beside its lists, as data: a frozen dataclass for each part of a page."""

from dataclasses import dataclass
from typing import ClassVar

from handoff.console.commands import Command
from handoff.console.duty_views import DutyView
from handoff.console.line_views import ThreadView
from handoff.console.list_views import ListView
from handoff.console.note_views import NotesView
from handoff.console.placeholders import Piece
from handoff.console.repair_views import RepairsView
from handoff.console.times import Due
from staff.pages import Layout


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
class PassedOnView:
    """That a colleague has had it already and gave it to others."""

    by: str
    to: str
    at: str
    reason: tuple[Piece, ...]


@dataclass(frozen=True)
class PacketView:
    """What an agent should know before the first word.

    `unsaid` is what the assistant would have said had no person been fetched.
    """

    reason: str
    tone: str
    summary: str
    wish: tuple[Piece, ...]
    wish_anchor: str
    understood: tuple[UnderstoodView, ...]
    facts: tuple[FactView, ...]
    missing: tuple[str, ...]
    tried: tuple[TriedView, ...]
    unsaid: tuple[str, ...]
    handed_off: str
    marks: tuple[str, ...]
    passed_on: PassedOnView | None


@dataclass(frozen=True)
class BudgetView:
    """One window of a budget in words; `empty`: nothing may be sent now."""

    span: str
    limit: int
    used: int
    left: int
    wait: str
    price: str
    empty: bool


@dataclass(frozen=True)
class PersonView:
    """Somebody in a contact: on which platform, by what proof; `id` names them in the form."""

    id: str
    platform: str
    proof: str
    here: bool


@dataclass(frozen=True)
class PastView:
    """An earlier or other conversation of the contact."""

    path: str
    label: str
    status: str
    last: str
    current: bool


@dataclass(frozen=True)
class ContactView:
    """Who writes here, over all channels, and all that was."""

    people: tuple[PersonView, ...]
    past: tuple[PastView, ...]


@dataclass(frozen=True)
class DraftView:
    """What the platform makes of the reply in the making; `state` is `calm`, `soon` or `late`."""

    template: ClassVar[str] = "console/draft.html"
    words: str
    state: str
    price: str
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Notice:
    """What came of the agent's last action, in a sentence; `bad` where nothing was done."""

    words: str
    bad: bool = False


@dataclass(frozen=True)
class AttachView:
    """What the channel takes with a reply: `most` files (0: none), `accept` as browsers read it.

    `words` say it to people, and why where nothing goes.
    """

    most: int
    accept: str
    largest: int
    words: str


@dataclass(frozen=True)
class PaneView:
    """One conversation: head, packet, transcript, reply. The same for page, script and update.

    Every part carries a version; in the browser a part whose version has not changed stays as it
    is, with its focus, its scroll position and what was typed into it. `order` only grows, so that
    an answer overtaken on its way is known as the older one.

    `threads` are all conversations of the case, this one among them; `elsewhere` is another one in
    which the customer wrote last. `window` is the channel's next end, `people_only`: the assistant
    may send nothing there any more. `tomorrow` is a usual time to lay something away until.
    `counts`: the platform's count is shown while writing. `why` is the address that explains a
    handoff, or its absence; empty for whoever may not read it. `satisfaction` is what came of the
    question about it, empty where it was not asked. `laid`: it is laid away, `step` is what is to
    be done next, `watched`: the reader is told when something happens. `video`: a room may be
    offered.
    """

    template: ClassVar[str] = "console/pane.html"
    csrf: str
    key: str
    path: str
    back: str
    label: str
    why: str
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
    threads: tuple[ThreadView, ...]
    window: Due | None
    people_only: bool
    elsewhere: ThreadView | None
    contact: ContactView
    notes: NotesView
    repairs: RepairsView
    budgets: tuple[BudgetView, ...]
    public: bool
    counts: bool
    please_delete: str
    attach: AttachView
    video: bool
    tomorrow: str
    new_line: str
    draft: str
    notice: Notice | None
    assistant: str
    satisfaction: str
    laid: bool
    step: str
    watched: bool


@dataclass(frozen=True)
class NoPaneView:
    """The room for a conversation while none is open."""

    template: ClassVar[str] = "console/no_pane.html"


@dataclass(frozen=True)
class ColleagueView:
    """Somebody whom a note may name."""

    login: str
    name: str


@dataclass(frozen=True)
class ConsolePage:
    """The whole console: a list and beside it a conversation or the room for one."""

    template: ClassVar[str] = "console/page.html"
    layout: Layout
    shown: ListView
    pane: PaneView | NoPaneView
    duty: DutyView
    colleagues: tuple[ColleagueView, ...]
    commands: tuple[Command, ...]


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
