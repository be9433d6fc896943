"""Draws who waits, once for all who see the same."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from conversation.identity import AgentId
from conversation.repairs import Repairs
from conversation.routing.order import grounds
from conversation.routing.sites import Sites
from handoff.console.list_views import Row, RowsView, Tab
from handoff.console.outer_words import told
from handoff.console.repair_showing import marked
from handoff.console.showing import Seen, row
from handoff.console.times import window
from handoff.overview.by_site import Waiting
from handoff.overview.picture import Kept
from staff.language import GERMAN

SHOWN = 50
NOBODY = AgentId("")
#: Pages that are kept as drawn, and how long their times may stand.
KEPT_PAGES, REDRAWN_SECONDS = 20, 5
#: A row as a browser knows it: its key, and a version that changes with all but the time.
Known = tuple[str, str]


@dataclass(frozen=True, slots=True)
class View:
    """What a page of those who wait depends on beside what is stored.

    Everybody with the same view is shown the same. What else decides who may see what, or in which
    words, has to be part of it.
    """

    first: int = 0
    sites: Sites = None
    language: str = GERMAN


WHOLE = View()


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A page of those who wait, and what it was made of; `many` wait in all.

    `plain` are its rows without what is owed to the customers.
    """

    kept: Sequence[Kept]
    many: int
    moment: int
    plain: tuple[Row, ...]
    rows: tuple[Row, ...]

    @property
    def order(self) -> tuple[Known, ...]:
        """The rows as browsers know them."""
        return tuple((one.key, one.version) for one in self.rows)

    def stands(self, kept: Sequence[Kept], many: int, moment: int) -> bool:
        """Say whether it is still what would be shown."""
        if (many, moment, len(kept)) != (self.many, self.moment, len(self.kept)):
            return False
        return all(one is other for one, other in zip(kept, self.kept, strict=True))


@dataclass(frozen=True, slots=True)
class QueuePages:
    """Makes pages of those who wait and keeps them until something in them changes."""

    repairs: Repairs
    zone: ZoneInfo
    assistant: str
    draw: Callable[[RowsView], str]
    _pages: dict[View, QueuePage] = field(default_factory=dict)
    _drawn: dict[View, tuple[QueuePage, Markup]] = field(default_factory=dict)

    async def page(self, view: View, waiting: Waiting, now: datetime) -> QueuePage:
        """Return who stands on a page of those who wait for people with this view."""
        moment = int(now.timestamp()) // REDRAWN_SECONDS
        kept, many = waiting.page(view.first, SHOWN), waiting.many
        known = self._pages.get(view)
        if known and known.stands(kept, many, moment):
            return known
        seen = Seen(now, self.zone, me=NOBODY, names={}, assistant=self.assistant)
        plain = _plain(kept, known if known and known.moment == moment else None, seen)
        owed = await self.repairs.due([one.conversation for one in kept])
        dues = [owed.get(one.conversation) for one in kept]
        rows = (marked(one, due, seen) for one, due in zip(plain, dues, strict=True))
        made = QueuePage(kept, many, moment, plain=plain, rows=tuple(rows))
        if view.first < KEPT_PAGES * SHOWN:
            self._pages[view] = made
        return made

    def drawn(self, view: View, page: QueuePage) -> Markup:
        """Return all rows of a page as HTML."""
        known = self._drawn.get(view)
        if known and known[0].rows == page.rows:
            return known[1]
        drawn = self.draw_rows(page.rows)
        if view in self._pages:
            self._drawn[view] = (page, drawn)
        return drawn

    def draw_rows(self, rows: Sequence[Row], *, tab: Tab = Tab.QUEUE) -> Markup:
        """Return some rows as HTML."""
        html = self.draw(RowsView(tab, tuple(rows)))
        return Markup(html)  # noqa: S704 - rendered with autoescape


def _plain(kept: Sequence[Kept], known: QueuePage | None, seen: Seen) -> tuple[Row, ...]:
    """Make the rows; those of whom nothing has changed are taken over from `known`."""
    made = zip(known.kept, known.plain, strict=True) if known else ()
    before = {id(one): its for one, its in made}
    return tuple(before.get(id(one)) or _row(one, seen) for one in kept)


def _row(kept: Kept, seen: Seen) -> Row:
    """Return one who waits, with what gives them their place: need, a window's end, anger."""
    # A waiting customer's wish says more than their last line, and costs no reading.
    shown = row(kept.standing.state, [], tab=Tab.QUEUE, seen=seen)
    closes_at = kept.moved_up_by(seen.now)
    marks = (*map(told, grounds(kept.concern(now=seen.now))), *shown.marks)
    step = kept.standing.place.step
    tells = (f"{kept.standing.state.hold.epoch}", *marks, "w" if closes_at else "")
    return replace(
        shown,
        marks=marks,
        window=window(closes_at, now=seen.now) if closes_at else None,
        step=step,
        version=".".join((*tells, step) if step else tells),
    )
