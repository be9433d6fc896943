"""Which site a conversation is with, and what people and programs of one site may do with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from conversation.identity import AgentId, ConversationId
from conversation.ports import ConversationState
from conversation.routing import sites
from conversation.routing.ports import Standing
from conversation.routing.sites import Reach, Viewer, Whereabouts, agents_of
from conversation.routing.teams import Directory
from handoff.routing.claiming import Claiming
from staff.api.callers import Caller
from staff.ports import Account, Accounts


@dataclass(frozen=True, slots=True)
class Sites:
    """Reads; `topics` names the topic of each intent, as for routing.

    Without `apart` people see everything at all sites; programs are held to their token's.
    """

    claiming: Claiming
    accounts: Accounts
    topics: Mapping[str, str] = field(default_factory=dict)
    apart: bool = True

    async def person(self, account: Account) -> Viewer:
        """Return somebody as one who looks."""
        return await self._viewer(account.id, account.site if self.apart else "")

    async def program(self, caller: Caller) -> Viewer:
        """Return a program as one who looks."""
        return await self._viewer(AgentId(caller.name), caller.site)

    async def seen(
        self, viewer: Viewer, states: Sequence[ConversationState]
    ) -> list[ConversationState]:
        """Return those of `states` that somebody may see by where they are, in the same order."""
        if viewer.sites is None or not states:
            return list(states)
        found = await self.claiming.places.standings([one.conversation for one in states])
        where = await self.whereabouts(found)
        return [
            one.state
            for one, its in zip(found, where, strict=True)
            if sites.reach(viewer, one, its) > Reach.NOTHING
        ]

    async def steers(self, viewer: Viewer, conversation: ConversationId) -> bool:
        """Say whether somebody is in charge of a conversation as it is now."""
        standing = await self.claiming.places.standing(conversation)
        (where,) = await self.whereabouts([standing])
        return sites.reach(viewer, standing, where) is Reach.STEER

    async def whereabouts(self, standings: Sequence[Standing]) -> list[Whereabouts]:
        """Return where conversations are."""
        directory = await self.claiming.directories.current()
        at = await self.at(set().union(*(agents_of(one) for one in standings)), directory)
        now = self.claiming.clock.now()
        return [
            sites.whereabouts(one, directory, at, now=now, topics=self.topics) for one in standings
        ]

    async def at(self, agents: Iterable[AgentId], directory: Directory) -> dict[AgentId, str]:
        """Return agents' sites: their team's, else that of their account."""
        return {one: await self._at(one, directory) for one in agents}

    async def is_at(self, viewer: Viewer, agent: AgentId) -> bool:
        """Say whether an agent is at the site that somebody is in charge of."""
        if viewer.leads is None:
            return True
        return await self._at(agent, await self.claiming.directories.current()) in viewer.leads

    async def _at(self, agent: AgentId, directory: Directory) -> str:
        if team := directory.team_of(agent):
            return team.site
        account = await self.accounts.by_id(agent)
        return account.site if account else ""

    async def _viewer(self, agent: AgentId, site: str) -> Viewer:
        if not site:
            return Viewer(agent, None, None)
        team = (await self.claiming.directories.current()).team_of(agent)
        own = frozenset({site})
        return Viewer(agent, own | {team.site} if team else own, own)
