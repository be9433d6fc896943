"""Teams, sites and people as the desk knows them: who can what, where, when, and how much."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from conversation.identity import AgentId, Channel
from conversation.promises import OpeningHours
from conversation.routing.capacity import Limits, Seat
from conversation.routing.skills import Skills

TeamId = NewType("TeamId", str)

NO_TIME = timedelta(0)


class Mode(StrEnum):
    """How a team gets its work: offered to the best agent, or picked by the agents."""

    PUSH = "push"
    PULL = "pull"


class Presence(StrEnum):
    """Whether somebody is there. Nobody chooses `away`: it is a heartbeat that does not come."""

    AVAILABLE = "available"
    BUSY = "busy"
    BREAK = "break"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Team:
    """A group of agents at one site. Without topics or channels it takes all of them.

    `overflow` are teams that help, in order, once somebody has waited `overflow_after`;
    `proficiency` is how well the own team has to know the topic.
    """

    id: TeamId
    name: str
    site: str
    land: str
    hours: OpeningHours
    mode: Mode = Mode.PUSH
    topics: frozenset[str] = frozenset()
    channels: frozenset[Channel] = frozenset()
    overflow: tuple[TeamId, ...] = ()
    overflow_after: timedelta = timedelta(minutes=3)
    proficiency: int = 2
    offer_for: timedelta = timedelta(seconds=30)
    wrap_up_for: timedelta = timedelta(minutes=2)

    def takes(self, topic: str, channel: Channel) -> bool:
        """Say whether a concern is this team's."""
        return (not self.topics or topic in self.topics) and (
            not self.channels or channel in self.channels
        )

    @property
    def narrowness(self) -> int:
        """How much a team is made for what it takes; the narrower one goes first."""
        return (2 if self.topics else 0) + (1 if self.channels else 0)


@dataclass(frozen=True, slots=True)
class Profile:
    """What the desk knows of an agent who may be offered work."""

    agent: AgentId
    team: TeamId
    skills: Skills
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class AtWork:
    """An agent's presence and load at one moment; `chosen` is what they said last."""

    agent: AgentId
    chosen: Presence
    seen_at: datetime
    seats: tuple[Seat, ...] = ()
    given_at: datetime | None = None

    def presence(self, now: datetime, *, away_after: timedelta) -> Presence:
        """Return whether they are there at `now`."""
        return Presence.AWAY if now - self.seen_at > away_after else self.chosen


@dataclass(frozen=True, slots=True)
class Directory:
    """All teams and agents; unknown agents may pick and are offered nothing."""

    teams: Mapping[TeamId, Team] = field(default_factory=dict)
    agents: Mapping[AgentId, Profile] = field(default_factory=dict)

    def team_for(self, topic: str, channel: Channel) -> Team | None:
        """Return whose concern it is: of the teams that take it the narrowest, then by id."""
        taking = [team for team in self.teams.values() if team.takes(topic, channel)]
        return min(taking, key=lambda team: (-team.narrowness, team.id), default=None)

    def limits_of(self, agent: AgentId) -> Limits:
        """Return what an agent may have at once."""
        profile = self.agents.get(agent)
        return profile.limits if profile else Limits()

    def team_of(self, agent: AgentId) -> Team | None:
        """Return the team an agent works in."""
        profile = self.agents.get(agent)
        return self.teams.get(profile.team) if profile else None

    def wrap_up_for(self, agent: AgentId) -> timedelta:
        """Return how long an agent has to finish."""
        team = self.team_of(agent)
        return team.wrap_up_for if team else NO_TIME
