"""Gathers what a page shows from the desk and the transcripts."""

import asyncio
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from chassis.errors import NotFoundError
from conversation.holds import Owner
from conversation.identity import AgentId, ConversationId
from conversation.messages import Line
from conversation.ports import Clock, ConversationState, Desk, Transcripts
from handoff.console import words
from handoff.console.addresses import key_of, label_of, path_of, path_of_list, path_of_why
from handoff.console.asking import Asking
from handoff.console.case_showing import budget_view, contact_view, thread_view, trouble_view
from handoff.console.consulting import Consulting, Wanted
from handoff.console.gathering import Gathered, Gathering
from handoff.console.line_views import ThreadView
from handoff.console.note_showing import noted_row, notes_view
from handoff.console.queueing import moved_up, queue_order
from handoff.console.repair_showing import marked, named_in, repairs_view
from handoff.console.showing import Seen, due_of, packet_view, row, status_of
from handoff.console.times import Due, tomorrow, window
from handoff.console.views import ColleagueView, ListView, Notice, PaneView, Row, Tab, TabLink
from handoff.console.why import ROLES as WHY_ROLES
from staff.access import SignedIn
from staff.ports import Accounts

SHOWN = 100
RECENT_SHOWN = 40
NEW_LINE_BYTES = 12
MORE_THAN_LINES = 1_000_000
EMPTY = {
    Tab.QUEUE: ("Niemand wartet", "Neue Unterhaltungen erscheinen hier von selbst."),
    Tab.MINE: ("Noch nichts übernommen", "In der Warteschlange öffnen und übernehmen."),
    Tab.ASKED: ("Niemand fragt", "Fragen an alle und Notizen mit meinem Namen stehen dann hier."),
    Tab.RECENT: ("Noch keine Unterhaltungen", "Sobald jemand schreibt, steht es hier."),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """Reads for one person at a time; nothing here changes anything."""

    desk: Desk
    transcripts: Transcripts
    accounts: Accounts
    gathering: Gathering
    asking: Asking
    consulting: Consulting
    clock: Clock
    zone: ZoneInfo
    assistant: str

    async def list_view(self, tab: Tab, *, me: AgentId, open_key: str = "") -> ListView:
        """Return one list with its tabs; `open_key` says which of its rows is open."""
        waiting, held, troubles, wanted = await asyncio.gather(
            self.desk.waiting(),
            self.desk.held_by(me),
            self.gathering.platforms.troubles.now(),
            self.consulting.wanted(me),
        )
        laid = await self.asking.laid_away(held)
        held.sort(key=lambda one: one.conversation in laid)
        states: Sequence[ConversationState] = waiting
        windows: dict[ConversationId, Due] = {}
        if tab is Tab.QUEUE:
            states, windows = await self._queue(waiting)
        elif tab is Tab.MINE:
            states = held
        elif tab is Tab.ASKED:
            states = [one.state for one in wanted]
        else:
            states = await self.desk.recent(RECENT_SHOWN)
        held_rows = await self._held_rows(held, laid, me=me)
        if tab is Tab.ASKED:
            rows = await self._noted_rows(wanted, me=me)
        else:
            rows = held_rows if tab is Tab.MINE else await self._rows(states, tab=tab, me=me)
        shown = [one.conversation for one in states[:SHOWN]]
        seen = await self._seen((), me=me)
        owed = await self.gathering.repairs.due(shown)
        rows = tuple(
            marked(_before_the_window(one, windows.get(place)), owed.get(place), seen)
            for one, place in zip(rows, shown, strict=True)
        )
        empty, empty_hint = EMPTY[tab]
        return ListView(
            tab=tab,
            tabs=_tabs(tab, waiting=len(waiting), held=len(held), wanted=len(wanted)),
            path=path_of_list(tab),
            waiting=len(waiting),
            unanswered=sum(one.unanswered for one in held_rows),
            marked=sum(one.marked for one in wanted),
            rows=tuple(replace(one, current=one.key == open_key) for one in rows),
            more=max(0, len(states) - SHOWN),
            empty=empty,
            empty_hint=empty_hint,
            troubles=tuple(trouble_view(one, seen) for one in troubles),
        )

    async def pane_view(
        self,
        conversation: ConversationId,
        who: SignedIn,
        *,
        tab: Tab | None = None,
        notice: Notice | None = None,
        draft: str = "",
        new_line: str = "",
    ) -> PaneView:
        """Return one conversation. Raises NotFoundError if nothing was ever said in it."""
        gathered = await self.gathering.around(conversation)
        thread = gathered.thread(conversation)
        state, lines = thread.state, thread.lines
        if not lines and state.last_at is None:
            raise NotFoundError("There is no such conversation.")
        named = {agent for note in gathered.notes for agent in note.mentions}
        named |= named_in(gathered.repairs)
        states = [one.state for one in gathered.threads]
        seen = await self._seen(states, me=who.account.id, named=named)
        threads = self._threads(gathered, conversation, seen)
        asked = await self.asking.words(state, me=who.account.id)
        later = (await self.asking.laid_away([state])).get(conversation, "")
        shuts = gathered.window
        owner, mine = state.hold.owner, state.hold.agent == who.account.id
        owed = repairs_view(
            gathered.repairs,
            seen,
            here=conversation,
            holder=state.hold.agent,
            role=who.account.role,
        )
        return PaneView(
            csrf=who.csrf,
            key=key_of(conversation),
            path=path_of(conversation),
            back=path_of_list(tab or (Tab.MINE if mine else Tab.QUEUE)),
            label=label_of(conversation),
            why=path_of_why(conversation) if who.account.role in WHY_ROLES else "",
            channel=words.CHANNELS[conversation.channel],
            owner=owner.value,
            status=", ".join(filter(None, (status_of(state, seen), asked, later))),
            version=f"{state.hold.epoch}",
            order=state.hold.epoch * MORE_THAN_LINES + len(lines),
            mine=mine,
            claimable=owner in (Owner.QUEUE, Owner.ASSISTANT),
            closed=owner is Owner.NOBODY,
            due=None if later else due_of(state, lines, seen),
            packet=packet_view(state.packet, lines, seen) if state.packet else None,
            threads=threads,
            window=window(shuts.end(seen.now), now=seen.now) if shuts else None,
            people_only=shuts is not None and shuts.for_people_only(seen.now),
            elsewhere=next((one for one in threads if one.latest and not one.current), None),
            contact=contact_view(gathered.contact, gathered.past, open_now=conversation, seen=seen),
            notes=notes_view(gathered.notes, seen, new=secrets.token_urlsafe(NEW_LINE_BYTES)),
            repairs=owed,
            budgets=tuple(budget_view(one) for one in gathered.budgets),
            public=conversation.channel.public,
            counts=mine and self.gathering.platforms.drafting.counts(conversation),
            please_delete=words.please_delete(gathered.address_form),
            tomorrow=owed.first_due or tomorrow(seen.now, zone=self.zone),
            new_line=new_line or secrets.token_urlsafe(NEW_LINE_BYTES),
            draft=draft,
            notice=notice,
            assistant=self.assistant,
        )

    async def colleagues(self) -> tuple[ColleagueView, ...]:
        """Return whom a note may name."""
        accounts = await self.accounts.all()
        return tuple(ColleagueView(one.login, one.name) for one in accounts if not one.disabled)

    def _threads(
        self, gathered: Gathered, conversation: ConversationId, seen: Seen
    ) -> tuple[ThreadView, ...]:
        return tuple(
            thread_view(
                one.state,
                one.lines,
                one.fates,
                seen=seen,
                open_now=conversation,
                latest=gathered.latest,
            )
            for one in gathered.threads
        )

    async def _queue(
        self, waiting: Sequence[ConversationState]
    ) -> tuple[list[ConversationState], dict[ConversationId, Due]]:
        """Return the queue in its order, and the windows that have moved somebody up."""
        now = self.clock.now()
        closings = await self.gathering.closings(waiting, now=now)
        windows = {
            one.conversation: window(closings[one.conversation], now=now)
            for one in waiting
            if moved_up(one, closings.get(one.conversation), now=now)
        }
        return queue_order(waiting, closings, now=now), windows

    async def _rows(
        self, states: Sequence[ConversationState], *, tab: Tab, me: AgentId
    ) -> tuple[Row, ...]:
        shown = states[:SHOWN]
        seen = await self._seen(shown, me=me)
        # A waiting customer's wish says more than their last line, and costs no reading.
        lines = [[]] * len(shown) if tab is Tab.QUEUE else await self._lines(shown)
        return tuple(
            row(state, said, tab=tab, seen=seen) for state, said in zip(shown, lines, strict=True)
        )

    async def _held_rows(
        self,
        held: Sequence[ConversationState],
        laid: Mapping[ConversationId, str],
        *,
        me: AgentId,
    ) -> tuple[Row, ...]:
        rows = await self._rows(held, tab=Tab.MINE, me=me)
        return tuple(
            _put_off(one, laid.get(state.conversation, ""))
            for one, state in zip(rows, held, strict=False)
        )

    async def _noted_rows(self, wanted: Sequence[Wanted], *, me: AgentId) -> tuple[Row, ...]:
        seen = await self._seen([one.state for one in wanted], me=me)
        return tuple(
            noted_row(one.state, one.note, seen, marked=one.marked) for one in wanted[:SHOWN]
        )

    async def _lines(self, states: Sequence[ConversationState]) -> list[list[Line]]:
        return await asyncio.gather(
            *(self.transcripts.lines(state.conversation) for state in states)
        )

    async def _seen(
        self,
        states: Sequence[ConversationState],
        *,
        me: AgentId,
        named: Collection[AgentId] = (),
    ) -> Seen:
        holders = {state.hold.agent for state in states if state.hold.agent} | {*named}
        names = (
            {account.id: account.name for account in await self.accounts.all()}
            if (holders - {me})
            else {}
        )
        return Seen(
            now=self.clock.now(),
            zone=self.zone,
            me=me,
            names=names,
            assistant=self.assistant,
        )


def _put_off(row: Row, later: str) -> Row:
    """Say until when a row is laid away; nobody is late with it before."""
    if not later:
        return row
    version = f"{row.version}.{later}"
    return replace(row, status=later, due=None, unanswered=False, version=version)


def _before_the_window(row: Row, window: Due | None) -> Row:
    if window is None:
        return row
    return replace(row, window=window, version=f"{row.version}.w")


def _tabs(current: Tab, *, waiting: int, held: int, wanted: int) -> tuple[TabLink, ...]:
    counts = {Tab.QUEUE: waiting, Tab.MINE: held, Tab.ASKED: wanted, Tab.RECENT: None}
    return tuple(
        TabLink(
            tab=tab,
            label=words.TABS[tab.value],
            path=path_of_list(tab),
            count=count,
            current=tab is current,
        )
        for tab, count in counts.items()
    )
