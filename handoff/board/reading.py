"""Reads the desk for supervisors; nothing here changes anything."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from chassis.errors import NotFoundError
from conversation.holds import Owner
from conversation.identity import AgentId, ConversationId
from conversation.ports import ConversationState, Desk
from conversation.routing.concerns import Concern
from conversation.routing.lifecycle import Stage
from conversation.routing.ports import Standing
from conversation.routing.sites import Viewer
from conversation.routing.teams import AtWork, Presence, Team
from handoff.board.addresses import ROOT
from handoff.board.counting import Finding, Moment, concerns_of, counts_by_team, load
from handoff.board.showing import (
    PRESENCES,
    agent_row,
    elsewhere,
    figures,
    held_link,
    site_views,
    waiting_row,
)
from handoff.board.views import AgentRow, BoardView, Candidate
from handoff.overview.overview import Overview
from handoff.routing.claiming import Claiming
from handoff.routing.sites import Sites
from staff.language import _
from staff.ports import Accounts

WAITING_SHOWN = 30
#: So many are looked at before others get their turn.
AT_ONCE = 250
ORDER = (Presence.AVAILABLE, Presence.BUSY, Presence.BREAK, Presence.AWAY)


@dataclass(frozen=True, slots=True)
class Reading:
    """Reads for whoever looks; `topics` names the topic of each intent."""

    desk: Desk
    overview: Overview
    claiming: Claiming
    accounts: Accounts
    topics: Mapping[str, str]
    away_after: timedelta
    sites: Sites

    async def board(self, site: str = "") -> BoardView:
        """Return the whole board; of a site's, its teams, who works there, and what is nobody's."""
        waiting = [one.standing.state for one in (await self.overview.now()).page()]
        moment = await self.moment(waiting)
        names = await self._names()
        concerns = await _concerns(moment)
        every, finding = counts_by_team(moment, concerns), Finding(moment.directory)
        counts = {id: one for id, one in every.items() if _is_at(one.team, site)}
        here = [
            (state, team)
            for state, concern in zip(waiting, concerns, strict=True)
            if _is_at(team := finding.team_of(concern), site)
        ]
        return BoardView(
            path=ROOT,
            figures=figures(moment, counts),
            sites=site_views(counts, now=moment.now),
            elsewhere=elsewhere([one for id, one in every.items() if id not in counts]),
            waiting=tuple(
                waiting_row(state, team, now=moment.now) for state, team in here[:WAITING_SHOWN]
            ),
            more=max(0, len(here) - WAITING_SHOWN),
            agents=await self._agents(moment, names, site),
        )

    async def moment(self, waiting: Sequence[ConversationState] = ()) -> Moment:
        """Return who is there now, and what each has, beside who waits."""
        work, directory = await asyncio.gather(
            self.claiming.roster.everyone(),
            self.claiming.directories.current(),
        )
        return Moment(
            now=self.claiming.clock.now(),
            wall_now=self.claiming.wall.now(),
            away_after=self.away_after,
            directory=directory,
            topics=self.topics,
            waiting=waiting,
            work=work,
        )

    async def state(self, conversation: ConversationId) -> ConversationState:
        """Return one conversation. Raises NotFoundError if nothing ever happened in it."""
        state = await self.desk.state(conversation)
        if state.last_at is None and state.hold.owner is Owner.ASSISTANT:
            raise NotFoundError("There is no such conversation.")
        return state

    async def candidates(self, viewer: Viewer, *, beside: AgentId | None) -> tuple[Candidate, ...]:
        """Return whom somebody may give something who is there, the least loaded first."""
        moment = await self.moment()
        names = await self._names()
        there = [
            one
            for one in moment.work
            if moment.presence(one) is not Presence.AWAY
            and one.agent in names
            and one.agent != beside
            and await self.sites.is_at(viewer, one.agent)
        ]
        there.sort(key=lambda one: (ORDER.index(moment.presence(one)), load(one), one.agent))
        return tuple(
            Candidate(agent=one.agent, name=names[one.agent], words=_room_words(one, moment))
            for one in there
        )

    async def name_of(self, agent: AgentId | None) -> str:
        """Return a colleague's name, empty if nobody is meant or known."""
        account = await self.accounts.by_id(agent) if agent else None
        return account.name if account else ""

    async def _agents(
        self, moment: Moment, names: Mapping[AgentId, str], site: str
    ) -> tuple[AgentRow, ...]:
        shown = [
            one for one in moment.work if one.seats or (moment.presence(one) is not Presence.AWAY)
        ]
        if site:
            at = await self.sites.at([one.agent for one in shown], moment.directory)
            shown = [one for one in shown if at[one.agent] == site]
        standings = await self._standings(shown)
        rows = [
            agent_row(
                one,
                moment,
                name=names.get(one.agent, one.agent),
                held=tuple(
                    held_link(standings[seat.conversation])
                    for seat in one.seats
                    if _still(standings[seat.conversation], one.agent)
                ),
            )
            for one in shown
        ]
        return tuple(sorted(rows, key=lambda row: (row.team, row.name)))

    async def _standings(self, work: list[AtWork]) -> dict[ConversationId, Standing]:
        wanted = list({seat.conversation for one in work for seat in one.seats})
        found = await self.claiming.places.standings(wanted)
        return dict(zip(wanted, found, strict=True))

    async def _names(self) -> dict[AgentId, str]:
        return {
            account.id: account.name
            for account in await self.accounts.all()
            if not account.disabled
        }


async def _concerns(moment: Moment) -> list[Concern]:
    """Return who waits as routing sees it; others get turns in between."""
    found: list[Concern] = []
    for begin in range(0, len(moment.waiting), AT_ONCE):
        found += concerns_of(replace(moment, waiting=moment.waiting[begin : begin + AT_ONCE]))
        await asyncio.sleep(0)
    return found


def _is_at(team: Team | None, site: str) -> bool:
    """Say whether a team's figures are for those of a site; "" is all, no team everybody's."""
    return not site or team is None or team.site == site


def _still(standing: Standing, agent: AgentId) -> bool:
    """Say whether a seat still stands for something: it is given back a little later."""
    if standing.stage is Stage.OFFERED:
        return standing.place.offer is not None and standing.place.offer.agent == agent
    return standing.state.hold.agent == agent


def _room_words(one: AtWork, moment: Moment) -> str:
    units = moment.directory.limits_of(one.agent).units
    team = moment.directory.team_of(one.agent)
    busy = _("%(used)s von %(units)s", used=load(one), units=units)
    parts = (str(PRESENCES[moment.presence(one)]), team.name if team else "", busy)
    return ", ".join(part for part in parts if part)
