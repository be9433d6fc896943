"""Runs the routing beside the worker: offers, clears up, tells new times; one process at a time."""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import timedelta

from redis.asyncio import Redis
from redis.asyncio.lock import Lock
from redis.exceptions import LockError, RedisError
from sqlalchemy.exc import SQLAlchemyError

from chassis.logs import get_logger
from conversation.keys import Keys
from gateway.bootstrap import Live
from gateway.clock import SystemClock
from gateway.measures import RoutingMeasures
from gateway.settings import Settings
from gateway.topics import topics_of_intents
from handoff.console.platforms import Windows
from handoff.routing.claiming import Claiming
from handoff.routing.expiries import WindowExpiries
from handoff.routing.places import RedisPlaces
from handoff.routing.roster import RedisRoster
from handoff.routing.router import Router
from handoff.routing.sweeping import Absence, Sweeping
from handoff.routing.telling import Telling
from handoff.surveying import RedisAsked, Surveying
from staff.teams import SqlTeams

ROUTE_SECONDS = 0.5
SWEEP_SECONDS = 2.0
TELL_SECONDS = 30.0
#: So long the process that routes may be silent until another goes on.
TURN_SECONDS = 10.0


class RouterTurn:
    """The right to route, held by one process at a time, only so that the others need not.

    Nothing is wrong if two have it: each offer is made once. `what` names a right of another kind.
    """

    def __init__(
        self, redis: Redis, keys: Keys, *, what: str = "router", seconds: float = TURN_SECONDS
    ) -> None:
        self._lock = Lock(redis, keys.agents(what), timeout=seconds, thread_local=False)

    async def mine(self) -> bool:
        """Take the turn, or keep it; False while another process has it."""
        try:
            if await self._lock.owned():
                return bool(await self._lock.reacquire())
        except LockError:
            return False  # it ran out just now; the next round tries for it
        return bool(await self._lock.acquire(blocking=False))


@dataclass(slots=True)
class Routing:
    """Routes again and again while it is this process's turn."""

    turn: RouterTurn
    router: Router
    sweeping: Sweeping
    telling: Telling
    measures: RoutingMeasures
    _done_at: dict[str, float] = field(default_factory=dict)

    async def run(self) -> None:
        """Route until cancelled; trouble with a store is waited out."""
        while True:
            try:
                if await self.turn.mine():
                    await self.round()
            except (RedisError, SQLAlchemyError) as error:
                get_logger().warning("not_routed", exc_info=error)
            await asyncio.sleep(ROUTE_SECONDS)

    async def round(self) -> None:
        """Do what is due."""
        if self._due("sweep", SWEEP_SECONDS):
            await self.sweeping.sweep()
        self.measures.offers.inc(await self.router.route())
        if self._due("tell", TELL_SECONDS):
            self.measures.new_times.inc(await self.telling.tell())

    def _due(self, what: str, every: float) -> bool:
        now = time.monotonic()
        if now - self._done_at.get(what, float("-inf")) < every:
            return False
        self._done_at[what] = now
        return True


def claiming_of(live: Live, directories: SqlTeams) -> Claiming:
    """Return what carries out agents' decisions. Agents are there by the real clock."""
    return Claiming(
        desk=live.desk,
        places=RedisPlaces(live.redis, live.keys),
        roster=RedisRoster(live.redis, live.keys),
        directories=directories,
        moves=live.moves,
        clock=live.clock,
        wall=SystemClock(),
    )


def absence_of(settings: Settings) -> Absence:
    """Return when an agent is away, and when their work goes to others."""
    return Absence(
        away_after=timedelta(seconds=settings.agent_away_seconds),
        gone_after=timedelta(minutes=settings.agent_gone_minutes),
    )


def surveying_of(settings: Settings, live: Live, windows: Windows) -> Surveying:
    """Return what asks customers how satisfied they were; `windows` shut on some channels."""
    return Surveying(
        asked=RedisAsked(live.redis, live.keys),
        cases=live.cases,
        transcripts=live.transcripts,
        windows=windows,
        clock=live.clock,
        every=timedelta(days=settings.satisfaction_days),
        within=timedelta(hours=settings.satisfaction_hours),
    )


def routing_of(
    settings: Settings,
    live: Live,
    directories: SqlTeams,
    windows: Windows,
    measures: RoutingMeasures,
) -> Routing:
    """Compose the routing for a process; `windows` shut while somebody waits."""
    claiming = claiming_of(live, directories)
    topics = topics_of_intents()
    absence = absence_of(settings)
    return Routing(
        turn=RouterTurn(live.redis, live.keys),
        router=Router(
            places=claiming.places,
            roster=claiming.roster,
            directories=directories,
            claiming=claiming,
            expiries=WindowExpiries(windows, live.clock),
            topics=topics,
            clock=live.clock,
            wall=claiming.wall,
            absence=absence,
        ),
        sweeping=Sweeping(
            desk=live.desk,
            transcripts=live.transcripts,
            places=claiming.places,
            roster=claiming.roster,
            directories=directories,
            claiming=claiming,
            moves=live.moves,
            clock=live.clock,
            wall=claiming.wall,
            absence=absence,
            surveys=surveying_of(settings, live, windows),
        ),
        telling=Telling(
            desk=live.desk,
            places=claiming.places,
            directories=directories,
            moves=live.moves,
            topics=topics,
            clock=live.clock,
        ),
        measures=measures,
    )
