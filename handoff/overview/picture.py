"""Who waits, in order, and who is with whom: plain data that is changed one by one, without I/O."""

from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from heapq import heappop, heappush
from operator import attrgetter

from conversation.holds import Owner
from conversation.identity import AgentId, ConversationId
from conversation.routing.concerns import Concern, Expiry, Limit, concern_of
from conversation.routing.order import AHEAD, Rank, rank
from conversation.routing.ports import Standing
from handoff.console.platforms import Window

NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Kept:
    """A conversation that waits or is with somebody; `window` is until when we may answer there."""

    standing: Standing
    window: Window | None = None

    @property
    def conversation(self) -> ConversationId:
        """Which it is."""
        return self.standing.state.conversation

    def concern(self, *, now: datetime) -> Concern:
        """Return it as the order sees it; for that the topic says nothing."""
        ends = (Expiry(Limit.WINDOW, self.window.end(now)),) if self.window else ()
        return concern_of(self.standing, now=now, topics={}, expiries=ends)

    def moved_up_by(self, now: datetime) -> datetime | None:
        """Return the end of the window that decides where it stands; None if the promise does.

        A window that has shut moves nobody.
        """
        closes_at = self.window.end(now) if self.window else None
        if closes_at is None or closes_at <= now:
            return None
        ahead, promise = AHEAD[Limit.WINDOW], self.standing.state.hold.deadline or NEVER
        return closes_at if closes_at - ahead < promise and closes_at - now <= ahead else None

    def turns_at(self, now: datetime) -> datetime | None:
        """Return when its place in the order may change without anything happening."""
        if self.window is None:
            return None
        later = (self.window.closes_at, self.window.closes_for_people_at)
        return min((moment for moment in later if moment > now), default=None)


class Picture:
    """All that waits and all that is with people, as it was read last.

    The order of a waiting conversation follows from what is kept of it and from the time: `due`
    names those whose place has to be looked at again.
    """

    def __init__(self) -> None:
        self._kept: dict[ConversationId, Kept] = {}
        self._ranks: dict[ConversationId, Rank] = {}
        self._order: list[Rank] = []
        self._by_name: dict[str, ConversationId] = {}
        self._held: dict[AgentId, set[ConversationId]] = {}
        self._turns: list[tuple[datetime, str]] = []
        self._windowed: set[ConversationId] = set()
        self._as_of = datetime.min.replace(tzinfo=UTC)
        #: Grows with everything that is put in.
        self.changes = 0

    def __contains__(self, conversation: ConversationId) -> bool:
        """Say whether it waits or is with somebody."""
        return conversation in self._kept

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._order)

    def put(self, standing: Standing, window: Window | None, *, now: datetime) -> None:
        """Take a conversation as it stands now, and forget how it stood before."""
        conversation = standing.state.conversation
        self.changes += 1
        self._drop(conversation)
        owner, agent = standing.state.hold.owner, standing.state.hold.agent
        if owner not in (Owner.QUEUE, Owner.AGENT):
            return
        kept = Kept(standing, window if owner is Owner.QUEUE else None)
        self._kept[conversation] = kept
        if agent is not None:
            self._held.setdefault(agent, set()).add(conversation)
        if owner is Owner.QUEUE:
            self._rank(kept, now)

    def due(self, now: datetime) -> list[ConversationId]:
        """Return whose place the time may have changed since this was asked last."""
        found: set[ConversationId] = set()
        if now < self._as_of:  # a clock that was put back
            found |= self._windowed
        self._as_of = now
        while self._turns and self._turns[0][0] <= now:
            conversation = self._by_name.get(heappop(self._turns)[1])
            if conversation is not None:
                found.add(conversation)
        return list(found)

    def page(self, first: int = 0, many: int | None = None) -> list[Kept]:
        """Return those who wait, the first to be answered first."""
        end = None if many is None else first + many
        return [self._kept[self._by_name[rank[-1]]] for rank in self._order[first:end]]

    def held_by(self, agent: AgentId) -> list[Standing]:
        """Return what an agent has, the longest held first."""
        mine = [self._kept[one].standing for one in self._held.get(agent, ())]
        return sorted(mine, key=lambda one: (one.state.since or NEVER, str(one.state.conversation)))

    def held(self) -> Sequence[Standing]:
        """Return what is with people, what happened last first."""
        found = [self._kept[one].standing for its in self._held.values() for one in its]
        return sorted(found, key=attrgetter("state.last_at"), reverse=True)

    def _rank(self, kept: Kept, now: datetime) -> None:
        conversation, place = kept.conversation, rank(kept.concern(now=now), now=now)
        self._by_name[place[-1]] = conversation
        self._ranks[conversation] = place
        insort(self._order, place)
        if kept.window is not None:
            self._windowed.add(conversation)
        if moment := kept.turns_at(now):
            heappush(self._turns, (moment, place[-1]))

    def _drop(self, conversation: ConversationId) -> None:
        before = self._kept.pop(conversation, None)
        if before is None:
            return
        if agent := before.standing.state.hold.agent:
            self._held[agent].discard(conversation)
            if not self._held[agent]:
                del self._held[agent]
        if place := self._ranks.pop(conversation, None):
            del self._order[bisect_left(self._order, place)]
            del self._by_name[place[-1]]
            self._windowed.discard(conversation)
