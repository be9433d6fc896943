"""Changes of hands in words and deeds: what is said and kept when a conversation changes owner."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from conversation.context import Context
from conversation.holds import Hold, Owner
from conversation.identity import AgentId, ConversationId, LineId, MessageId
from conversation.messages import Line, Speaker
from conversation.notices import Notices
from conversation.packets import HandoffPacket
from conversation.ports import Clock, ConversationState, Lease, Move, Saying
from conversation.promises import Promises
from conversation.turns import SlotValue


@dataclass(frozen=True, slots=True)
class Moves:
    """Composes moves; nothing happens until the desk is given one."""

    notices: Notices
    promises: Promises
    clock: Clock

    def hand_over(
        self,
        conversation: ConversationId,
        *,
        hold: Hold,
        context: Context,
        packet: HandoffPacket,
        lines: tuple[Line, ...] = (),
        answers: tuple[MessageId, ...] = (),
        lease: Lease | None = None,
    ) -> Move:
        """Queue for a person: `lines` first, then who comes and by when."""
        now = self.clock.now()
        deadline = self.promises.deadline(now)
        words = self.notices.handed_over(
            packet.reason, deadline=deadline, now=now, form=context.address_form
        )
        saying = Saying(
            conversation=conversation,
            hold=hold,
            lines=(*lines, self._notice(hold, "queued", words)),
            answers=answers,
            lease=lease,
            context=replace(
                context, offered=(), handed_over_for=(*context.handed_over_for, packet.reason)
            ),
        )
        return Move(saying=saying, to=Owner.QUEUE, deadline=deadline, packet=packet)

    def claim(
        self, state: ConversationState, context: Context, *, agent: AgentId, name: str
    ) -> Move:
        """Let an agent take a conversation, out of the queue or from the assistant."""
        words = self.notices.claimed(name, form=context.address_form)
        return Move(
            saying=self._saying(state, "claimed", words),
            to=Owner.AGENT,
            agent=agent,
            deadline=state.hold.deadline,
            packet=state.packet,
        )

    def give_back(
        self, state: ConversationState, context: Context, *, facts: Mapping[str, SlotValue]
    ) -> Move:
        """Return to the assistant with confirmed facts; it says that it is the machine again."""
        words = self.notices.given_back(form=context.address_form)
        kept = replace(
            context,
            slots={**context.slots, **facts},
            offered=(),
            misunderstood_in_a_row=0,
            disclosed_at=self.clock.now(),
        )
        saying = replace(self._saying(state, "returned", words), context=kept)
        return Move(saying=saying, to=Owner.ASSISTANT)

    def close(self, state: ConversationState, context: Context) -> Move:
        """End the conversation; the customer's next word opens it anew, with the assistant."""
        words = self.notices.closed(form=context.address_form)
        fresh = Context(address_form=context.address_form)
        saying = replace(self._saying(state, "closed", words), context=fresh)
        return Move(saying=saying, to=Owner.NOBODY)

    def reopen(self, state: ConversationState) -> Move:
        """Give a closed conversation to the assistant, because the customer writes again."""
        saying = Saying(conversation=state.conversation, hold=state.hold)
        return Move(saying=saying, to=Owner.ASSISTANT)

    def extend(self, state: ConversationState, context: Context) -> Move:
        """Make a new promise to somebody whose deadline has passed, and own up to it."""
        now = self.clock.now()
        deadline = self.promises.deadline(now)
        words = self.notices.overdue(deadline=deadline, now=now, form=context.address_form)
        return Move(
            saying=self._saying(state, "overdue", words),
            to=Owner.QUEUE,
            deadline=deadline,
            packet=state.packet,
        )

    def _saying(self, state: ConversationState, event: str, words: str) -> Saying:
        line = self._notice(state.hold, event, words)
        return Saying(conversation=state.conversation, hold=state.hold, lines=(line,))

    def _notice(self, hold: Hold, event: str, words: str) -> Line:
        """One notice for one change of one hold: said again it has the same id and is dropped."""
        return notice(words, id=LineId(f"{event}-{hold.epoch}"), at=self.clock.now())


def notice(words: str, *, id: LineId, at: datetime) -> Line:
    """Return a line in the system's own voice."""
    return Line(id=id, speaker=Speaker.NOTICE, text=words, at=at)
