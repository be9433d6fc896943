"""Small conversations to try the live store with."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

from conversation.holds import FIRST_HOLD, Hold, Owner
from conversation.identity import AgentId, Channel, ConversationId, LineId, MessageId
from conversation.messages import CustomerMessage, Line, Speaker
from conversation.packets import HandoffPacket
from conversation.ports import Batch, Inbox, Lease, Move, Outbox, Outgoing, Saying
from conversation.signals import Reason
from gateway.clock import FixedClock

# Seconds; long, because machines that test many things at once are slow.
PATIENCE = 20.0
START = datetime(2026, 11, 24, 9, 15, tzinfo=UTC)
CLOCK = FixedClock(START)


def conversation(name: str = "anna") -> ConversationId:
    return ConversationId(Channel.WEBCHAT, thread=name, customer=name)


def message(id: str, text: str = "Moin", *, of: str = "anna", second: int = 0) -> CustomerMessage:
    return CustomerMessage(
        id=MessageId(id),
        conversation=conversation(of),
        text=text,
        sent_at=START + timedelta(seconds=second),
    )


def line(id: str, text: str = "Moin Moin", *, speaker: Speaker = Speaker.ASSISTANT) -> Line:
    return Line(id=LineId(id), speaker=speaker, text=text, at=START)


def saying(
    *lines: Line,
    of: str = "anna",
    hold: Hold = FIRST_HOLD,
    answers: tuple[str, ...] = (),
    lease: Lease | None = None,
) -> Saying:
    return Saying(
        conversation=conversation(of),
        hold=hold,
        lines=lines,
        answers=tuple(MessageId(id) for id in answers),
        lease=lease,
    )


def packet() -> HandoffPacket:
    return HandoffPacket(
        reason=Reason.REQUESTED, summary="Möchte einen Menschen.", wish="Mensch!", wish_line=None
    )


def to_queue(*, of: str = "anna", hold: Hold = FIRST_HOLD, minutes: int = 10) -> Move:
    return Move(
        saying=saying(of=of, hold=hold),
        to=Owner.QUEUE,
        deadline=START + timedelta(minutes=minutes),
        packet=packet(),
    )


def to_agent(agent: str, *, of: str = "anna", hold: Hold) -> Move:
    return Move(saying=saying(of=of, hold=hold), to=Owner.AGENT, agent=AgentId(agent))


async def taken(box: Inbox) -> Batch:
    """Wait for the next batch; fails the test after twenty seconds."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if batch := await box.take():
            return batch
        await box.wait(timedelta(milliseconds=20))
    raise AssertionError("Nothing became due.")


async def outgoing(box: Outbox) -> Outgoing:
    """Wait for the next line to send; fails the test after twenty seconds."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := await box.take():
            return found
        await asyncio.sleep(0.01)
    raise AssertionError("Nothing became due.")
