"""Gathers what the pane of an open conversation shows."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from chassis.errors import NotFoundError
from conversation.holds import Owner
from conversation.identity import AgentId, Channel, ConversationId
from conversation.ports import Clock, ConversationState, Desk
from conversation.routing.sites import Reach, Viewer
from handoff.console import words
from handoff.console.addresses import key_of, label_of, path_of, path_of_list, path_of_why
from handoff.console.asking import Asking
from handoff.console.attaching import attach_view
from handoff.console.case_showing import budget_view, contact_view, thread_view
from handoff.console.gathering import Gathered, Gathering
from handoff.console.line_views import ThreadView
from handoff.console.list_views import Tab
from handoff.console.note_showing import notes_view
from handoff.console.repair_showing import named_in, repairs_view
from handoff.console.showing import Seen, due_of, packet_view, satisfaction_words, status_of
from handoff.console.sight import Sight
from handoff.console.times import tomorrow, window
from handoff.console.views import ColleagueView, Notice, PaneView
from handoff.console.watching import Overlooking
from handoff.console.why import ROLES as WHY_ROLES
from staff.access import SignedIn
from staff.ports import Accounts

NEW_LINE_BYTES = 12
MORE_THAN_LINES = 1_000_000


@dataclass(frozen=True, slots=True)
class Reading:
    """Reads for one person at a time; nothing here changes anything."""

    desk: Desk
    accounts: Accounts
    gathering: Gathering
    asking: Asking
    overlooking: Overlooking
    sight: Sight
    clock: Clock
    zone: ZoneInfo
    assistant: str
    video: bool = False

    async def pane_view(
        self,
        conversation: ConversationId,
        who: SignedIn,
        viewer: Viewer,
        *,
        tab: Tab | None = None,
        notice: Notice | None = None,
        draft: str = "",
        new_line: str = "",
    ) -> PaneView:
        """Return one conversation. Raises NotFoundError if nothing was ever said in it.

        Of its case and of the customer's others only what `viewer` may see stands beside it.
        """
        gathered = await self._for(viewer, await self.gathering.around(conversation), conversation)
        reach = await self.sight.reach(viewer, conversation)
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
        later = await self.asking.later(conversation)
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
            status=", ".join(str(one) for one in (status_of(state, seen), asked, later) if one),
            version=f"{state.hold.epoch}",
            order=state.hold.epoch * MORE_THAN_LINES + len(lines),
            mine=mine,
            claimable=reach >= Reach.WORK and owner in (Owner.QUEUE, Owner.ASSISTANT),
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
            attach=attach_view(conversation.channel),
            video=self.video and conversation.channel is Channel.WEBCHAT,
            tomorrow=owed.first_due or tomorrow(seen.now, zone=self.zone),
            new_line=new_line or secrets.token_urlsafe(NEW_LINE_BYTES),
            draft=draft,
            notice=notice,
            assistant=self.assistant,
            satisfaction=satisfaction_words(gathered.survey, state, now=seen.now),
            laid=mine and bool(later),
            step=(await self.asking.steps([state])).get(conversation, ""),
            watched=await self.overlooking.watches(conversation, who.account.id),
        )

    async def colleagues(self) -> tuple[ColleagueView, ...]:
        """Return whom a note may name."""
        accounts = await self.accounts.all()
        return tuple(ColleagueView(one.login, one.name) for one in accounts if not one.disabled)

    async def _for(
        self, viewer: Viewer, gathered: Gathered, conversation: ConversationId
    ) -> Gathered:
        """Leave out what somebody may not see."""
        near = {one.state.conversation for one in gathered.threads} - {conversation}
        past = {one.conversation for one in gathered.past} - {conversation}
        seen = {conversation, *await self.sight.visible(viewer, list(near | past))}
        return replace(
            gathered,
            threads=tuple(one for one in gathered.threads if one.state.conversation in seen),
            past=tuple(one for one in gathered.past if one.conversation in seen),
            repairs=tuple(one for one in gathered.repairs if one.conversation in seen),
        )

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
