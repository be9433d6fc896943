"""The one use case: a customer has written, and somebody answers."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from conversation.address import address_form
from conversation.context import KEPT_UNDERSTOOD, Context
from conversation.errors import EngineUnavailableError, StaleHoldError
from conversation.escalation import needed_person
from conversation.holds import Hold, Owner
from conversation.identity import LineId
from conversation.known import Continuing, holds_personal_data
from conversation.messages import Line, Speaker
from conversation.moves import Moves, notice
from conversation.packets import FACTS, Fact, HandoffPacket, Understood
from conversation.ports import Batch, Clock, Desk, Engine, Inbox, Outbox, Saying
from conversation.publicly import DISCLOSURE, crowded, one_public_line
from conversation.signals import Reason, Signal
from conversation.turns import EngineRequest, Turn, Understanding

LONG_PAUSE = timedelta(hours=6)
NOT_UNDERSTOOD = "nlu_fallback"
INTERNAL_SLOTS = frozenset(
    {"address_form", "channel", "requested_slot", "session_started_metadata"}
)
TRIES = 3

_DOWN = Signal(Reason.BOT_UNAVAILABLE, "Der Assistent ist gerade nicht erreichbar.")
_NO_WORDS = Signal(Reason.COMPLEXITY, "Eine Nachricht ohne Text, zum Beispiel ein Foto.")
_STUCK = Signal(Reason.BOT_UNAVAILABLE, "Die Nachricht ließ sich mehrfach nicht verarbeiten.")


class Outcome(StrEnum):
    """How a batch ended."""

    ANSWERED = "answered"
    HANDED_OVER = "handed_over"
    LEFT_TO_PEOPLE = "left_to_people"
    OVERTAKEN = "overtaken"


@dataclass(frozen=True, slots=True)
class Answering:
    """Answers batches of messages: by the assistant, or by fetching a person.

    `is_personal` says whether a text holds personal data: in public it is never repeated.
    """

    inbox: Inbox
    outbox: Outbox
    desk: Desk
    engine: Engine
    moves: Moves
    clock: Clock
    continuing: Continuing
    is_personal: Callable[[str], bool]

    async def answer(self, batch: Batch) -> Outcome:
        """Bring one batch to its end: answered, handed over, or left to the people who hold it.

        Raises LeaseLostError when another worker has taken over. Done twice it is done once: an
        answer and its messages' leaving the inbox are one step.
        """
        try:
            return await self._answer(batch)
        except StaleHoldError:
            # Somebody has taken over while the engine was thinking: what it thought is not said.
            ids = tuple(message.id for message in batch.messages)
            await self.inbox.settle(batch.lease, ids)
            return Outcome.OVERTAKEN

    async def _answer(self, batch: Batch) -> Outcome:
        conversation = batch.lease.conversation
        state, context = await self.desk.recall(conversation)
        hold = state.hold
        if hold.by_human:
            await self.inbox.settle(batch.lease, tuple(one.id for one in batch.messages))
            return Outcome.LEFT_TO_PEOPLE
        if hold.owner is Owner.NOBODY:
            hold = await self.desk.move(self.moves.reopen(state))
        context = await self.continuing.context(conversation, context)
        context = self._addressed(context, batch)
        turn, signal = await self._turn(batch, hold, context)
        saying = self._saying(batch, hold, context, turn)
        if signal is None:
            await self.outbox.say(self._as_answer(saying))
            return Outcome.ANSWERED
        await self._hand_over(saying, batch, signal)
        return Outcome.HANDED_OVER

    async def _turn(
        self, batch: Batch, hold: Hold, context: Context
    ) -> tuple[Turn | None, Signal | None]:
        """Ask the engine, unless there is nothing to ask it or it has been asked too often."""
        if batch.attempt > TRIES:
            return None, _STUCK
        text = "\n".join(one.text for one in batch.messages if one.text.strip())
        if not text:
            return None, _NO_WORDS
        last = batch.messages[-1]
        form = context.address_form or self.moves.notices.default_form
        channel = batch.lease.conversation.channel.value
        request = EngineRequest(
            sender=f"{batch.lease.conversation}#{hold.epoch}",
            turn=last.id,
            text=text,
            payload=last.payload if len(batch.messages) == 1 else None,
            slots={**context.slots, "address_form": form, "channel": channel},
            metadata={"conversation": str(batch.lease.conversation), "channel": channel},
        )
        try:
            turn = await self.engine.turn(request)
        except EngineUnavailableError:
            return None, _DOWN
        return turn, needed_person(turn)

    def _saying(self, batch: Batch, hold: Hold, context: Context, turn: Turn | None) -> Saying:
        now = self.clock.now()
        said = self._disclosing(batch, context, now)
        if said:
            context = replace(context, disclosed_at=now)
        if turn is not None:
            said += _replies(batch, turn, now)
            context = _remembering(context, batch, turn)
        if batch.lease.conversation.channel.public:
            said = tuple(self._discreet(line, context) for line in said)
            if _told_too_much(batch) and not context.asked_to_delete:
                said += (self._asking_to_delete(batch, context, now),)
                context = replace(context, asked_to_delete=True)
        return Saying(
            conversation=batch.lease.conversation,
            hold=hold,
            lines=said,
            answers=tuple(one.id for one in batch.messages),
            lease=batch.lease,
            context=replace(context, last_turn_at=now),
        )

    def _disclosing(self, batch: Batch, context: Context, now: datetime) -> tuple[Line, ...]:
        """Say that a machine answers: at the start and after a long pause."""
        known = context.disclosed_at is not None
        fresh = context.last_turn_at is None or now - context.last_turn_at < LONG_PAUSE
        if known and fresh:
            return ()
        words = self.moves.notices.disclosure(context.address_form)
        return (notice(words, id=LineId(f"{batch.messages[-1].id}{DISCLOSURE}"), at=now),)

    def _discreet(self, line: Line, context: Context) -> Line:
        """Return the way into private instead of a line with personal data."""
        if line.speaker is not Speaker.ASSISTANT or not self.is_personal(line.text):
            return line
        words = self.moves.notices.into_private(form=context.address_form)
        return replace(line, text=words, buttons=(), image="")

    def _asking_to_delete(self, batch: Batch, context: Context, now: datetime) -> Line:
        words = self.moves.notices.please_delete(form=context.address_form)
        return notice(words, id=LineId(f"{batch.messages[-1].id}.delete"), at=now)

    def _as_answer(self, saying: Saying) -> Saying:
        """Return a saying as it is sent: in public, one line in which no question is lost.

        Beside a notice, an answer that is too long for one post gives way to the way into private.
        """
        if not saying.conversation.channel.public:
            return saying
        lines = saying.lines
        if crowded(lines):
            form = saying.context.address_form if saying.context else ""
            words = self.moves.notices.into_private(form=form)
            answer = next(line for line in lines if line.speaker is Speaker.ASSISTANT)
            notices = (line for line in lines if line.speaker is not Speaker.ASSISTANT)
            lines = (replace(answer, text=words, buttons=(), image=""), *notices)
        return replace(saying, lines=one_public_line(lines))

    def _addressed(self, context: Context, batch: Batch) -> Context:
        form = address_form("\n".join(one.text for one in batch.messages))
        return replace(context, address_form=form or context.address_form)

    async def _hand_over(self, saying: Saying, batch: Batch, signal: Signal) -> None:
        context = saying.context or Context()
        move = self.moves.hand_over(
            saying.conversation,
            hold=saying.hold,
            context=context,
            packet=_packet(signal, batch, context, saying, self.clock.now()),
            lines=saying.lines,
            answers=saying.answers,
            lease=saying.lease,
        )
        await self.desk.move(move)


def _told_too_much(batch: Batch) -> bool:
    return any(holds_personal_data(one.text) for one in batch.messages)


def _replies(batch: Batch, turn: Turn, now: datetime) -> tuple[Line, ...]:
    return tuple(
        Line(
            id=LineId(f"{batch.messages[-1].id}.{number}"),
            speaker=Speaker.ASSISTANT,
            text=reply.text,
            at=now,
            buttons=reply.buttons,
            image=reply.image,
        )
        for number, reply in enumerate(turn.replies, start=1)
    )


def _remembering(context: Context, batch: Batch, turn: Turn) -> Context:
    """Return the context after a turn."""
    missed = turn.understanding.intent == NOT_UNDERSTOOD
    understood = (*context.understood, _understood(batch, turn.understanding))
    return replace(
        context,
        slots={name: value for name, value in turn.slots.items() if name not in INTERNAL_SLOTS},
        offered=tuple(button for reply in turn.replies for button in reply.buttons),
        understood=understood[-KEPT_UNDERSTOOD:],
        misunderstood_in_a_row=context.misunderstood_in_a_row + 1 if missed else 0,
    )


def _understood(batch: Batch, understanding: Understanding) -> Understood:
    return Understood(
        line=LineId(batch.messages[-1].id),
        intent=understanding.intent,
        confidence=understanding.confidence,
        anger=understanding.anger,
    )


def _packet(
    signal: Signal, batch: Batch, context: Context, saying: Saying, now: datetime
) -> HandoffPacket:
    wish = batch.messages[-1]
    facts = tuple(
        Fact(name=name, value=str(context.slots[name]))
        for name in FACTS
        if context.slots.get(name) not in (None, "", [])
    )
    return HandoffPacket(
        reason=signal.reason,
        summary=signal.summary,
        wish="\n".join(one.text for one in batch.messages),
        wish_line=LineId(wish.id),
        understood=context.understood,
        facts=facts,
        tried=tuple(line.id for line in saying.lines if line.speaker is Speaker.ASSISTANT),
        handed_off_at=now,
    )
