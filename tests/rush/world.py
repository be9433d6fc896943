"""The desk of the rush: teams, limits and a hurried clock, over a real Redis."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from redis.asyncio import BlockingConnectionPool, Redis

from conversation.holds import FIRST_HOLD, Owner
from conversation.identity import AgentId, Channel, ConversationId
from conversation.keys import Keys
from conversation.moves import Moves
from conversation.notices import Notices
from conversation.packets import HandoffPacket
from conversation.ports import Move, Saying
from conversation.promises import OpeningHours, Promises, Span
from conversation.routing.capacity import Limits
from conversation.routing.skills import Skill, SkillKind
from conversation.routing.teams import Directory, Mode, Profile, Team, TeamId
from conversation.signals import Reason
from gateway.clock import SystemClock
from handoff.console.platforms import Unconnected
from handoff.desk import RedisDesk, RedisTranscripts
from handoff.routing.claiming import Claiming
from handoff.routing.expiries import WindowExpiries
from handoff.routing.memory import FixedDirectory
from handoff.routing.places import RedisPlaces
from handoff.routing.roster import RedisRoster
from handoff.routing.router import Router
from handoff.routing.sweeping import Absence, Sweeping

BERLIN = ZoneInfo("Europe/Berlin")
LIMITS = Limits(units=9)
CONNECTIONS = 64
SITES = ("kiel", "flensburg", "husum", "rendsburg", "schwerin")
CHANNELS = tuple(Channel)
ALWAYS: Mapping[int, Span] = MappingProxyType({day: (time(0), time.max) for day in range(7)})
OFFER_FOR = timedelta(seconds=2)
WRAP_UP_FOR = timedelta(milliseconds=300)
ABSENCE = Absence(away_after=timedelta(seconds=4), gone_after=timedelta(seconds=8))


def agent_names(count: int) -> list[AgentId]:
    """Return the agents of a rush."""
    return [AgentId(f"agent-{number:03d}") for number in range(count)]


def conversations(count: int) -> list[ConversationId]:
    """Return the conversations of a rush, on all channels."""
    return [
        ConversationId(CHANNELS[number % len(CHANNELS)], f"t{number}", f"c{number}")
        for number in range(count)
    ]


def directory(agents: list[AgentId]) -> Directory:
    """Return a team at each site; the last one picks for itself; half of them know posts better."""
    teams = {
        TeamId(site): Team(
            id=TeamId(site),
            name=site.title(),
            site=site,
            land="SH",
            hours=OpeningHours(zone=BERLIN, hours=ALWAYS),
            mode=Mode.PULL if site == SITES[-1] else Mode.PUSH,
            overflow_after=timedelta(seconds=0),
            offer_for=OFFER_FOR,
            wrap_up_for=WRAP_UP_FOR,
        )
        for site in SITES
    }
    profiles = {
        agent: Profile(agent, TeamId(SITES[number % len(SITES)]), _skills(number), LIMITS)
        for number, agent in enumerate(agents)
    }
    return Directory(teams=teams, agents=profiles)


def _skills(number: int) -> dict[Skill, int]:
    skills = {Skill(SkillKind.LANGUAGE, "de"): 5}
    for place, channel in enumerate(CHANNELS):
        skills[Skill(SkillKind.CHANNEL, channel.value)] = 1 + (number + place) % 5
    return skills


@dataclass(frozen=True)
class Desk:
    """All of the desk that a process of the rush needs."""

    redis: Redis
    keys: Keys
    desk: RedisDesk
    places: RedisPlaces
    roster: RedisRoster
    moves: Moves
    claiming: Claiming
    router: Router
    sweeping: Sweeping


def open_desk(url: str, agents: list[AgentId]) -> Desk:
    """Connect to a desk."""
    pool = BlockingConnectionPool.from_url(url, max_connections=CONNECTIONS)
    redis, keys, clock = Redis.from_pool(pool), Keys(), SystemClock()
    directories = FixedDirectory(directory(agents))
    desk, places, roster = (
        RedisDesk(redis, keys),
        RedisPlaces(redis, keys),
        RedisRoster(redis, keys),
    )
    promises = Promises(OpeningHours(zone=BERLIN, hours=ALWAYS))
    notices = Notices(brand="Fördekom", assistant="Lotse", zone=BERLIN)
    moves = Moves(notices=notices, promises=promises, clock=clock)
    claiming = Claiming(desk, places, roster, directories, moves, clock, wall=clock)
    return Desk(
        redis=redis,
        keys=keys,
        desk=desk,
        places=places,
        roster=roster,
        moves=moves,
        claiming=claiming,
        router=Router(
            places,
            roster,
            directories,
            claiming,
            WindowExpiries(Unconnected(), clock),
            {},
            clock,
            wall=clock,
            absence=ABSENCE,
        ),
        sweeping=Sweeping(
            desk,
            RedisTranscripts(redis, keys),
            places,
            roster,
            directories,
            claiming,
            moves,
            clock,
            wall=clock,
            absence=ABSENCE,
        ),
    )


def handed_over(desk: Desk, conversation: ConversationId) -> Move:
    """Return the move by which a customer begins to wait."""
    now = desk.moves.clock.now()
    packet = HandoffPacket(Reason.REQUESTED, "Möchte einen Menschen.", "Mensch!", None)
    return Move(
        saying=Saying(conversation=conversation, hold=FIRST_HOLD),
        to=Owner.QUEUE,
        deadline=desk.moves.promises.deadline(now),
        packet=packet,
        at=now,
    )
