"""Tells who waits a new time once the one they know no longer holds, and not too often."""

from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from conversation.errors import StaleHoldError
from conversation.moves import Moves
from conversation.ports import Clock, Desk
from conversation.routing.choosing import team_of
from conversation.routing.concerns import concern_of
from conversation.routing.estimates import WINDOW, Estimate, estimate, worth_a_word
from conversation.routing.order import in_order
from conversation.routing.ports import Directories, Places, Standing
from conversation.routing.teams import TeamId

#: So many of the earliest promises are estimated at a time; the others keep theirs meanwhile.
MOST = 2_000


@dataclass(frozen=True, slots=True)
class Telling:
    """Several may run: a word is said under the hold it was thought of, hence once."""

    desk: Desk
    places: Places
    directories: Directories
    moves: Moves
    topics: Mapping[str, str]
    clock: Clock

    async def tell(self) -> int:
        """Give a word to everybody whose time has changed enough; return to how many."""
        told = 0
        async for standing, expected in self.expected():
            state = standing.state
            if state.conversation.channel.public or not state.hold.deadline or not state.since:
                continue  # in public each answer speaks for itself
            if not worth_a_word(
                expected.by,
                told=state.hold.deadline,
                told_at=state.since,
                now=self.clock.now(),
            ):
                continue
            context = await self.desk.context(state.conversation)
            try:
                await self.desk.move(self.moves.promise_anew(state, context, expected.by))
            except StaleHoldError:
                continue  # somebody has taken it, or told them already
            told += 1
        return told

    async def expected(self) -> AsyncIterator[tuple[Standing, Estimate]]:
        """Yield who waits with their place in their team's queue and when they are answered.

        Where too little was measured there is no estimate, and the promise stands.
        """
        now = self.clock.now()
        directory = await self.directories.current()
        standings = await self.places.standings(await self.places.queue(most=MOST))
        by_id = {one.state.conversation: one for one in standings}
        concerns = [concern_of(one, now=now, topics=self.topics) for one in standings]
        claims: dict[TeamId, list[datetime]] = defaultdict(list)
        for claim in await self.places.claims(since=now - WINDOW):
            if team := directory.team_of(claim.agent):
                claims[team.id].append(claim.at)
        ahead: Counter[TeamId] = Counter()
        for concern in in_order(concerns, now=now):
            its = team_of(concern, directory)
            if its is None:
                continue
            ahead[its.id] += 1
            if expected := estimate(ahead[its.id], claims[its.id], now=now):
                yield by_id[concern.conversation], expected
