"""Counts what is on the desk at one moment, per team: pure, so that each figure can be tested."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from conversation.identity import AgentId, Channel
from conversation.ports import ConversationState
from conversation.routing.choosing import team_of
from conversation.routing.concerns import Concern, concern_of
from conversation.routing.lifecycle import Place
from conversation.routing.ports import Standing
from conversation.routing.teams import AtWork, Directory, Presence, Team, TeamId
from handoff.console.showing import waiting_since
from handoff.console.times import SOON

#: Whose concerns no team takes, and agents who are in none.
NO_TEAM = TeamId("")


@dataclass(frozen=True, slots=True)
class Moment:
    """The desk as it was read: who waits, who is there, what each has."""

    now: datetime
    wall_now: datetime
    away_after: timedelta
    directory: Directory
    topics: Mapping[str, str]
    waiting: Sequence[ConversationState]
    work: Sequence[AtWork]

    def presence(self, one: AtWork) -> Presence:
        """Return whether an agent is there."""
        return one.presence(self.wall_now, away_after=self.away_after)

    def team_of(self, agent: AgentId) -> TeamId:
        """Return the team an agent works in."""
        team = self.directory.team_of(agent)
        return team.id if team else NO_TEAM


@dataclass(frozen=True, slots=True)
class Finding:
    """Finds concerns' teams, for alike concerns once: in a rush there are ten thousand."""

    directory: Directory
    found: dict[tuple[TeamId, str, Channel], Team | None] = field(default_factory=dict)

    def team_of(self, concern: Concern) -> Team | None:
        """Return whose concern it is, as routing sees it."""
        alike = (concern.team, concern.topic, concern.conversation.channel)
        if alike not in self.found:
            self.found[alike] = team_of(concern, self.directory)
        return self.found[alike]


@dataclass
class TeamCount:
    """One team's figures; `at_risk` are promises that break within minutes or are broken.

    `used` and `units` count the load of those who are there.
    """

    team: Team | None
    open: bool
    waiting: int = 0
    at_risk: int = 0
    oldest: datetime | None = None
    there: dict[Presence, int] = field(default_factory=lambda: dict.fromkeys(Presence, 0))
    used: int = 0
    units: int = 0


def concerns_of(moment: Moment) -> list[Concern]:
    """Return who waits, as routing sees it, in the order of `moment.waiting`.

    Places are not read for this: age counts from the handoff.
    """
    return [
        concern_of(Standing(state, Place()), now=moment.now, topics=moment.topics)
        for state in moment.waiting
    ]


def at_risk(deadline: datetime | None, *, now: datetime) -> bool:
    """Say whether a promise breaks within minutes, or is broken."""
    return deadline is not None and deadline - now < SOON


def counts_by_team(moment: Moment, concerns: Sequence[Concern]) -> dict[TeamId, TeamCount]:
    """Return the figures of every team; of NO_TEAM only if there is something to count."""
    counts = {
        team.id: TeamCount(team, open=team.hours.is_open(moment.now))
        for team in moment.directory.teams.values()
    }
    finding = Finding(moment.directory)
    for state, concern in zip(moment.waiting, concerns, strict=True):
        its = finding.team_of(concern)
        _count_waiting(_of(counts, its.id if its else NO_TEAM), state, moment.now)
    for one in moment.work:
        presence = moment.presence(one)
        if presence is not Presence.AWAY or one.seats:
            _count_agent(_of(counts, moment.team_of(one.agent)), one, presence, moment.directory)
    _count_unseen(counts, moment)
    return counts


def _of(counts: dict[TeamId, TeamCount], team: TeamId) -> TeamCount:
    return counts.setdefault(team, TeamCount(None, open=True))


def _count_waiting(count: TeamCount, state: ConversationState, now: datetime) -> None:
    count.waiting += 1
    count.at_risk += at_risk(state.hold.deadline, now=now)
    since = waiting_since(state)
    if since and (count.oldest is None or since < count.oldest):
        count.oldest = since


def _count_agent(count: TeamCount, one: AtWork, presence: Presence, directory: Directory) -> None:
    count.there[presence] += 1
    count.used += load(one)
    if presence is not Presence.AWAY:
        count.units += directory.limits_of(one.agent).units


def _count_unseen(counts: dict[TeamId, TeamCount], moment: Moment) -> None:
    """Count as away who belongs to a team and is not there, seen before or not."""
    counted = {
        one.agent for one in moment.work if one.seats or moment.presence(one) is not Presence.AWAY
    }
    for agent in moment.directory.agents.keys() - counted:
        _of(counts, moment.team_of(agent)).there[Presence.AWAY] += 1


def load(one: AtWork) -> int:
    """Return how many units of their limit an agent has taken."""
    return sum(seat.weight for seat in one.seats)
