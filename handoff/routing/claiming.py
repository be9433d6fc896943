"""What agents do with offers and with the queue: accept, decline, pick, finish.

A claim is three steps, in this order: the offer (in the conversation's partition), the seat (with
the agents), the claim under the number of the offer (in the partition). See decision 0012 for why
no agent ever has too much and no seat is ever lost, whatever dies in between.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from conversation.context import Context
from conversation.errors import (
    AlreadyClaimedError,
    NoRoomError,
    NotOfferedError,
    OfferedAlreadyError,
    StaleHoldError,
)
from conversation.holds import Hold, Owner
from conversation.identity import AgentId, ConversationId
from conversation.moves import Moves
from conversation.packets import HandoffPacket
from conversation.ports import Clock, ConversationState, Desk, Move
from conversation.routing.capacity import BOUNDLESS, Limits, Seat, has_room, seat
from conversation.routing.lifecycle import Cause, Offer
from conversation.routing.ports import Directories, Places, Roster, Standing

#: So long a conversation is kept for an agent who takes it without being asked.
PICKED_FOR = timedelta(seconds=10)
#: A promise made anew meanwhile moves the hold on and takes nothing from the offer.
TRIES = 3

#: How a conversation comes to an agent, with the words that go with it.
HandOver = Callable[[ConversationState, Context], Move]


@dataclass(frozen=True, slots=True)
class Claiming:
    """Carries out what agents decide, if it may still be done.

    `wall` neither stands nor jumps, as `clock` may: being there and offers run by it.
    """

    desk: Desk
    places: Places
    roster: Roster
    directories: Directories
    moves: Moves
    clock: Clock
    wall: Clock

    async def accept(self, conversation: ConversationId, agent: AgentId, *, name: str) -> Hold:
        """Take what one is offered.

        Raises NotOfferedError, AlreadyClaimedError if somebody took it meanwhile, NoRoomError,
        StaleHoldError.
        """
        standing = await self.places.standing(conversation)
        if standing.state.hold.agent is not None:
            raise AlreadyClaimedError(standing.state.hold.agent)
        offer = _offered(standing, agent)
        limits = await self._limits_of(agent)
        by = self._claimed_by(agent, name)
        return await self._claim(standing, offer, by, limits=limits, why=Cause.ACCEPTED)

    async def pick(self, conversation: ConversationId, agent: AgentId, *, name: str) -> Hold:
        """Take a conversation without being asked: out of the queue, or from the assistant.

        Raises OfferedAlreadyError while another agent is asked, AlreadyClaimedError, NoRoomError,
        StaleHoldError.
        """
        limits = await self._limits_of(agent)
        by = self._claimed_by(agent, name)
        return await self._take(conversation, agent, by, limits=limits)

    async def follow(
        self, conversation: ConversationId, agent: AgentId, *, packet: HandoffPacket | None
    ) -> Hold:
        """Take the private conversation to which an agent's own answer in public has led.

        It takes room and is never refused for want of it: it is the customer whom they have. Raises
        OfferedAlreadyError, AlreadyClaimedError, StaleHoldError.
        """
        state = await self.desk.state(conversation)
        if state.hold.owner is Owner.NOBODY:
            await self.desk.move(self.moves.reopen(state))

        def by(state: ConversationState, _context: Context) -> Move:
            return self.moves.answered_privately(state, agent=agent, packet=packet)

        return await self._take(conversation, agent, by, limits=BOUNDLESS)

    async def decline(self, conversation: ConversationId, agent: AgentId) -> None:
        """Say no to an offer; it goes to the next agent. Raises NotOfferedError."""
        offer = _offered(await self.places.standing(conversation), agent)
        await self.withdraw(conversation, offer, Cause.DECLINED)

    async def withdraw(self, conversation: ConversationId, offer: Offer, why: Cause) -> bool:
        """Take an offer back, then the seat that was kept for it; False if it was over already."""
        current = await self.places.withdraw(
            conversation, offer=offer, why=why, now=self.clock.now()
        )
        await self.free(offer.agent, seat(conversation, offer.number))
        return current

    async def wrap_up(self, conversation: ConversationId, agent: AgentId) -> None:
        """Begin to finish: nothing new comes in this place until the time is over.

        Raises StaleHoldError.
        """
        hold = await self._held(conversation, agent)
        now = self.clock.now()
        until = now + (await self.directories.current()).wrap_up_for(agent)
        await self.places.wrap_up(conversation, hold=hold, until=until, now=now)

    async def resume(self, conversation: ConversationId, agent: AgentId) -> None:
        """Go on with a conversation that was being finished. Raises StaleHoldError."""
        hold = await self._held(conversation, agent)
        await self.places.resume(conversation, hold=hold, now=self.clock.now())

    async def lay_away(
        self, conversation: ConversationId, agent: AgentId, *, until: datetime
    ) -> None:
        """Keep a conversation until a time without its taking room. Raises StaleHoldError."""
        hold = await self._held(conversation, agent)
        await self.places.lay_away(conversation, hold=hold, until=until, now=self.clock.now())
        await self.left(conversation, agent)

    async def take_up(self, conversation: ConversationId, agent: AgentId) -> None:
        """Go on before its time with what one has laid away; it takes room again.

        A change of hands like any other, through the queue, so that seats stay true. Raises
        StaleHoldError, NoRoomError; should somebody be faster in between, AlreadyClaimedError.
        """
        standing = await self.places.standing(conversation)
        if standing.state.hold.agent != agent or standing.place.laid_until is None:
            raise StaleHoldError("This agent has not laid it away.")
        limits, work = await self._limits_of(agent), await self.roster.one(agent)
        wanted = seat(conversation, standing.place.number + 1)
        if not has_room(limits, work.seats if work else (), wanted):
            raise NoRoomError("The agent has as much as they may have at once.")
        context = await self.desk.context(conversation)
        await self.desk.move(self.moves.take_up(standing.state, context, why=Cause.TAKEN_UP))

        def by(state: ConversationState, context: Context) -> Move:
            return self.moves.go_on(state, context, agent=agent)

        await self._take(conversation, agent, by, limits=limits)

    async def left(self, conversation: ConversationId, agent: AgentId) -> None:
        """Give back the seat of a conversation that an agent has not at hand any more."""
        number = (await self.places.standing(conversation)).place.number
        await self.free(agent, seat(conversation, number))

    async def free(self, agent: AgentId, taken: Seat) -> bool:
        """Give a seat back that nothing needs any more; False if it is needed, or gone."""
        (needed,) = await self.places.needed([(agent, taken)])
        if needed:
            return False
        return await self.roster.release(agent, taken)

    async def _limits_of(self, agent: AgentId) -> Limits:
        return (await self.directories.current()).limits_of(agent)

    def _claimed_by(self, agent: AgentId, name: str) -> HandOver:
        def by(state: ConversationState, context: Context) -> Move:
            return self.moves.claim(state, context, agent=agent, name=name)

        return by

    async def _take(
        self, conversation: ConversationId, agent: AgentId, by: HandOver, *, limits: Limits
    ) -> Hold:
        """Take a conversation that is with nobody, by an offer to oneself where there is none."""
        standing = await self.places.standing(conversation)
        hold, offer = standing.state.hold, standing.place.offer
        if hold.agent is not None:
            raise AlreadyClaimedError(hold.agent)
        if offer is None:
            until = self.wall.now() + PICKED_FOR
            offer = Offer(agent, number=standing.place.number + 1, until=until)
            now = self.clock.now()
            await self.places.offer(conversation, hold=hold, offer=offer, why=Cause.PICKED, now=now)
        elif offer.agent != agent:
            raise OfferedAlreadyError(offer.agent)
        return await self._claim(standing, offer, by, limits=limits, why=Cause.PICKED)

    async def _claim(
        self, standing: Standing, offer: Offer, by: HandOver, *, limits: Limits, why: Cause
    ) -> Hold:
        conversation = standing.state.conversation
        kept = seat(conversation, offer.number)
        if not await self.roster.reserve(offer.agent, kept, limits=limits, now=self.wall.now()):
            await self.withdraw(conversation, offer, Cause.NO_ROOM)
            raise NoRoomError("The agent has as much as they may have at once.")
        try:
            return await self._move(standing.state, offer, by, why)
        except StaleHoldError:
            await self.free(offer.agent, kept)
            raise

    async def _move(self, state: ConversationState, offer: Offer, by: HandOver, why: Cause) -> Hold:
        context = await self.desk.context(state.conversation)
        for left in reversed(range(TRIES)):
            move = by(state, context)
            try:
                return await self.desk.move(replace(move, offer=offer.number, why=why))
            except (AlreadyClaimedError, NotOfferedError):
                raise
            except StaleHoldError:
                if not left:
                    raise
            state, context = await self.desk.recall(state.conversation)
        raise AssertionError("unreachable")

    async def _held(self, conversation: ConversationId, agent: AgentId) -> Hold:
        hold = (await self.desk.state(conversation)).hold
        if hold.agent != agent:
            raise StaleHoldError("This agent does not hold the conversation.")
        return hold


def _offered(standing: Standing, agent: AgentId) -> Offer:
    """Return the current offer to an agent. Raises NotOfferedError."""
    offer = standing.place.offer
    if offer is None or offer.agent != agent:
        raise NotOfferedError("This agent is offered nothing here.")
    return offer
