"""A customer never meets silence: what a channel did not let the assistant say, a person says."""

from dataclasses import dataclass

from conversation.errors import StaleHoldError
from conversation.holds import Owner
from conversation.identity import ConversationId
from conversation.messages import Speaker
from conversation.moves import Moves
from conversation.ports import Desk, Transcripts


@dataclass(frozen=True, slots=True)
class Unheard:
    """Queues conversations whose answer could not be delivered."""

    desk: Desk
    transcripts: Transcripts
    moves: Moves

    async def call_people(self, conversation: ConversationId, *, why: str) -> None:
        """Queue a conversation that is the assistant's; others have their people already."""
        state, context = await self.desk.recall(conversation)
        if state.hold.owner is not Owner.ASSISTANT:
            return
        lines = await self.transcripts.lines(conversation)
        wish = next((line for line in reversed(lines) if line.speaker is Speaker.CUSTOMER), None)
        try:
            await self.desk.move(self.moves.undelivered(state, context, why=why, wish=wish))
        except StaleHoldError:
            return  # somebody else has just taken it
