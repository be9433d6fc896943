"""Gathers what a list shows: a page of it, and how many stand in each."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2s
from zoneinfo import ZoneInfo

from conversation.identity import AgentId
from conversation.messages import Line
from conversation.ports import Clock, ConversationState, Desk, Transcripts
from conversation.repairs import Repairs
from conversation.routing.ports import Standing
from conversation.routing.sites import Viewer
from handoff.console import words
from handoff.console.addresses import path_of_list
from handoff.console.asking import Asking, until_words
from handoff.console.case_showing import trouble_view
from handoff.console.consulting import Consulting, Wanted
from handoff.console.list_views import ListView, PageLink, Row, Tab, TabLink
from handoff.console.note_showing import noted_row
from handoff.console.platforms import Troubles
from handoff.console.queue_pages import SHOWN, QueuePage, QueuePages, View
from handoff.console.repair_showing import marked
from handoff.console.showing import Seen, row
from handoff.console.watching import Overlooking, WatchedOne
from handoff.overview.by_site import Queues
from handoff.overview.overview import Overview
from staff.language import N_, _, language
from staff.ports import Accounts

RECENT_SHOWN = 40
#: Who is of one site finds theirs among so many.
RECENT_LOOKED_THROUGH = 400
LAST_PAGE = 9_999
EMPTY = {
    Tab.QUEUE: (N_("Niemand wartet"), N_("Neue Unterhaltungen erscheinen hier von selbst.")),
    Tab.MINE: (N_("Noch nichts übernommen"), N_("In der Warteschlange öffnen und übernehmen.")),
    Tab.ASKED: (
        N_("Niemand fragt"),
        N_("Fragen an alle und Notizen mit meinem Namen stehen dann hier."),
    ),
    Tab.WATCHED: (N_("Nichts im Blick"), N_("In einer Unterhaltung „Beobachten“ drücken.")),
    Tab.RECENT: (N_("Noch keine Unterhaltungen"), N_("Sobald jemand schreibt, steht es hier.")),
}


@dataclass(frozen=True, slots=True)
class Listing:
    """Reads for one person at a time; nothing here changes anything."""

    desk: Desk
    overview: Overview
    queues: Queues
    transcripts: Transcripts
    accounts: Accounts
    troubles: Troubles
    consulting: Consulting
    overlooking: Overlooking
    asking: Asking
    repairs: Repairs
    clock: Clock
    zone: ZoneInfo
    assistant: str
    queue: QueuePages

    async def list_view(
        self, tab: Tab, *, viewer: Viewer, open_key: str = "", page: int = 1
    ) -> ListView:
        """Return a page of a list with its tabs; `open_key` says which of its rows is open."""
        me = viewer.agent
        picture, troubles, wanted, watched = await asyncio.gather(
            self.overview.now(),
            self.troubles.now(),
            self.consulting.wanted(me),
            self.overlooking.watched(me),
        )
        waiting = await self.queues.of(picture, viewer.sites)
        held = picture.held_by(me)
        held.sort(key=lambda one: one.place.laid_until is not None)
        seen = await self._seen((), me=me)
        held_rows = await self._held_rows(held[:SHOWN], seen)
        many = {
            Tab.QUEUE: waiting.many,
            Tab.MINE: len(held),
            Tab.ASKED: len(wanted),
            Tab.WATCHED: len(watched),
        }
        first = _first_of(page, many.get(tab, 0))
        rows: Sequence[Row]
        drawn = None
        if tab is Tab.QUEUE:
            view = View(first, viewer.sites, language())
            page_of_all = await self.queue.page(view, waiting, seen.now)
            rows, drawn = page_of_all.rows, self.queue.drawn(view, page_of_all)
        elif tab is Tab.MINE and first == 0:
            rows = held_rows
        elif tab is Tab.MINE:
            rows = await self._held_rows(held[first : first + SHOWN], seen)
        elif tab is Tab.ASKED:
            rows = await self._noted_rows(wanted[first : first + SHOWN], me=me)
        elif tab is Tab.WATCHED:
            rows = await self._watched_rows(watched[first : first + SHOWN], me=me)
        else:
            rows = await self._recent_rows(viewer)
        if open_key or drawn is None:
            rows = [replace(one, current=one.key == open_key) for one in rows]
            drawn = self.queue.draw_rows(rows, tab=tab)
        empty, empty_hint = EMPTY[tab]
        shown = ListView(
            tab=tab,
            tabs=_tabs(tab, many),
            path=_path_of(tab, first),
            waiting=waiting.many,
            unanswered=sum(one.unanswered for one in held_rows),
            marked=sum(one.marked for one in wanted),
            news=sum(bool(one.news) for one in watched),
            rows=tuple(rows),
            pages=_pages(tab, first, many.get(tab, 0)),
            place=_place(first, len(rows), many.get(tab, 0)),
            empty=empty,
            empty_hint=empty_hint,
            troubles=tuple(trouble_view(one, seen) for one in troubles),
            drawn=drawn,
        )
        return replace(shown, version=_version(shown))

    def path_of_view(self, view: View) -> str:
        """Return the address of a page of those who wait."""
        return _path_of(Tab.QUEUE, view.first)

    def shared_view(self, view: View, page: QueuePage, rows: Sequence[Row]) -> ListView:
        """Return a page of those who wait without what is one person's own; drawn are `rows`."""
        empty, empty_hint = EMPTY[Tab.QUEUE]
        return ListView(
            tab=Tab.QUEUE,
            tabs=(),
            path=self.path_of_view(view),
            waiting=page.many,
            unanswered=0,
            marked=0,
            news=0,
            rows=page.rows,
            pages=_pages(Tab.QUEUE, view.first, page.many),
            place=_place(view.first, len(page.rows), page.many),
            empty=empty,
            empty_hint=empty_hint,
            troubles=(),
            drawn=self.queue.draw_rows(rows),
        )

    async def _held_rows(self, held: Sequence[Standing], seen: Seen) -> list[Row]:
        states = [one.state for one in held]
        lines = await self._lines(states)
        rows = [
            row(one, its, tab=Tab.MINE, seen=seen) for one, its in zip(states, lines, strict=True)
        ]
        rows = [
            _put_off(_with_step(one, its.place.step), its.place.laid_until, seen)
            for one, its in zip(rows, held, strict=True)
        ]
        return await self._owing(states, rows, seen)

    async def _recent_rows(self, viewer: Viewer) -> list[Row]:
        many = RECENT_SHOWN if viewer.sites is None else RECENT_LOOKED_THROUGH
        found = await self.queues.sites.seen(viewer, await self.desk.recent(many))
        states, me = found[:RECENT_SHOWN], viewer.agent
        seen, lines = await self._seen(states, me=me), await self._lines(states)
        steps = await self.asking.steps(states)
        rows = [
            _with_step(
                row(state, its, tab=Tab.RECENT, seen=seen), steps.get(state.conversation, "")
            )
            for state, its in zip(states, lines, strict=True)
        ]
        return await self._owing(states, rows, seen)

    async def _watched_rows(self, watched: Sequence[WatchedOne], *, me: AgentId) -> list[Row]:
        states = [one.state for one in watched]
        seen, lines = await self._seen(states, me=me), await self._lines(states)
        steps = await self.asking.steps(states)
        rows = [
            _with_step(
                _with_news(row(one.state, its, tab=Tab.WATCHED, seen=seen), one),
                steps.get(one.state.conversation, ""),
            )
            for one, its in zip(watched, lines, strict=True)
        ]
        return await self._owing(states, rows, seen)

    async def _noted_rows(self, wanted: Sequence[Wanted], *, me: AgentId) -> list[Row]:
        seen = await self._seen([one.state for one in wanted], me=me)
        rows = [noted_row(one.state, one.note, seen, marked=one.marked) for one in wanted]
        return await self._owing([one.state for one in wanted], rows, seen)

    async def _owing(
        self, states: Sequence[ConversationState], rows: Sequence[Row], seen: Seen
    ) -> list[Row]:
        """Mark where something is still owed to the customer."""
        places = [state.conversation for state in states]
        owed = await self.repairs.due(places)
        return [marked(one, owed.get(place), seen) for one, place in zip(rows, places, strict=True)]

    async def _lines(self, states: Sequence[ConversationState]) -> list[list[Line]]:
        return await asyncio.gather(
            *(self.transcripts.lines(state.conversation) for state in states)
        )

    async def _seen(self, states: Sequence[ConversationState], *, me: AgentId) -> Seen:
        others = any(state.hold.agent not in (None, me) for state in states)
        accounts = await self.accounts.all() if others else []
        return Seen(
            now=self.clock.now(),
            zone=self.zone,
            me=me,
            names={account.id: account.name for account in accounts},
            assistant=self.assistant,
        )


def _version(shown: ListView) -> str:
    """Return what tells this state of a list from others; times are kept true by the page."""
    counts = [(link.tab.value, link.count) for link in shown.tabs]
    rows = [(row.key, row.version) for row in shown.rows]
    told = (shown.path, shown.place, counts, shown.unanswered, shown.marked, rows, shown.troubles)
    return blake2s(repr(told).encode(), digest_size=8).hexdigest()


def _put_off(row: Row, until: datetime | None, seen: Seen) -> Row:
    """Say until when a row is laid away; nobody is late with it before."""
    if until is None:
        return row
    later = until_words(until, zone=seen.zone, now=seen.now)
    version = f"{row.version}.{later}"
    return replace(row, status=later, due=None, unanswered=False, version=version)


def _first_of(page: int, many: int) -> int:
    """Return how many stand before a page; past the end, before the last one."""
    last = max(0, many - 1) // SHOWN
    return min(max(page, 1) - 1, last) * SHOWN


def _path_of(tab: Tab, first: int) -> str:
    page = first // SHOWN + 1
    return f"{path_of_list(tab)}?page={page}" if page > 1 else path_of_list(tab)


def _place(first: int, shown: int, many: int) -> str:
    """Say which part of a long list this is; empty where all of it is shown."""
    if many <= SHOWN:
        return ""
    last = first + shown
    return _("%(first)s bis %(last)s von %(many)s", first=first + 1, last=last, many=many)


def _pages(tab: Tab, first: int, many: int) -> tuple[PageLink, ...]:
    links = []
    if first:
        links.append(PageLink(_("Dringendere"), _path_of(tab, first - SHOWN), "prev"))
    if first + SHOWN < many:
        links.append(PageLink(_("Weitere"), _path_of(tab, first + SHOWN), "next"))
    return tuple(links)


def _tabs(current: Tab, counts: Mapping[Tab, int]) -> tuple[TabLink, ...]:
    return tuple(
        TabLink(
            tab=tab,
            label=words.TABS[tab.value],
            path=path_of_list(tab),
            count=counts.get(tab),
            current=tab is current,
        )
        for tab in (Tab.QUEUE, Tab.MINE, Tab.ASKED, Tab.WATCHED, Tab.RECENT)
    )


def _with_news(row: Row, watched: WatchedOne) -> Row:
    """Say what has happened since the watcher looked."""
    if not watched.news:
        return row
    version = f"{row.version}.{watched.news}"
    return replace(row, unanswered=True, status=watched.news, version=version)


def _with_step(row: Row, step: str) -> Row:
    return replace(row, step=step, version=f"{row.version}.{step}") if step else row
