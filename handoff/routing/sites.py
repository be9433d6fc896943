"""Which site a conversation is with: for programs whose token is for one site only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from chassis.errors import ForbiddenError
from conversation.holds import Owner
from conversation.ports import ConversationState
from conversation.routing.choosing import team_of
from conversation.routing.concerns import concern_of
from conversation.routing.ports import Standing
from conversation.routing.teams import Directory
from handoff.routing.claiming import Claiming


@dataclass(frozen=True, slots=True)
class Sites:
    """Reads; `topics` names the topic of each intent, as for routing."""

    claiming: Claiming
    topics: Mapping[str, str] = field(default_factory=dict)

    async def at(self, site: str, states: Sequence[ConversationState]) -> list[ConversationState]:
        """Return those of `states` that are with a site; with none named all of them.

        An agent's are with their team's site. What waits is with that of the team whose it is, and
        with every site where it is no team's. What no person has is with none.
        """
        if not site or not states:
            return list(states)
        directory = await self.claiming.directories.current()
        standings = await self.claiming.places.standings([one.conversation for one in states])
        return [one.state for one in standings if self._is_at(site, one, directory)]

    async def checked(self, site: str, state: ConversationState) -> ConversationState:
        """Return `state` if it is with a site. Raises ForbiddenError."""
        if not await self.at(site, [state]):
            raise ForbiddenError("This conversation is not with the token's site.")
        return state

    def _is_at(self, site: str, standing: Standing, directory: Directory) -> bool:
        hold = standing.state.hold
        if hold.agent is not None:
            team = directory.team_of(hold.agent)
            return team is not None and team.site == site
        if hold.owner is not Owner.QUEUE:
            return False
        now = self.claiming.clock.now()
        team = team_of(concern_of(standing, now=now, topics=self.topics), directory)
        return team is None or team.site == site
