"""Places and roster in memory: the twins of those in Redis, for tests and for trying things out."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from conversation.errors import NotOfferedError, OfferedAlreadyError, StaleHoldError
from conversation.holds import Hold, Owner
from conversation.identity import AgentId, ConversationId
from conversation.ports import FeedKind
from conversation.routing.capacity import Limits, Seat, has_room
from conversation.routing.lifecycle import PASSING, Cause, Offer, Stage
from conversation.routing.ports import Claim, Standing
from conversation.routing.teams import AtWork, Directory, Presence
from handoff.memory import MemoryLive

NEVER_SEEN = datetime.fromtimestamp(0, UTC)
NEVER = datetime.max.replace(tzinfo=UTC)


class MemoryPlaces:
    """See conversation.routing.ports.Places."""

    def __init__(self, live: MemoryLive) -> None:
        self._live = live

    async def standing(self, conversation: ConversationId) -> Standing:
        """See Places."""
        return Standing(self._live.state(conversation), self._live.place(conversation))

    async def standings(self, conversations: Sequence[ConversationId]) -> list[Standing]:
        """See Places."""
        return [await self.standing(one) for one in conversations]

    async def queue(self, *, most: int | None = None) -> list[ConversationId]:
        """See Places."""
        waiting = [(hold.deadline, c) for c, hold in self._live.holds.items() if _queued(hold)]
        return [c for _, c in sorted(waiting, key=lambda one: one[0] or NEVER)][:most]

    async def held(self) -> list[ConversationId]:
        """See Places."""
        return [c for c, hold in self._live.holds.items() if hold.owner is Owner.AGENT]

    async def offer(
        self, conversation: ConversationId, *, hold: Hold, offer: Offer, why: Cause, now: datetime
    ) -> None:
        """See Places."""
        current, place = self._live.hold(conversation), self._live.place(conversation)
        if current.epoch != hold.epoch or current.owner in (Owner.AGENT, Owner.NOBODY):
            raise StaleHoldError("The hold has moved on.")
        if place.offer is not None:
            if (place.offer.agent, place.offer.number) == (offer.agent, offer.number):
                return
            raise OfferedAlreadyError(place.offer.agent)
        if place.number + 1 != offer.number:
            raise NotOfferedError("Another offer was made meanwhile.")
        self._live.places[conversation] = replace(
            place, offer=offer, number=offer.number, cause=None
        )
        until = offer.until.isoformat()
        self._live.tell_routed(conversation, Stage.OFFERED, why, agent=offer.agent, until=until)

    async def withdraw(
        self, conversation: ConversationId, *, offer: Offer, why: Cause, now: datetime
    ) -> bool:
        """See Places."""
        place = self._live.place(conversation)
        current = place.offer
        if current is None or (current.agent, current.number) != (offer.agent, offer.number):
            return False
        passed = {**place.passed, offer.agent: now} if why in PASSING else place.passed
        self._live.places[conversation] = replace(place, offer=None, passed=passed)
        self._live.tell_routed(conversation, Stage.WAITING, why, agent=offer.agent)
        return True

    async def wrap_up(
        self, conversation: ConversationId, *, hold: Hold, until: datetime, now: datetime
    ) -> None:
        """See Places."""
        self._wrap(conversation, hold, until)

    async def resume(self, conversation: ConversationId, *, hold: Hold, now: datetime) -> None:
        """See Places."""
        self._wrap(conversation, hold, None)

    async def lay_away(
        self, conversation: ConversationId, *, hold: Hold, until: datetime, now: datetime
    ) -> None:
        """See Places."""
        live = self._live
        current, place = live.hold(conversation), live.place(conversation)
        if current.owner is not Owner.AGENT or current.epoch != hold.epoch:
            raise StaleHoldError("The hold has moved on.")
        live.places[conversation] = replace(place, laid_until=until, wrap_until=None)
        live.laid_lines[conversation] = len(live.transcripts[conversation])
        live.tell_routed(
            conversation,
            Stage.LAID_AWAY,
            Cause.LATER,
            agent=current.agent,
            until=until.isoformat(),
        )

    async def note_step(
        self, conversation: ConversationId, *, hold: Hold, step: str, now: datetime
    ) -> None:
        """See Places."""
        live = self._live
        current = live.hold(conversation)
        if current.owner is not Owner.AGENT or current.epoch != hold.epoch:
            raise StaleHoldError("The hold has moved on.")
        live.places[conversation] = replace(live.place(conversation), step=step)
        live.tell(FeedKind.NOTED, conversation, {})

    async def laid_away(self, now: datetime) -> list[Standing]:
        """See Places."""
        live = self._live
        laid = [(c, place.laid_until) for c, place in live.places.items() if place.laid_until]
        said = {c: len(live.transcripts[c]) > live.laid_lines[c] for c, _ in laid}
        return await self.standings([c for c, until in laid if until <= now or said[c]])

    async def waits(self, conversation: ConversationId, *, why: Cause, now: datetime) -> None:
        """See Places."""
        place = self._live.place(conversation)
        if _queued(self._live.hold(conversation)) and not place.offer and place.cause is not why:
            self._live.places[conversation] = replace(place, cause=why)
            self._live.tell_routed(conversation, Stage.WAITING, why, agent=None)

    async def offered(self) -> list[Standing]:
        """See Places."""
        return [await self.standing(c) for c, place in self._live.places.items() if place.offer]

    async def wrapped_up(self, now: datetime) -> list[Standing]:
        """See Places."""
        places = self._live.places.items()
        ended = [c for c, place in places if place.wrap_until and place.wrap_until <= now]
        return await self.standings(ended)

    async def needed(self, seats: Sequence[tuple[AgentId, Seat]]) -> list[bool]:
        """See Places."""
        return [self._needs(agent, seat) for agent, seat in seats]

    async def claims(self, *, since: datetime) -> list[Claim]:
        """See Places."""
        counted = reversed(self._live.claims)
        return [Claim(agent, at) for agent, at in counted if at >= since]

    def _needs(self, agent: AgentId, seat: Seat) -> bool:
        place = self._live.place(seat.conversation)
        if self._live.hold(seat.conversation).agent == agent:
            return place.laid_until is None
        offer = place.offer
        return offer is not None and (offer.agent, offer.number) == (agent, seat.number)

    def _wrap(self, c: ConversationId, hold: Hold, until: datetime | None) -> None:
        current, place = self._live.hold(c), self._live.place(c)
        if current.owner is not Owner.AGENT or current.epoch != hold.epoch:
            raise StaleHoldError("The hold has moved on.")
        self._live.places[c] = replace(place, wrap_until=until)
        if (place.wrap_until is None) == (until is None):
            return
        if until:
            self._live.tell_routed(
                c, Stage.WRAPPING_UP, Cause.ANSWERED, agent=current.agent, until=until.isoformat()
            )
        else:
            self._live.tell_routed(c, Stage.CLAIMED, Cause.WROTE_AGAIN, agent=current.agent)


class MemoryRoster:
    """See conversation.routing.ports.Roster."""

    def __init__(self) -> None:
        self._seen: dict[AgentId, datetime] = {}
        self._chosen: dict[AgentId, Presence] = {}
        self._given: dict[AgentId, datetime] = {}
        self._seats: dict[AgentId, dict[ConversationId, Seat]] = defaultdict(dict)

    async def beat(self, agent: AgentId, *, now: datetime) -> None:
        """See Roster."""
        self._seen[agent] = max(now, self._seen.get(agent, now))
        self._chosen.setdefault(agent, Presence.BUSY)

    async def choose(self, agent: AgentId, presence: Presence, *, now: datetime) -> None:
        """See Roster."""
        await self.beat(agent, now=now)
        self._chosen[agent] = presence

    async def rest(self, agent: AgentId) -> None:
        """See Roster."""
        self._chosen[agent] = Presence.BUSY

    async def reserve(self, agent: AgentId, seat: Seat, *, limits: Limits, now: datetime) -> bool:
        """See Roster."""
        before = self._seats[agent].get(seat.conversation)
        if before is not None and before.number >= seat.number:
            return before.number == seat.number
        if not has_room(limits, self._seats[agent].values(), seat):
            return False
        self._seats[agent][seat.conversation] = seat
        self._given[agent] = now
        return True

    async def release(self, agent: AgentId, seat: Seat) -> bool:
        """See Roster."""
        taken = self._seats[agent].get(seat.conversation)
        if taken is None or taken.number != seat.number:
            return False
        del self._seats[agent][seat.conversation]
        return True

    async def one(self, agent: AgentId) -> AtWork | None:
        """See Roster."""
        return next((one for one in await self.everyone() if one.agent == agent), None)

    async def everyone(self) -> list[AtWork]:
        """See Roster."""
        return [
            AtWork(
                agent=agent,
                chosen=self._chosen.get(agent, Presence.BUSY),
                seen_at=self._seen.get(agent, NEVER_SEEN),
                given_at=self._given.get(agent),
                seats=tuple(self._seats[agent].values()),
            )
            for agent in sorted(self._seen.keys() | self._given.keys())
        ]


class FixedDirectory:
    """Teams and agents that do not change. See conversation.routing.ports.Directories."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    async def current(self) -> Directory:
        """See Directories."""
        return self._directory


def _queued(hold: Hold) -> bool:
    return hold.owner is Owner.QUEUE
