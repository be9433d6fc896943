"""Offers what waits to those who can answer it, the most urgent first."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from conversation.errors import StaleHoldError
from conversation.identity import ConversationId
from conversation.ports import Clock
from conversation.routing.capacity import seat
from conversation.routing.choosing import Choice, alike, choose, colleagues
from conversation.routing.concerns import Concern, concern_of
from conversation.routing.lifecycle import Cause, Offer, Stage
from conversation.routing.order import in_order
from conversation.routing.ports import Directories, Places, Roster, Standing
from handoff.routing.claiming import Claiming
from handoff.routing.expiries import Expiries
from handoff.routing.side_by_side import side_by_side
from handoff.routing.sweeping import Absence

#: So many of the earliest promises are put in order together; a surge is worked page by page.
PAGE = 500


@dataclass(frozen=True, slots=True)
class Router:
    """One round offers as much as there is room for; several may run: an offer is made once.

    `wall` neither stands nor jumps, as `clock` may: being there and offers run by it.
    """

    places: Places
    roster: Roster
    directories: Directories
    claiming: Claiming
    expiries: Expiries
    topics: Mapping[str, str]
    clock: Clock
    wall: Clock
    absence: Absence

    async def route(self) -> int:
        """Go once through what waits; return how many were offered to somebody."""
        now = self.clock.now()
        directory = await self.directories.current()
        people = colleagues(
            directory,
            await self.roster.everyone(),
            now=self.wall.now(),
            away_after=self.absence.away_after,
        )
        # Within a round agents only lose room: whom nobody could take, nobody can take later.
        refused: dict[tuple[object, ...], Choice] = {}
        offered = 0
        async for standings in self._pages():
            by_id = {one.state.conversation: one for one in standings}
            chosen: list[tuple[Standing, Choice]] = []
            for concern in await self._concerns(standings, now):
                same = alike(concern, directory, now=now)
                choice = refused.get(same) or choose(concern, directory, people, now=now)
                chosen.append((by_id[concern.conversation], choice))
                if choice.agent is None:
                    refused[same] = choice
                    continue
                taken = seat(concern.conversation, 0)
                people = [
                    one.given(taken) if one.profile.agent == choice.agent else one for one in people
                ]
            offered += sum(
                await side_by_side(self._settle(one, choice, now) for one, choice in chosen)
            )
            if not any(one.open_to_offers for one in people):
                break  # what lies further behind waits for the same reason
        return offered

    async def _pages(self) -> AsyncIterator[list[Standing]]:
        yield await self._waiting(await self.places.queue(most=PAGE))
        rest = (await self.places.queue())[PAGE:]
        for start in range(0, len(rest), PAGE):
            yield await self._waiting(rest[start : start + PAGE])

    async def _waiting(self, conversations: Sequence[ConversationId]) -> list[Standing]:
        standings = await self.places.standings(conversations)
        return [one for one in standings if one.stage is Stage.WAITING]

    async def _concerns(self, standings: Sequence[Standing], now: datetime) -> list[Concern]:
        limits = await self.expiries.of([one.state.conversation for one in standings])
        concerns = [
            concern_of(
                one,
                now=now,
                topics=self.topics,
                expiries=limits.get(one.state.conversation, ()),
            )
            for one in standings
        ]
        return in_order(concerns, now=now)

    async def _settle(self, standing: Standing, choice: Choice, now: datetime) -> bool:
        """Make the offer that was chosen, or note why there is none; say whether it was made."""
        conversation = standing.state.conversation
        if choice.agent is None:
            if standing.place.cause is not choice.cause:
                await self.places.waits(conversation, why=choice.cause, now=now)
            return False
        until = self.wall.now() + choice.offer_for
        offer = Offer(choice.agent, number=standing.place.number + 1, until=until)
        try:
            await self.places.offer(
                conversation, hold=standing.state.hold, offer=offer, why=choice.cause, now=now
            )
        except StaleHoldError:
            return False  # somebody was faster; what became of it shows in the next round
        limits = (await self.directories.current()).limits_of(choice.agent)
        kept = seat(conversation, offer.number)
        if await self.roster.reserve(choice.agent, kept, limits=limits, now=self.wall.now()):
            return True
        await self.claiming.withdraw(conversation, offer, Cause.NO_ROOM)
        return False
