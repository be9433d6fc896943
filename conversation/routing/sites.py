"""At which sites a conversation is, and what follows for people of one site: pure, no I/O.

It belongs to the team that it waits for, or to the agent who has it or had it last; what is no
team's and no agent's is everybody's. Who may be offered what waits may see and take it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from conversation.holds import Owner
from conversation.identity import AgentId
from conversation.routing.choosing import Circle, circles, team_of
from conversation.routing.concerns import Concern, concern_of
from conversation.routing.ports import Standing
from conversation.routing.teams import Directory, Team

#: All sites, of a person and of a conversation alike; no names are none at all.
Sites = frozenset[str] | None
NOWHERE: frozenset[str] = frozenset()


class Reach(IntEnum):
    """What somebody may do with a conversation, as far as sites go; each includes those before.

    READ: look at it, write notes, watch it. WORK: all that agents do. STEER: what supervisors do.
    """

    NOTHING = 0
    READ = 1
    WORK = 2
    STEER = 3


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks. `leads`: the site they are in charge of; `sites`: that, and their own team's."""

    agent: AgentId
    sites: Sites
    leads: Sites


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """`home`: the sites it belongs to. `open_to`: those whose people may take it, home included."""

    home: Sites
    open_to: Sites


@dataclass(frozen=True, slots=True)
class Opening:
    """To whom what waits is open: at `home` at once, in further `circles` after their time."""

    home: Sites
    circles: tuple[tuple[timedelta, Sites], ...] = ()

    def after(self, sites: Sites) -> timedelta | None:
        """Return after what time of waiting it is open to people of some sites; None: never."""
        if meet(sites, self.home):
            return timedelta(0)
        return min((after for after, its in self.circles if meet(sites, its)), default=None)


@dataclass(frozen=True, slots=True)
class Wait:
    """Since when a conversation waits, and to whom it is open."""

    since: datetime
    opening: Opening

    def at(self, now: datetime) -> Whereabouts:
        """Return where it is at `now`."""
        home = open_to = self.opening.home
        for after, sites in self.opening.circles:
            if self.since + after <= now:
                open_to = None if open_to is None or sites is None else open_to | sites
        return Whereabouts(home, open_to)


def meet(some: Sites, others: Sites) -> bool:
    """Say whether there is a site in both."""
    if some is None or others is None:
        return True
    return bool(some & others)


def agents_of(standing: Standing) -> set[AgentId]:
    """Return the agents whose sites say where a conversation is."""
    state, offer = standing.state, standing.place.offer
    given = state.packet.passed_on if state.packet else None
    named = {state.hold.agent, standing.place.last_agent, offer.agent if offer else None}
    return {one for one in {*named, given.agent if given else None} if one}


def wait_of(
    concern: Concern,
    standing: Standing,
    directory: Directory,
    at: Mapping[AgentId, str],
) -> Wait:
    """Return the sites of what waits; `at` are those of `agents_of` it, empty: of all sites.

    For whom it was passed on, and who is offered it, have it at their site as well.
    """
    team, offer = team_of(concern, directory), standing.place.offer
    if team is None:
        return Wait(concern.queued_at, Opening(None))
    named = (concern.wanted, offer.agent if offer else None)
    home = frozenset({team.site}) | {at[one] for one in named if one and at.get(one)}
    around = ((one.after, _sites(one, directory)) for one in circles(team))
    further = tuple(one for one in around if one[1] != frozenset({team.site}))
    return Wait(concern.queued_at, Opening(home, further))


def whereabouts(
    standing: Standing,
    directory: Directory,
    at: Mapping[AgentId, str],
    *,
    now: datetime,
    topics: Mapping[str, str],
) -> Whereabouts:
    """Return where a conversation is; see `wait_of` for `at`, and `concern_of` for `topics`.

    Who has it and is of all sites has it for the team whose it is.
    """
    state, hold = standing.state, standing.state.hold
    if hold.owner is Owner.QUEUE:
        concern = concern_of(standing, now=now, topics=topics)
        return wait_of(concern, standing, directory, at).at(now)
    if hold.agent is not None:
        home = _site(at.get(hold.agent, "")) or _own(standing, directory, now=now, topics=topics)
    elif standing.place.last_agent is not None:
        home = _site(at.get(standing.place.last_agent, "")) or NOWHERE
    else:
        # Of what is not live any more nobody knows whose it was.
        home = None if state.last_at or hold.owner is Owner.NOBODY else NOWHERE
    return Whereabouts(home, home)


def reach(viewer: Viewer, standing: Standing, where: Whereabouts) -> Reach:
    """Return what somebody may do with a conversation by where it is, and by having (had) it."""
    if viewer.sites is None or meet(viewer.leads, where.home):
        return Reach.STEER
    if has(viewer, standing) or meet(viewer.sites, where.open_to):
        return Reach.WORK
    given = standing.state.packet.passed_on if standing.state.packet else None
    had = standing.place.last_agent == viewer.agent or (given and given.by == viewer.agent)
    return Reach.READ if had else Reach.NOTHING


def has(viewer: Viewer, standing: Standing) -> bool:
    """Say whether somebody has a conversation, or is offered it."""
    offer = standing.place.offer
    return viewer.agent in (standing.state.hold.agent, offer.agent if offer else None)


def serves(viewer: Viewer, standing: Standing, where: Whereabouts) -> bool:
    """Say whether a conversation's customer is served by somebody or at their site just now.

    Only with people: else whatever lies with the assistant would open everything around it.
    """
    if standing.state.hold.owner not in (Owner.QUEUE, Owner.AGENT):
        return False
    there = where.home is not None and meet(viewer.sites, where.home)
    return has(viewer, standing) or there


def _own(
    standing: Standing, directory: Directory, *, now: datetime, topics: Mapping[str, str]
) -> Sites:
    team: Team | None = team_of(concern_of(standing, now=now, topics=topics), directory)
    return frozenset({team.site}) if team else None


def _site(name: str) -> Sites:
    return frozenset({name}) if name else None


def _sites(circle: Circle, directory: Directory) -> Sites:
    if circle.teams is None:
        return None
    return frozenset(team.site for id, team in directory.teams.items() if id in circle.teams)
