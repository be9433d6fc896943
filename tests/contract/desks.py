"""A desk with one team over either kind of live store, and a clock that the test moves."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from conversation.holds import Hold
from conversation.identity import AgentId
from conversation.moves import Moves
from conversation.notices import Notices
from conversation.promises import OpeningHours, Promises
from conversation.routing.capacity import Limits
from conversation.routing.ports import Standing
from conversation.routing.skills import Skill, SkillKind
from conversation.routing.teams import Directory, Mode, Presence, Profile, Team, TeamId
from handoff.console.platforms import Unconnected
from handoff.routing.claiming import Claiming
from handoff.routing.expiries import WindowExpiries
from handoff.routing.memory import FixedDirectory
from handoff.routing.router import Router
from handoff.routing.sweeping import Absence, Sweeping
from tests.contract.live import Live
from tests.contract.samples import START, conversation, to_queue

BERLIN = ZoneInfo("Europe/Berlin")
SKILLED: Mapping[Skill, int] = {
    Skill(SkillKind.LANGUAGE, "de"): 5,
    Skill(SkillKind.CHANNEL, "webchat"): 5,
}
FIRST, SECOND = TeamId("first"), TeamId("second")
OFFER_FOR = timedelta(seconds=30)
WRAP_UP_FOR = timedelta(minutes=2)


@dataclass
class HandClock:
    """A clock that stands where the test puts it."""

    moment: datetime = START

    def now(self) -> datetime:
        return self.moment

    def on(self, **time: float) -> None:
        self.moment += timedelta(**time)


@dataclass
class RoutedDesk:
    """All of routing, over one live store; `wall` is the same clock unless given.

    `agents` are of the first team, to which everything belongs; `others` of a second.
    """

    live: Live
    mode: Mode = Mode.PUSH
    units: int = 6
    agents: tuple[str, ...] = ("mara", "jonas")
    others: tuple[str, ...] = ()
    clock: HandClock = field(default_factory=HandClock)
    wall: HandClock | None = None

    def __post_init__(self) -> None:
        team = Team(
            id=FIRST,
            name="Erste Hilfe",
            site="Kiel",
            land="SH",
            hours=OpeningHours(zone=BERLIN),
            mode=self.mode,
            offer_for=OFFER_FOR,
            wrap_up_for=WRAP_UP_FOR,
        )
        second = replace(team, id=SECOND, name="Zweite Hilfe", site="Husum")
        profiles = {
            AgentId(agent): Profile(AgentId(agent), its, SKILLED, Limits(units=self.units))
            for its, agents in ((FIRST, self.agents), (SECOND, self.others))
            for agent in agents
        }
        teams = {FIRST: team, SECOND: second}
        self.directories = FixedDirectory(Directory(teams=teams, agents=profiles))
        notices = Notices(brand="Fördekom", assistant="Lotse", zone=BERLIN)
        promises = Promises(opening_hours=OpeningHours(zone=BERLIN))
        self.moves = Moves(notices=notices, promises=promises, clock=self.clock)
        live, wall = self.live, self.wall or self.clock
        self.claiming = Claiming(
            desk=live.desk,
            places=live.places,
            roster=live.roster,
            directories=self.directories,
            moves=self.moves,
            clock=self.clock,
            wall=wall,
        )
        self.router = Router(
            places=live.places,
            roster=live.roster,
            directories=self.directories,
            claiming=self.claiming,
            expiries=WindowExpiries(Unconnected(), self.clock),
            topics={},
            clock=self.clock,
            wall=wall,
            absence=Absence(),
        )
        self.sweeping = Sweeping(
            desk=live.desk,
            transcripts=live.transcripts,
            places=live.places,
            roster=live.roster,
            directories=self.directories,
            claiming=self.claiming,
            moves=self.moves,
            clock=self.clock,
            wall=wall,
            absence=Absence(),
        )

    async def queued(self, *names: str, minutes: int = 10) -> None:
        """Let customers wait."""
        for name in names:
            hold = (await self.live.desk.state(conversation(name))).hold
            await self.live.desk.move(to_queue(of=name, hold=hold, minutes=minutes))

    async def there(self, *agents: str, presence: Presence = Presence.AVAILABLE) -> None:
        """Let agents be there now."""
        for agent in agents:
            await self.live.roster.choose(AgentId(agent), presence, now=self.claiming.wall.now())

    async def standing(self, name: str) -> Standing:
        """Return where a conversation stands."""
        return await self.live.places.standing(conversation(name))

    async def offered_to(self, name: str) -> str | None:
        """Return who is offered a conversation."""
        offer = (await self.standing(name)).place.offer
        return offer.agent if offer else None

    async def accept(self, name: str, agent: str) -> Hold:
        """Let an agent take what they are offered."""
        return await self.claiming.accept(conversation(name), AgentId(agent), name=agent)

    async def pick(self, name: str, agent: str) -> Hold:
        """Let an agent take what they were not offered."""
        return await self.claiming.pick(conversation(name), AgentId(agent), name=agent)

    async def follow(self, name: str, agent: str) -> Hold:
        """Let an agent go on in private where their answer in public has led."""
        return await self.claiming.follow(conversation(name), AgentId(agent), packet=None)

    async def seats(self, agent: str) -> list[str]:
        """Return what takes room with an agent."""
        work = {one.agent: one for one in await self.live.roster.everyone()}
        its = work.get(AgentId(agent))
        return sorted(seat.conversation.thread for seat in its.seats) if its else []
