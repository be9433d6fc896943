"""Gathers what a page shows from the desk and the transcripts."""

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from chassis.errors import NotFoundError
from conversation.holds import Owner
from conversation.identity import AgentId, ConversationId
from conversation.messages import Line
from conversation.ports import Clock, ConversationState, Desk, Transcripts
from handoff.console import words
from handoff.console.addresses import key_of, label_of, path_of, path_of_list
from handoff.console.showing import (
    Seen,
    due_of,
    line_view,
    packet_view,
    row,
    status_of,
)
from handoff.console.views import ListView, Notice, PaneView, Row, Tab, TabLink
from staff.access import SignedIn
from staff.ports import Accounts

SHOWN = 100
RECENT_SHOWN = 40
NEW_LINE_BYTES = 12
MORE_THAN_LINES = 1_000_000
EMPTY = {
    Tab.QUEUE: ("Niemand wartet", "Neue Unterhaltungen erscheinen hier von selbst."),
    Tab.MINE: ("Noch nichts übernommen", "In der Warteschlange öffnen und übernehmen."),
    Tab.RECENT: ("Noch keine Unterhaltungen", "Sobald jemand schreibt, steht es hier."),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """Reads for one person at a time; nothing here changes anything."""

    desk: Desk
    transcripts: Transcripts
    accounts: Accounts
    clock: Clock
    zone: ZoneInfo
    assistant: str

    async def list_view(self, tab: Tab, *, me: AgentId, open_key: str = "") -> ListView:
        """Return one list with its tabs; `open_key` says which of its rows is open."""
        waiting, held = await asyncio.gather(self.desk.waiting(), self.desk.held_by(me))
        states = waiting
        if tab is Tab.MINE:
            states = held
        elif tab is Tab.RECENT:
            states = await self.desk.recent(RECENT_SHOWN)
        held_rows = await self._rows(held, tab=Tab.MINE, me=me)
        rows = held_rows if tab is Tab.MINE else await self._rows(states, tab=tab, me=me)
        empty, empty_hint = EMPTY[tab]
        return ListView(
            tab=tab,
            tabs=_tabs(tab, waiting=len(waiting), held=len(held)),
            path=path_of_list(tab),
            waiting=len(waiting),
            unanswered=sum(one.unanswered for one in held_rows),
            rows=tuple(replace(one, current=one.key == open_key) for one in rows),
            more=max(0, len(states) - SHOWN),
            empty=empty,
            empty_hint=empty_hint,
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
        state, lines, deliveries = await asyncio.gather(
            self.desk.state(conversation),
            self.transcripts.lines(conversation),
            self.transcripts.deliveries(conversation),
        )
        if not lines and state.last_at is None:
            raise NotFoundError("There is no such conversation.")
        seen = await self._seen([state], me=who.account.id)
        owner, mine = state.hold.owner, state.hold.agent == who.account.id
        return PaneView(
            csrf=who.csrf,
            key=key_of(conversation),
            path=path_of(conversation),
            back=path_of_list(tab or (Tab.MINE if mine else Tab.QUEUE)),
            label=label_of(conversation),
            channel=words.CHANNELS[conversation.channel],
            owner=owner.value,
            status=status_of(state, seen),
            version=f"{state.hold.epoch}",
            order=state.hold.epoch * MORE_THAN_LINES + len(lines),
            mine=mine,
            claimable=owner in (Owner.QUEUE, Owner.ASSISTANT),
            closed=owner is Owner.NOBODY,
            due=due_of(state, lines, seen),
            packet=packet_view(state.packet, lines, seen) if state.packet else None,
            lines=tuple(line_view(line, deliveries.get(line.id), seen) for line in lines),
            new_line=new_line or secrets.token_urlsafe(NEW_LINE_BYTES),
            draft=draft,
            notice=notice,
            assistant=self.assistant,
        )

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

    async def _lines(self, states: Sequence[ConversationState]) -> list[list[Line]]:
        return await asyncio.gather(
            *(self.transcripts.lines(state.conversation) for state in states)
        )

    async def _seen(self, states: Sequence[ConversationState], *, me: AgentId) -> Seen:
        holders = {state.hold.agent for state in states if state.hold.agent}
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


def _tabs(current: Tab, *, waiting: int, held: int) -> tuple[TabLink, ...]:
    labels = {
        Tab.QUEUE: ("Wartend", waiting),
        Tab.MINE: ("Meine", held),
        Tab.RECENT: ("Zuletzt", None),
    }
    return tuple(
        TabLink(
            tab=tab,
            label=label,
            path=path_of_list(tab),
            count=count,
            current=tab is current,
        )
        for tab, (label, count) in labels.items()
    )
