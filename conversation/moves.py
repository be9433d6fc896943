"""Changes of hands in words and deeds: what is said and kept when a conversation changes owner."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from conversation.context import Context
from conversation.holds import Hold, Owner
from conversation.identity import AgentId, ConversationId, LineId, MessageId
from conversation.messages import Button, Line, Speaker
from conversation.notices import Notices
from conversation.packets import HandoffPacket, PassedOn
from conversation.ports import Batch, Clock, ConversationState, Lease, Move, Saying
from conversation.promises import Promises
from conversation.publicly import one_public_line
from conversation.ratings import LEAST, MOST
from conversation.routing.lifecycle import Cause
from conversation.satisfaction import WITH_BUTTONS, Survey, rated
from conversation.signals import Reason
from conversation.turns import SlotValue

#: Whoever answers for us in a platform's own app, and is no agent of this desk.
ELSEWHERE = AgentId("elsewhere")

_ANSWERED_ELSEWHERE = "Ein Mensch antwortet außerhalb dieser Konsole; der Assistent schweigt."
_LEFT_BEHIND = "Vorher bei einer Kollegin oder einem Kollegen, die gerade nicht da sind."
_LAID_AWAY = "Von einer Kollegin oder einem Kollegen für später zurückgelegt."
_PASSED_ON = "Von einer Kollegin oder einem Kollegen weitergegeben."
_OVERHEARD = "Gefunden, nicht an uns gerichtet: Der Assistent antwortet hier nicht."


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
            packet,
            public=conversation.channel.public,
            deadline=deadline,
            now=now,
            form=context.address_form,
        )
        said = (*lines, self._notice(hold, "queued", words))
        saying = Saying(
            conversation=conversation,
            hold=hold,
            lines=one_public_line(said) if conversation.channel.public else said,
            answers=answers,
            lease=lease,
            context=replace(
                context, offered=(), handed_over_for=(*context.handed_over_for, packet.reason)
            ),
        )
        return self._queued(saying, deadline, packet)

    def hurry(
        self,
        state: ConversationState,
        context: Context,
        *,
        packet: HandoffPacket,
        answers: tuple[MessageId, ...],
        lease: Lease,
    ) -> Move:
        """Put somebody who waits and now tells of danger first in the queue; the promise stays."""
        words = self.notices.emergency(form=context.address_form)
        saying = Saying(
            conversation=state.conversation,
            hold=state.hold,
            lines=(self._notice(state.hold, "danger", words),),
            answers=answers,
            lease=lease,
        )
        return Move(saying=saying, to=Owner.QUEUE, deadline=state.hold.deadline, packet=packet)

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
            at=self.clock.now(),
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
            understood=(),
            misunderstood_in_a_row=0,
            disclosed_at=self.clock.now(),
        )
        saying = replace(self._saying(state, "returned", words), context=kept)
        return Move(saying=saying, to=Owner.ASSISTANT)

    def close(
        self, state: ConversationState, context: Context, *, survey: Survey | None = None
    ) -> Move:
        """End the conversation; the customer's next word opens it anew, with the assistant.

        With `survey` they are asked how satisfied they are, and their answer opens nothing.
        """
        words = self.notices.closed(form=context.address_form)
        before = context.survey if context.survey and context.survey.score else None
        fresh = Context(
            address_form=context.address_form, weighed=context.weighed, survey=survey or before
        )
        saying = replace(self._saying(state, "closed", words), context=fresh, survey=survey)
        if survey is not None:
            asking = self._asking(state, context, survey)
            saying = replace(saying, lines=(*saying.lines, asking))
        return Move(saying=saying, to=Owner.NOBODY)

    def thank(self, state: ConversationState, context: Context, batch: Batch) -> Saying | None:
        """Thank for an answer to the question about satisfaction; None if `batch` is none.

        The conversation stays as it is: closed.
        """
        now = self.clock.now()
        survey = rated(context.survey, batch.messages, now=now)
        if survey is None or survey.score is None or state.hold.owner is not Owner.NOBODY:
            return None
        words = self.notices.rated(survey.score, form=context.address_form)
        return Saying(
            conversation=state.conversation,
            hold=state.hold,
            lines=(notice(words, id=LineId(f"{survey.question}-thanks"), at=now),),
            answers=tuple(one.id for one in batch.messages),
            lease=batch.lease,
            context=replace(context, survey=survey),
            survey=survey,
        )

    def reopen(self, state: ConversationState) -> Move:
        """Give a closed conversation to the assistant, because the customer writes again."""
        saying = Saying(conversation=state.conversation, hold=state.hold)
        return Move(saying=saying, to=Owner.ASSISTANT)

    def answered_elsewhere(self, state: ConversationState, context: Context) -> Move:
        """Leave a conversation to whoever answers it in the platform's own app; say nothing.

        The way back: an agent claims, returns or closes it; the other application gives it back;
        or, after a time, `seek_people` or `take_back`.
        """
        saying = self._silent(state, context)
        packet = state.packet or self._packet(_ANSWERED_ELSEWHERE)
        return Move(saying=saying, to=Owner.AGENT, agent=ELSEWHERE, packet=packet)

    def answered_privately(
        self, state: ConversationState, *, agent: AgentId, packet: HandoffPacket | None
    ) -> Move:
        """Let an agent hold the private conversation to which their reply to a comment has led.

        Nothing is said to this: the reply itself was the agent's word. `packet` is what was known
        in public.
        """
        saying = Saying(conversation=state.conversation, hold=state.hold)
        return Move(saying=saying, to=Owner.AGENT, agent=agent, packet=state.packet or packet)

    def take_back(self, state: ConversationState, context: Context) -> Move:
        """Give it to the assistant again, which says anew that it is one before it answers."""
        return Move(saying=self._silent(state, context), to=Owner.ASSISTANT)

    def seek_people(self, state: ConversationState, context: Context) -> Move:
        """Queue it: the customer has written, and whoever answered elsewhere does not any more."""
        deadline = self.promises.deadline(self.clock.now())
        saying = self._silent(state, context)
        return self._queued(saying, deadline, state.packet)

    def overheard(
        self, state: ConversationState, context: Context, *, id: MessageId, text: str
    ) -> Move:
        """Queue for people what somebody wrote without turning to us; nobody is told."""
        deadline = self.promises.deadline(self.clock.now())
        packet = self._packet(_OVERHEARD, wish=text, line=LineId(id))
        saying = self._silent(state, context)
        return self._queued(saying, deadline, packet)

    def undelivered(
        self, state: ConversationState, context: Context, *, why: str, wish: Line | None
    ) -> Move:
        """Queue what the channel did not let the assistant say; nothing can be said to this."""
        now = self.clock.now()
        packet = HandoffPacket(
            reason=Reason.BOT_UNAVAILABLE,
            summary=f"Die Antwort des Assistenten ließ sich nicht zustellen. {why}",
            wish=wish.text if wish else "",
            wish_line=wish.id if wish else None,
            understood=context.understood,
            handed_off_at=now,
        )
        deadline = self.promises.deadline(now)
        saying = self._silent(state, context)
        return self._queued(saying, deadline, packet)

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
            at=now,
        )

    def put_back(
        self, state: ConversationState, context: Context, *, why: Cause = Cause.VANISHED
    ) -> Move:
        """Queue what an agent had at its old place, as one who vanishes; nothing is said.

        A promise that can still be kept stays.
        """
        now = self.clock.now()
        promised = state.hold.deadline
        deadline = promised if promised and promised > now else self.promises.deadline(now)
        packet = state.packet or self._packet(_LEFT_BEHIND)
        move = self._queued(self._silent(state, context), deadline, packet)
        return replace(move, why=why)

    def take_up(self, state: ConversationState, context: Context, *, why: Cause) -> Move:
        """Queue what an agent had laid away; whoever takes it reads why it waits again."""
        move = self.put_back(state, context, why=why)
        packet = state.packet or self._packet(_LAID_AWAY)
        return replace(move, packet=replace(packet, resumed=why))

    def go_on(self, state: ConversationState, context: Context, *, agent: AgentId) -> Move:
        """Give back to an agent what they had laid away themselves; the customer hears nothing."""
        packet = replace(state.packet, resumed=None) if state.packet else None
        saying = self._silent(state, context)
        return Move(saying=saying, to=Owner.AGENT, agent=agent, packet=packet, at=self.clock.now())

    def pass_on(self, state: ConversationState, context: Context, passed_on: PassedOn) -> Move:
        """Queue for other people what an agent cannot settle, where it stood; nothing is said.

        The customer hears from whoever takes it. A promise that can still be kept stays.
        """
        move = self.put_back(state, context, why=Cause.PASSED_ON)
        packet = state.packet or self._packet(_PASSED_ON)
        return replace(move, packet=replace(packet, passed_on=passed_on))

    def promise_anew(self, state: ConversationState, context: Context, by: datetime) -> Move:
        """Tell somebody who waits a new time, before the one they know is broken."""
        now = self.clock.now()
        words = self.notices.estimated(
            deadline=by, promised=state.hold.deadline, now=now, form=context.address_form
        )
        return Move(
            saying=self._saying(state, "estimated", words),
            to=Owner.QUEUE,
            deadline=by,
            packet=state.packet,
            at=now,
        )

    def _asking(self, state: ConversationState, context: Context, survey: Survey) -> Line:
        words = self.notices.satisfaction(form=context.address_form)
        scores = [str(score) for score in range(LEAST, MOST + 1)]
        pressed = state.conversation.channel in WITH_BUTTONS
        buttons = tuple(Button(score, score) for score in scores) if pressed else ()
        return replace(notice(words, id=survey.question, at=self.clock.now()), buttons=buttons)

    def _queued(self, saying: Saying, deadline: datetime, packet: HandoffPacket | None) -> Move:
        """Return a move into the queue, where waiting is counted from now on."""
        now = self.clock.now()
        return Move(saying=saying, to=Owner.QUEUE, deadline=deadline, packet=packet, at=now)

    def _saying(self, state: ConversationState, event: str, words: str) -> Saying:
        """Return a saying with one notice; none in public, where each answer speaks for itself."""
        line = self._notice(state.hold, event, words)
        lines = () if state.conversation.channel.public else (line,)
        return Saying(conversation=state.conversation, hold=state.hold, lines=lines)

    def _silent(self, state: ConversationState, context: Context) -> Saying:
        """Return a saying without a word, after which a machine has to name itself again."""
        kept = replace(context, offered=(), disclosed_at=None)
        return Saying(conversation=state.conversation, hold=state.hold, context=kept)

    def _packet(self, summary: str, *, wish: str = "", line: LineId | None = None) -> HandoffPacket:
        return HandoffPacket(
            reason=Reason.COMPLEXITY,
            summary=summary,
            wish=wish,
            wish_line=line,
            handed_off_at=self.clock.now(),
        )

    def _notice(self, hold: Hold, event: str, words: str) -> Line:
        """One notice for one change of one hold: said again it has the same id and is dropped."""
        return notice(words, id=LineId(f"{event}-{hold.epoch}"), at=self.clock.now())


def notice(words: str, *, id: LineId, at: datetime) -> Line:
    """Return a line in the system's own voice."""
    return Line(id=id, speaker=Speaker.NOTICE, text=words, at=at)
