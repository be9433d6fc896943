"""The lifecycle beside a model of it: whatever is done in whatever order, and whatever dies.

The model knows what each step allows. After every step: one owner at most, nobody over their limit,
nothing in human hands without a deadline, and every conversation an agent holds takes a seat, but
for what they have laid away.
"""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from redis.asyncio import Redis

from conversation.errors import (
    AlreadyClaimedError,
    NoRoomError,
    NotOfferedError,
    StaleHoldError,
)
from conversation.holds import Owner
from conversation.identity import AgentId
from conversation.keys import Keys
from conversation.ports import Desk, Outbox, Transcripts
from conversation.routing.capacity import WEIGHTS, Kind, seat
from conversation.routing.lifecycle import Cause, Offer, Stage
from conversation.routing.ports import Places, Roster
from conversation.routing.teams import Presence
from gateway.memory import MemoryOutbox
from handoff.desk import RedisDesk, RedisTranscripts
from handoff.memory import MemoryDesk, MemoryLive, MemoryTranscripts
from handoff.routing.memory import MemoryPlaces, MemoryRoster
from handoff.routing.places import RedisPlaces
from handoff.routing.roster import RedisRoster
from tests.contract.desks import RoutedDesk
from tests.contract.samples import conversation, to_queue

NAMES = ("anna", "bernd", "carla", "dirk", "elke")
AGENTS = ("mara", "jonas", "silke")
UNITS = 6  # two chats
WEIGHT = WEIGHTS[Kind.CHAT]

names = st.sampled_from(NAMES)
agents = st.sampled_from(AGENTS)


@dataclass
class Store:
    """What routing needs of a live store."""

    desk: Desk
    places: Places
    roster: Roster
    transcripts: Transcripts
    outbox: Outbox | None = None


@dataclass
class Modelled:
    """A conversation as the model has it."""

    stage: Stage = Stage.ASSISTANT
    agent: str | None = None
    epoch: int = 0


class Lifecycle(RuleBasedStateMachine):
    """Agents, a router, a sweep, and accidents; `url` of a Redis, or None for the twins."""

    url: str | None = None

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.redis: Redis | None = None
        self.model = {name: Modelled() for name in NAMES}
        #: Conversations whose offer may have no seat: the process died before taking one.
        self.seatless: set[str] = set()
        self.desk = RoutedDesk(self._store(), units=UNITS, agents=AGENTS)  # type: ignore[arg-type]

    def _store(self) -> Store:
        if self.url is None:
            live = MemoryLive()
            return Store(
                desk=MemoryDesk(live),
                places=MemoryPlaces(live),
                roster=MemoryRoster(),
                transcripts=MemoryTranscripts(live),
                outbox=MemoryOutbox(live, lease=timedelta(seconds=1)),
            )
        redis, keys = Redis.from_url(self.url), Keys(partitions=3)
        self.redis = redis
        self.do(redis.flushall())
        return Store(
            desk=RedisDesk(redis, keys),
            places=RedisPlaces(redis, keys),
            roster=RedisRoster(redis, keys),
            transcripts=RedisTranscripts(redis, keys),
        )

    def do(self, step: Coroutine[Any, Any, Any]) -> Any:
        """Run one step."""
        return self.runner.run(step)

    def teardown(self) -> None:
        if self.redis is not None:
            self.do(self.redis.aclose())
        self.runner.close()

    @initialize()
    def everybody_arrives(self) -> None:
        self.do(self.desk.there(*AGENTS))

    @rule(name=names)
    def a_customer_is_handed_over(self, name: str) -> None:
        mine = self.model[name]
        if mine.stage not in (Stage.ASSISTANT, Stage.CLOSED):
            return
        self.do(self._queue(name))
        self._became(name, Stage.WAITING)

    async def _queue(self, name: str) -> None:
        state = await self.desk.live.desk.state(conversation(name))
        deadline = self.desk.moves.promises.deadline(self.desk.clock.now())
        move = to_queue(of=name, hold=state.hold)
        await self.desk.live.desk.move(replace(move, deadline=deadline, at=self.desk.clock.now()))

    @rule()
    def the_router_goes_round(self) -> None:
        before = {agent: self._load(agent) for agent in AGENTS}
        waiting = [name for name in NAMES if self.model[name].stage is Stage.WAITING]
        offered = self.do(self.desk.router.route())
        for name in waiting:
            agent = self.do(self.desk.offered_to(name))
            if agent is not None:
                offered -= 1
                before[agent] += WEIGHT
                assert before[agent] <= UNITS
                self._became(name, Stage.OFFERED, agent)
        assert offered == 0

    @rule(name=names, agent=agents)
    def an_agent_accepts(self, name: str, agent: str) -> None:
        mine = self.model[name]
        try:
            self.do(self.desk.accept(name, agent))
        except (AlreadyClaimedError, NotOfferedError):
            assert (mine.stage, mine.agent) != (Stage.OFFERED, agent)
        except NoRoomError:
            # An offer that is current has its seat, unless nobody lived to take one.
            assert name in self.seatless
            self._became(name, Stage.WAITING)
        else:
            assert (mine.stage, mine.agent) == (Stage.OFFERED, agent)
            self._became(name, Stage.CLAIMED, agent)

    @rule(name=names, agent=agents)
    def an_agent_declines(self, name: str, agent: str) -> None:
        mine = self.model[name]
        try:
            self.do(self.desk.claiming.decline(conversation(name), AgentId(agent)))
        except NotOfferedError:
            assert (mine.stage, mine.agent) != (Stage.OFFERED, agent)
        else:
            assert (mine.stage, mine.agent) == (Stage.OFFERED, agent)
            self._became(name, Stage.WAITING)

    @rule(name=names, agent=agents)
    def an_agent_picks(self, name: str, agent: str) -> None:
        mine = self.model[name]
        try:
            self.do(self.desk.pick(name, agent))
        except NoRoomError:
            assert self._load(agent) + WEIGHT > UNITS
            if mine.stage is Stage.OFFERED:
                assert name in self.seatless
                self._became(name, Stage.WAITING)
        except StaleHoldError:
            free = mine.stage in (Stage.WAITING, Stage.ASSISTANT)
            assert not free
            assert (mine.stage, mine.agent) != (Stage.OFFERED, agent)
        else:
            assert mine.stage in (Stage.WAITING, Stage.ASSISTANT) or mine.agent == agent
            self._became(name, Stage.CLAIMED, agent)

    @rule(name=names, agent=agents, steps=st.integers(1, 2))
    def a_process_dies_while_an_agent_picks(self, name: str, agent: str, steps: int) -> None:
        """After the offer, or after the seat as well: nothing follows."""
        mine = self.model[name]
        if mine.stage is not Stage.WAITING:
            return
        seated = self.do(self._half_a_claim(name, AgentId(agent), steps))
        self._became(name, Stage.OFFERED, agent)
        if not seated:
            self.seatless.add(name)

    async def _half_a_claim(self, name: str, agent: AgentId, steps: int) -> bool:
        now = self.desk.clock.now()
        standing = await self.desk.standing(name)
        number = standing.place.number + 1
        await self.desk.live.places.offer(
            conversation(name),
            hold=standing.state.hold,
            offer=Offer(agent, number=number, until=now + timedelta(seconds=10)),
            why=Cause.PICKED,
            now=now,
        )
        limits = (await self.desk.directories.current()).limits_of(agent)
        kept = seat(conversation(name), number)
        if steps == 1:
            return False
        return await self.desk.live.roster.reserve(agent, kept, limits=limits, now=now)

    @rule(name=names)
    def an_agent_begins_to_finish(self, name: str) -> None:
        mine = self.model[name]
        if mine.stage is Stage.CLAIMED and mine.agent:
            self.do(self.desk.claiming.wrap_up(conversation(name), AgentId(mine.agent)))
            mine.stage = Stage.WRAPPING_UP

    @rule(name=names)
    def an_agent_goes_on(self, name: str) -> None:
        mine = self.model[name]
        if mine.stage is Stage.WRAPPING_UP and mine.agent:
            self.do(self.desk.claiming.resume(conversation(name), AgentId(mine.agent)))
            mine.stage = Stage.CLAIMED

    @rule(name=names, dies=st.booleans(), seconds=st.sampled_from([40, 200]))
    def an_agent_lays_it_away(self, name: str, dies: bool, seconds: int) -> None:
        """Perhaps the process dies before it gives the seat back."""
        mine = self.model[name]
        if mine.stage not in (Stage.CLAIMED, Stage.WRAPPING_UP) or mine.agent is None:
            return
        self.do(self._lay_away(name, AgentId(mine.agent), seconds, dies=dies))
        mine.stage = Stage.LAID_AWAY

    async def _lay_away(self, name: str, agent: AgentId, seconds: int, *, dies: bool) -> None:
        now = self.desk.clock.now()
        until = now + timedelta(seconds=seconds)
        if not dies:
            await self.desk.claiming.lay_away(conversation(name), agent, until=until)
            return
        hold = (await self.desk.standing(name)).state.hold
        await self.desk.live.places.lay_away(conversation(name), hold=hold, until=until, now=now)

    @rule(name=names, dies=st.booleans(), to=st.sampled_from([Owner.NOBODY, Owner.ASSISTANT]))
    def an_agent_is_done(self, name: str, dies: bool, to: Owner) -> None:
        """Perhaps the process dies before it gives the seat back."""
        mine = self.model[name]
        held = (Stage.CLAIMED, Stage.WRAPPING_UP, Stage.LAID_AWAY)
        if mine.stage not in held or mine.agent is None:
            return
        agent = AgentId(mine.agent)
        self.do(self._end(name, to))
        if not dies:
            self.do(self.desk.claiming.left(conversation(name), agent))
        self._became(name, Stage.CLOSED if to is Owner.NOBODY else Stage.ASSISTANT)

    async def _end(self, name: str, to: Owner) -> None:
        state, context = await self.desk.live.desk.recall(conversation(name))
        moves = self.desk.moves
        move = moves.close(state, context)
        if to is Owner.ASSISTANT:
            move = moves.give_back(state, context, facts={})
        await self.desk.live.desk.move(move)

    @rule(name=names)
    def a_promise_is_made_anew(self, name: str) -> None:
        if self.model[name].stage in (Stage.WAITING, Stage.OFFERED):
            self.do(self._extend(name))
            self.model[name].epoch += 1

    async def _extend(self, name: str) -> None:
        state, context = await self.desk.live.desk.recall(conversation(name))
        await self.desk.live.desk.move(self.desk.moves.extend(state, context))

    @rule(seconds=st.sampled_from([5, 20, 31, 46, 125, 301]))
    def time_passes(self, seconds: int) -> None:
        self.desk.clock.on(seconds=seconds)

    @rule(agent=agents, presence=st.sampled_from([Presence.AVAILABLE, Presence.BREAK]))
    def an_agent_shows_up(self, agent: str, presence: Presence) -> None:
        self.do(self.desk.there(agent, presence=presence))

    @rule()
    def the_sweep_goes_round(self) -> None:
        self.do(self.desk.sweeping.sweep())
        for name in NAMES:
            standing = self.do(self.desk.standing(name))
            allowed = {
                Stage.OFFERED: {Stage.OFFERED, Stage.WAITING},
                Stage.CLAIMED: {Stage.CLAIMED, Stage.WAITING},
                Stage.WRAPPING_UP: {Stage.WRAPPING_UP, Stage.CLOSED, Stage.WAITING},
                Stage.LAID_AWAY: {Stage.LAID_AWAY, Stage.WAITING},
            }.get(self.model[name].stage, {self.model[name].stage})
            assert standing.stage in allowed
            if standing.stage is not self.model[name].stage:
                self._became(name, standing.stage)
        # Nothing leaks: after a sweep every seat belongs to an offer or a claim.
        for agent in AGENTS:
            needed = {
                name
                for name, mine in self.model.items()
                if mine.agent == agent and mine.stage is not Stage.LAID_AWAY
            }
            assert set(self.do(self.desk.seats(agent))) <= needed

    @precondition(lambda self: any(one.agent for one in self.model.values()))
    @rule()
    def everybody_goes_home_and_the_sweep_follows(self) -> None:
        """However it was: in the end nothing is with people who are not there."""
        self.desk.clock.on(minutes=6)
        self.do(self.desk.sweeping.sweep())
        for name, mine in self.model.items():
            stage = self.do(self.desk.standing(name)).stage
            if mine.stage in (Stage.OFFERED, Stage.CLAIMED, Stage.LAID_AWAY):
                assert stage is Stage.WAITING
            if mine.stage is Stage.WRAPPING_UP:
                assert stage is Stage.CLOSED
            if stage is not mine.stage:
                self._became(name, stage)
        assert [agent for agent in AGENTS if self.do(self.desk.seats(agent))] == []

    @invariant()
    def all_is_as_the_model_has_it(self) -> None:
        held: dict[str, list[str]] = {agent: [] for agent in AGENTS}
        for name, mine in self.model.items():
            standing = self.do(self.desk.standing(name))
            hold = standing.state.hold
            assert standing.stage is mine.stage
            offer = standing.place.offer
            assert (hold.agent or (offer.agent if offer else None)) == mine.agent
            assert hold.epoch >= mine.epoch  # it never falls
            mine.epoch = hold.epoch
            if hold.agent and mine.stage is not Stage.LAID_AWAY:
                held[hold.agent].append(name)
            if hold.owner is Owner.QUEUE:
                assert hold.deadline is not None
                assert standing.place.queued_at is not None
        for agent, its in held.items():
            seats = self.do(self.desk.seats(agent))
            assert set(its) <= set(seats)
            assert len(seats) * WEIGHT <= UNITS

    def _became(self, name: str, stage: Stage, agent: str | None = None) -> None:
        self.model[name].stage, self.model[name].agent = stage, agent
        self.seatless.discard(name)

    def _load(self, agent: str) -> int:
        """Return what takes room with an agent, what nobody lived to give back as well."""
        return len(self.do(self.desk.seats(agent))) * WEIGHT


LIMITS = settings(
    deadline=None, print_blob=True, suppress_health_check=list(HealthCheck), stateful_step_count=40
)


def test_the_twins_keep_to_the_model() -> None:
    run_state_machine_as_test(Lifecycle, settings=settings(LIMITS, max_examples=40))


def test_redis_keeps_to_the_model(redis_url: str) -> None:
    over_redis = type("LifecycleOverRedis", (Lifecycle,), {"url": redis_url})
    run_state_machine_as_test(over_redis, settings=settings(LIMITS, max_examples=15))
