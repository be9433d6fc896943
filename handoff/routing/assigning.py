"""Gives a conversation to whom a supervisor names, or back to the queue, whoever has it now."""

from dataclasses import dataclass, replace

from conversation.errors import NoRoomError, OfferedAlreadyError, StaleHoldError
from conversation.holds import Hold, Owner
from conversation.identity import AgentId, ConversationId
from conversation.routing.capacity import has_room, seat
from conversation.routing.lifecycle import Cause
from conversation.routing.ports import Standing
from conversation.routing.teams import Presence
from handoff.routing.claiming import TRIES, Claiming
from handoff.routing.sweeping import Absence


class NotThereError(Exception):
    """The agent is away: what they were given would come back by itself in a few minutes."""


@dataclass(frozen=True, slots=True)
class Assigning:
    """Takes and gives by the steps that agents take themselves, so that nothing is given twice.

    What an agent holds goes into the queue first, at its old place: whatever fails after that
    leaves a conversation that waits, never one that nobody has.
    """

    claiming: Claiming
    absence: Absence

    async def assign(
        self, conversation: ConversationId, agent: AgentId, *, name: str, epoch: int
    ) -> Hold:
        """Give a conversation to an agent; `epoch` is that of the hold which was looked at.

        Raises StaleHoldError if it has changed hands since or is closed, NotThereError,
        NoRoomError; OfferedAlreadyError if the queue was faster again and again.
        """
        standing = await self._as_seen(conversation, epoch)
        if standing.state.hold.agent == agent:
            return standing.state.hold
        await self._check(conversation, agent)
        for left in reversed(range(TRIES)):
            await self._free(standing, agent)
            try:
                return await self.claiming.pick(conversation, agent, name=name)
            except OfferedAlreadyError:
                if not left:
                    raise
            standing = await self.claiming.places.standing(conversation)
        raise AssertionError("unreachable")

    async def requeue(self, conversation: ConversationId, *, epoch: int) -> None:
        """Put what an agent holds where it stood in the queue. Raises StaleHoldError."""
        standing = await self._as_seen(conversation, epoch)
        if standing.state.hold.agent is None:
            raise StaleHoldError("No agent holds this conversation.")
        await self._put_back(standing, standing.state.hold.agent)

    async def _as_seen(self, conversation: ConversationId, epoch: int) -> Standing:
        standing = await self.claiming.places.standing(conversation)
        if standing.state.hold.epoch != epoch or standing.state.hold.owner is Owner.NOBODY:
            raise StaleHoldError("The hold has moved on.")
        return standing

    async def _check(self, conversation: ConversationId, agent: AgentId) -> None:
        """Refuse before anything is taken from anybody."""
        work = await self.claiming.roster.one(agent)
        now = self.claiming.wall.now()
        away_after = self.absence.away_after
        if work is None or work.presence(now, away_after=away_after) is Presence.AWAY:
            raise NotThereError("This agent is not there.")
        limits = (await self.claiming.directories.current()).limits_of(agent)
        if not has_room(limits, work.seats, seat(conversation, 0)):
            raise NoRoomError("The agent has as much as they may have at once.")

    async def _free(self, standing: Standing, agent: AgentId) -> None:
        """Take a conversation from whoever holds it or is asked about it, all but `agent`."""
        holder, offer = standing.state.hold.agent, standing.place.offer
        if holder is not None:
            await self._put_back(standing, holder)
        elif offer is not None and offer.agent != agent:
            conversation = standing.state.conversation
            await self.claiming.withdraw(conversation, offer, Cause.REASSIGNED)

    async def _put_back(self, standing: Standing, holder: AgentId) -> None:
        state = standing.state
        context = await self.claiming.desk.context(state.conversation)
        move = self.claiming.moves.put_back(state, context)
        # Nobody has vanished, so its packet stays the one it was handed over with, if any.
        await self.claiming.desk.move(replace(move, why=Cause.REASSIGNED, packet=state.packet))
        await self.claiming.left(state.conversation, holder)
