"""Clears up behind what time or an accident has ended: offers, finishing, seats, absent agents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from conversation.errors import StaleHoldError
from conversation.holds import Owner
from conversation.identity import AgentId, ConversationId
from conversation.messages import Speaker
from conversation.moves import Moves
from conversation.ports import Clock, Desk, Transcripts
from conversation.routing.lifecycle import Cause, Offer
from conversation.routing.ports import Directories, Places, Roster, Standing
from conversation.routing.teams import AtWork, Presence
from conversation.satisfaction import Surveys, Unasked
from handoff.routing.claiming import Claiming
from handoff.routing.side_by_side import side_by_side


@dataclass(frozen=True, slots=True)
class Absence:
    """How long without a heartbeat until an agent is away, and until their work goes to others."""

    away_after: timedelta = timedelta(seconds=45)
    gone_after: timedelta = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Sweeping:
    """Each step may be done by several processes at once and again: the second finds it done.

    `wall` neither stands nor jumps, as `clock` may: being there and offers run by it.
    """

    desk: Desk
    transcripts: Transcripts
    places: Places
    roster: Roster
    directories: Directories
    claiming: Claiming
    moves: Moves
    clock: Clock
    wall: Clock
    absence: Absence
    surveys: Surveys = field(default_factory=Unasked)

    async def sweep(self) -> None:
        """Do all of it once."""
        work = await self.roster.everyone()
        await self.end_offers(work)
        await self.end_wrapping_up()
        await self.take_up()
        await self.take_from_the_vanished(work)
        await self.free_seats(work)

    async def end_offers(self, work: Sequence[AtWork]) -> None:
        """Take back offers that nobody answered, or whose agent has gone away."""
        now = self.wall.now()
        there = {one.agent: one.presence(now, away_after=self.absence.away_after) for one in work}
        await side_by_side(
            self._end_offer(standing.state.conversation, offer, there, now)
            for standing in await self.places.offered()
            if (offer := standing.place.offer)
        )

    async def end_wrapping_up(self) -> None:
        """Close what agents have had their time to finish, unless the customer wrote again."""
        ended = await self.places.wrapped_up(self.clock.now())
        await side_by_side(
            self._end(standing, agent) for standing in ended if (agent := standing.state.hold.agent)
        )

    async def take_up(self) -> None:
        """Queue what was laid away and is due, or whose customer has written since.

        Nobody is waited for: who had it is asked first, and others if they are not there.
        """
        now = self.clock.now()
        laid = await self.places.laid_away(now)
        await side_by_side(self._take_up(one, now) for one in laid)

    async def take_from_the_vanished(self, work: Sequence[AtWork]) -> None:
        """Queue what agents hold who are not there any more, where it stood before."""
        now = self.wall.now()
        await side_by_side(
            self._put_back(seat.conversation, one.agent)
            for one in work
            if now - one.seen_at > self.absence.gone_after
            for seat in one.seats
        )

    async def free_seats(self, work: Sequence[AtWork]) -> None:
        """Give back seats whose conversation is not with their agent (any more).

        What dies between a change of hands and giving the seat back leaves one behind.
        """
        seats = [(one.agent, seat) for one in work for seat in one.seats]
        needed = await self.places.needed(seats)
        for (agent, seat), still in zip(seats, needed, strict=True):
            if not still:
                await self.roster.release(agent, seat)

    async def _end_offer(
        self,
        conversation: ConversationId,
        offer: Offer,
        there: Mapping[AgentId, Presence],
        now: datetime,
    ) -> None:
        if there.get(offer.agent, Presence.AWAY) is Presence.AWAY:
            await self.claiming.withdraw(conversation, offer, Cause.AGENT_AWAY)
        elif offer.until <= now:
            # Or the next one would be kept for somebody who does not look either. First, so that
            # their page, which looks again when the offer is gone, shows it.
            await self.roster.rest(offer.agent)
            await self.claiming.withdraw(conversation, offer, Cause.TIMED_OUT)

    async def _end(self, standing: Standing, agent: AgentId) -> None:
        conversation, hold = standing.state.conversation, standing.state.hold
        try:
            if await self._wrote_since(standing, agent):
                await self.places.resume(conversation, hold=hold, now=self.clock.now())
                return
        except StaleHoldError:
            return  # the agent was faster
        if await self._close(standing):
            await self.claiming.left(conversation, agent)

    async def _close(self, standing: Standing) -> bool:
        """End what an agent has finished; False if they were faster."""
        conversation = standing.state.conversation
        context = await self.desk.context(conversation)
        survey = await self.surveys.survey(standing.state, context)
        move = self.moves.close(standing.state, context, survey=survey)
        try:
            await self.desk.move(replace(move, why=Cause.WRAPPED_UP))
        except StaleHoldError:
            if survey is not None:
                await self.surveys.take_back(conversation)
            return False
        return True

    async def _take_up(self, standing: Standing, now: datetime) -> None:
        conversation, until = standing.state.conversation, standing.place.laid_until
        due = until is not None and until <= now
        if not due and not await self._wrote_last(conversation):
            return
        state, context = await self.desk.recall(conversation)
        if state.hold.epoch != standing.state.hold.epoch:
            return  # the agent was faster
        why = Cause.DUE if due else Cause.WROTE_AGAIN
        try:
            await self.desk.move(self.moves.take_up(state, context, why=why))
        except StaleHoldError:
            return  # the agent was faster

    async def _wrote_last(self, conversation: ConversationId) -> bool:
        lines = await self.transcripts.lines(conversation)
        return bool(lines) and lines[-1].speaker is Speaker.CUSTOMER

    async def _wrote_since(self, standing: Standing, agent: AgentId) -> bool:
        until = standing.place.wrap_until
        lines = await self.transcripts.lines(standing.state.conversation)
        if until is None or not lines or lines[-1].speaker is not Speaker.CUSTOMER:
            return False
        began: datetime = until - (await self.directories.current()).wrap_up_for(agent)
        return lines[-1].at >= began

    async def _put_back(self, conversation: ConversationId, agent: AgentId) -> None:
        state, context = await self.desk.recall(conversation)
        if state.hold.owner is not Owner.AGENT or state.hold.agent != agent:
            return
        try:
            await self.desk.move(self.moves.put_back(state, context))
        except StaleHoldError:
            return  # somebody else was faster
        await self.claiming.left(conversation, agent)
