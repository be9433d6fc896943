"""The one use case: a customer has written, and somebody answers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from conversation.address import address_form
from conversation.context import KEPT_UNDERSTOOD, Context
from conversation.errors import EngineUnavailableError, StaleHoldError
from conversation.escalation.deciding import Verdict, verdict
from conversation.escalation.distress import danger
from conversation.escalation.evidence import Evidence
from conversation.escalation.findings import Urgency
from conversation.escalation.table import Table
from conversation.holds import Hold, Owner
from conversation.identity import LineId
from conversation.known import Continuing
from conversation.mentions import with_mentions
from conversation.messages import Line, Speaker
from conversation.moves import Moves, notice
from conversation.packets import Understood
from conversation.packing import packed
from conversation.ports import (
    Batch,
    Clock,
    ConversationState,
    Desk,
    Engine,
    Inbox,
    Outbox,
    Saying,
)
from conversation.public_voice import PublicVoice
from conversation.publicly import DISCLOSURE
from conversation.signals import Reason, Signal
from conversation.turns import EngineRequest, Turn, Understanding, turn_id

LONG_PAUSE = timedelta(hours=6)
NOT_UNDERSTOOD = "nlu_fallback"
INTERNAL_SLOTS = frozenset(
    {"address_form", "channel", "requested_slot", "session_started_metadata"}
)
TRIES = 3

_DOWN = Signal(Reason.BOT_UNAVAILABLE, "Der Assistent ist gerade nicht erreichbar.")
_NO_WORDS = Signal(Reason.COMPLEXITY, "Eine Nachricht ohne Text, zum Beispiel ein Foto.")
_STUCK = Signal(Reason.BOT_UNAVAILABLE, "Die Nachricht ließ sich mehrfach nicht verarbeiten.")
_IN_DANGER = "Schreibt beim Warten, dass jemand in Gefahr sein kann."


class Outcome(StrEnum):
    """How a batch ended."""

    ANSWERED = "answered"
    HANDED_OVER = "handed_over"
    LEFT_TO_PEOPLE = "left_to_people"
    OVERTAKEN = "overtaken"
    RATED = "rated"


@dataclass(frozen=True, slots=True)
class Answering:
    """Answers batches of messages: by the assistant, or by fetching a person.

    `is_personal` says whether a text holds personal data: in public it is never repeated. `table`
    holds the thresholds by which a person is fetched.
    """

    inbox: Inbox
    outbox: Outbox
    desk: Desk
    engine: Engine
    moves: Moves
    clock: Clock
    continuing: Continuing
    is_personal: Callable[[str], bool]
    table: Table = field(default_factory=Table)

    @property
    def _voice(self) -> PublicVoice:
        return PublicVoice(self.moves.notices, self.is_personal)

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
            await self._leave_to_people(batch, state, context)
            return Outcome.LEFT_TO_PEOPLE
        if thanks := self.moves.thank(state, context, batch):
            await self.outbox.say(thanks)
            return Outcome.RATED
        if hold.owner is Owner.NOBODY:
            hold = await self.desk.move(self.moves.reopen(state))
        context = await self.continuing.context(conversation, context)
        context = self._addressed(context, batch)
        turn, failure = await self._turn(batch, hold, context)
        weighed = verdict(self._evidence(batch, hold, context, turn, failure), self.table)
        saying = self._saying(batch, hold, context, turn, weighed)
        if weighed.signal is None:
            await self.outbox.say(self._voice.as_answer(saying))
            return Outcome.ANSWERED
        unsaid = [one.text for one in turn.replies if one.text] if turn and weighed.ruled else []
        await self._hand_over(saying, batch, weighed.signal, weighed, unsaid)
        return Outcome.HANDED_OVER

    async def _leave_to_people(
        self, batch: Batch, state: ConversationState, context: Context
    ) -> None:
        """Say nothing; but who waits and now tells of danger comes first, and hears of the 112."""
        ids = tuple(one.id for one in batch.messages)
        packet = state.packet
        waits = state.hold.owner is Owner.QUEUE and packet is not None
        if packet and waits and packet.urgency < Urgency.EMERGENCY and danger(_text(batch)):
            summary = f"{_IN_DANGER} {packet.summary}".strip()
            urgent = replace(packet, urgency=Urgency.EMERGENCY, summary=summary)
            move = self.moves.hurry(state, context, packet=urgent, answers=ids, lease=batch.lease)
            await self.desk.move(move)
            return
        await self.inbox.settle(batch.lease, ids)

    async def _turn(
        self, batch: Batch, hold: Hold, context: Context
    ) -> tuple[Turn | None, Signal | None]:
        """Ask the engine, unless there is nothing to ask it or it has been asked too often."""
        if batch.attempt > TRIES:
            return None, _STUCK
        text = _text(batch)
        if not text:
            return None, _NO_WORDS
        last = batch.messages[-1]
        form = context.address_form or self.moves.notices.default_form
        channel = batch.lease.conversation.channel.value
        request = EngineRequest(
            sender=f"{batch.lease.conversation}#{hold.epoch}",
            turn=turn_id(batch.messages, text),
            text=text,
            payload=last.payload if len(batch.messages) == 1 else None,
            slots={**context.slots, "address_form": form, "channel": channel},
            metadata={"conversation": str(batch.lease.conversation), "channel": channel},
            lines=tuple(one.id for one in batch.messages),
        )
        try:
            return await self.engine.turn(request), None
        except EngineUnavailableError:
            return None, _DOWN

    def _evidence(
        self,
        batch: Batch,
        hold: Hold,
        context: Context,
        turn: Turn | None,
        failure: Signal | None,
    ) -> Evidence:
        return Evidence(
            line=LineId(batch.messages[-1].id),
            text=_text(batch),
            at=self.clock.now(),
            stay=hold.epoch,
            context=context,
            turn=turn,
            failure=failure,
            public=batch.lease.conversation.channel.public,
        )

    def _saying(
        self, batch: Batch, hold: Hold, context: Context, turn: Turn | None, weighed: Verdict
    ) -> Saying:
        now = self.clock.now()
        said = self._disclosing(batch, context, now)
        if said:
            context = replace(context, disclosed_at=now)
        if turn is not None:
            # What the assistant had in mind to say would belittle what the rules have seen.
            said += () if weighed.ruled else _replies(batch, turn, now)
            context = _remembering(context, batch, turn)
        entities = turn.understanding.entities if turn else ()
        context = replace(context, told=with_mentions(context.told, _text(batch), entities))
        context = replace(context, weighed=(*context.weighed, weighed.weighed)[-KEPT_UNDERSTOOD:])
        if batch.lease.conversation.channel.public:
            asking = self._voice.asking_to_delete(batch, context, now)
            if weighed.urgency is Urgency.EMERGENCY:
                asking = ()  # now only the 112 matters
            said = (*self._voice.discreet(said, context), *asking)
            context = replace(context, asked_to_delete=bool(asking) or context.asked_to_delete)
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

    def _addressed(self, context: Context, batch: Batch) -> Context:
        form = address_form("\n".join(one.text for one in batch.messages))
        return replace(context, address_form=form or context.address_form)

    async def _hand_over(
        self,
        saying: Saying,
        batch: Batch,
        signal: Signal,
        weighed: Verdict,
        unsaid: Sequence[str],
    ) -> None:
        context = saying.context or Context()
        packet = packed(
            signal,
            weighed,
            batch=batch,
            context=context,
            said=saying.lines,
            unsaid=unsaid,
            now=self.clock.now(),
        )
        move = self.moves.hand_over(
            saying.conversation,
            hold=saying.hold,
            context=context,
            packet=packet,
            lines=saying.lines,
            answers=saying.answers,
            lease=saying.lease,
        )
        await self.desk.move(move)


def _text(batch: Batch) -> str:
    return "\n".join(one.text for one in batch.messages if one.text.strip())


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
