"""The live store in memory: the desk's twin for tests and for trying things out.

One object holds everything, as one Redis does; asyncio's single thread makes each method one step.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from typing import Any

from conversation.context import Context
from conversation.errors import (
    AlreadyClaimedError,
    LeaseLostError,
    NotOfferedError,
    StaleHoldError,
)
from conversation.holds import FIRST_HOLD, Hold, Owner
from conversation.identity import AgentId, ConversationId, LineId
from conversation.keys import Box
from conversation.messages import Delivery, Line, Speaker
from conversation.notes import Note, NoteId
from conversation.packets import HandoffPacket
from conversation.ports import ConversationState, FeedEvent, FeedKind, Lease, Move, Saying
from conversation.routing.lifecycle import Cause, Place, Stage, stage_of
from conversation.watching import Glance
from handoff.codec import LINE, PACKET, SURVEY


@dataclass
class MemoryBox:
    """One mailbox: items by conversation, who works on what, and what was given up on."""

    items: dict[ConversationId, dict[str, tuple[float, Any]]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    ready: dict[ConversationId, float] = field(default_factory=dict)
    first: dict[ConversationId, float] = field(default_factory=dict)
    leases: dict[ConversationId, str] = field(default_factory=dict)
    attempts: dict[ConversationId, int] = field(default_factory=lambda: defaultdict(int))
    dead: dict[ConversationId, list[tuple[str, float, Any, str, datetime]]] = field(
        default_factory=lambda: defaultdict(list)
    )


@dataclass
class MemoryLive:
    """All live state of one system."""

    holds: dict[ConversationId, Hold] = field(default_factory=dict)
    since: dict[ConversationId, datetime] = field(default_factory=dict)
    packets: dict[ConversationId, HandoffPacket | None] = field(default_factory=dict)
    contexts: dict[ConversationId, Context] = field(default_factory=dict)
    transcripts: dict[ConversationId, list[Line]] = field(default_factory=lambda: defaultdict(list))
    deliveries: dict[ConversationId, dict[LineId, Delivery]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    recent: dict[ConversationId, datetime] = field(default_factory=dict)
    boxes: dict[Box, MemoryBox] = field(default_factory=lambda: {box: MemoryBox() for box in Box})
    places: dict[ConversationId, Place] = field(default_factory=dict)
    laid_lines: dict[ConversationId, int] = field(default_factory=dict)
    claims: list[tuple[AgentId, datetime]] = field(default_factory=list)
    notes: dict[ConversationId, list[Note]] = field(default_factory=lambda: defaultdict(list))
    asked: dict[tuple[ConversationId, NoteId], datetime] = field(default_factory=dict)
    marks: dict[tuple[AgentId, ConversationId], datetime] = field(default_factory=dict)
    watching: dict[tuple[ConversationId, AgentId], Glance] = field(default_factory=dict)
    seen: set[tuple[ConversationId, str]] = field(default_factory=set)
    events: list[FeedEvent] = field(default_factory=list)
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def commit(self, saying: Saying, move: Move | None = None) -> int:
        """Do what `commit.lua` does; return the epoch that holds now."""
        c = saying.conversation
        self._check(saying)
        if move is not None and move.offer is not None:
            offer = self.place(c).offer
            if offer is None or (offer.agent, offer.number) != (move.agent, move.offer):
                raise NotOfferedError("This offer is over.")
        for line in saying.lines:
            self._say(c, line)
        incoming = self.boxes[Box.INBOX].items[c]
        for id in saying.answers:
            incoming.pop(id, None)
        if saying.lease is not None:
            self._give_back(c)
        if saying.context is not None:
            self.contexts[c] = saying.context
        if move is not None:
            self._move(c, move)
        if saying.survey is not None:
            self.tell(FeedKind.RATED, c, SURVEY.plain(saying.survey))
        self.recent[c] = datetime.now(UTC)
        return self.hold(c).epoch

    def hold(self, conversation: ConversationId) -> Hold:
        """Return the current hold."""
        return self.holds.get(conversation, FIRST_HOLD)

    def state(self, conversation: ConversationId) -> ConversationState:
        """Return a conversation as the desk sees it."""
        return ConversationState(
            conversation=conversation,
            hold=self.hold(conversation),
            since=self.since.get(conversation),
            packet=self.packets.get(conversation),
            last_at=self.recent.get(conversation),
        )

    def tell(self, kind: FeedKind, conversation: ConversationId, body: dict[str, Any]) -> None:
        """Add an event to the feed."""
        self.events.append(
            FeedEvent(
                id=f"0/{next(self.numbers)}-0",
                kind=kind,
                conversation=conversation,
                at=datetime.now(UTC),
                body=body,
            )
        )

    def transcribe(
        self, conversation: ConversationId, line: Line, *, before: LineId | None = None
    ) -> int:
        """Write a line down, at the end or before another, tell the feed; return how many stand."""
        lines = self.transcripts[conversation]
        places = (place for place, other in enumerate(lines) if other.id == before)
        lines.insert(next(places, len(lines)), line)
        self.tell(FeedKind.SAID, conversation, LINE.plain(line))
        return len(lines)

    def _check(self, saying: Saying) -> None:
        hold = self.hold(saying.conversation)
        if hold.epoch != saying.hold.epoch:
            if hold.owner is Owner.AGENT:
                raise AlreadyClaimedError(hold.agent)
            raise StaleHoldError("The hold has moved on.")
        if saying.lease and not self.leased(Box.INBOX, saying.lease):
            raise LeaseLostError("Another worker has this conversation now.")

    def place(self, conversation: ConversationId) -> Place:
        """Return where a conversation stands with the desk."""
        return self.places.get(conversation, Place())

    def leased(self, box: Box, lease: Lease) -> bool:
        """Say whether a lease is still the current one."""
        return self.boxes[box].leases.get(lease.conversation) == lease.token

    def _give_back(self, c: ConversationId) -> None:
        """End the lease on what came in: what has come meanwhile is due at once."""
        box = self.boxes[Box.INBOX]
        del box.leases[c]
        box.attempts.pop(c, None)
        if box.items[c]:
            box.ready[c] = 0.0
        else:
            box.ready.pop(c, None)

    def _say(self, c: ConversationId, line: Line) -> None:
        if line.id in self.deliveries[c]:
            return
        self.deliveries[c][line.id] = Delivery.QUEUED
        place = self.transcribe(c, line)
        outgoing = self.boxes[Box.OUTBOX]
        outgoing.items[c][line.id] = (place, line)
        if c not in outgoing.leases:
            outgoing.ready[c] = 0.0

    def _withdraw(self, c: ConversationId) -> None:
        """Keep back what the assistant had said and nobody has sent yet."""
        outgoing = self.boxes[Box.OUTBOX]
        queued = sorted((place, id) for id, (place, _) in outgoing.items[c].items())
        for _, id in queued[1 if c in outgoing.leases else 0 :]:
            if outgoing.items[c][id][1].speaker is Speaker.ASSISTANT:
                del outgoing.items[c][id]
                self.settle(c, LineId(id), Delivery.WITHDRAWN, "")

    def settle(self, c: ConversationId, line: LineId, delivery: Delivery, reason: str) -> None:
        """Record how far a line has come, and tell the feed."""
        self.deliveries[c][line] = delivery
        body = {"line": line, "delivery": delivery.value, "reason": reason}
        self.tell(FeedKind.DELIVERED, c, body)

    def _move(self, c: ConversationId, move: Move) -> None:
        if move.to is Owner.AGENT:
            self._withdraw(c)
        before = self.hold(c).owner
        epoch = self.hold(c).epoch + 1
        hold = Hold(owner=move.to, epoch=epoch, agent=move.agent, deadline=move.deadline)
        self.holds[c] = hold
        self.since[c] = move.at or datetime.now(UTC)
        self.packets[c] = move.packet
        body = {
            "owner": hold.owner.value,
            "epoch": epoch,
            "agent": hold.agent or "",
            "deadline": hold.deadline.isoformat() if hold.deadline else "",
            "reason": move.packet.reason.value if move.packet else "",
            "packet": PACKET.plain(move.packet) if move.packet else None,
            "before": before.value,
        }
        self.tell(FeedKind.HELD, c, body)
        if before is Owner.QUEUE and move.offer is not None and move.agent is not None:
            self.claims.append((move.agent, move.at or datetime.now(UTC)))
        if not (before is Owner.QUEUE and move.to is Owner.QUEUE):
            self._settle_place(c, move, before)

    def _settle_place(self, c: ConversationId, move: Move, before: Owner) -> None:
        place = self.place(c)
        queued_at = place.queued_at
        if move.to is Owner.QUEUE and (before is not Owner.AGENT or queued_at is None):
            queued_at = move.at or datetime.now(UTC)
        elif move.to in (Owner.ASSISTANT, Owner.NOBODY):
            queued_at = None
        self.places[c] = replace(
            place,
            queued_at=queued_at,
            offer=None,
            wrap_until=None,
            laid_until=None,
            cause=None,
            passed=place.passed if move.to is Owner.QUEUE else {},
            last_agent=move.agent or place.last_agent,
            step="" if move.to in (Owner.ASSISTANT, Owner.NOBODY) else place.step,
        )
        if move.why:
            stage = stage_of(self.hold(c), self.place(c))
            self.tell_routed(c, stage, move.why, agent=move.agent)

    def tell_routed(
        self, c: ConversationId, stage: Stage, why: Cause, *, agent: AgentId | None, until: str = ""
    ) -> None:
        """Tell the feed that a conversation has another stage, or another reason to wait."""
        body = {
            "stage": stage.value,
            "why": why.value,
            "agent": agent or "",
            "number": self.place(c).number,
            "until": until,
        }
        self.tell(FeedKind.ROUTED, c, body)


class MemoryDesk:
    """The desk's twin. See ports.Desk for every method."""

    def __init__(self, live: MemoryLive) -> None:
        self._live = live

    async def state(self, conversation: ConversationId) -> ConversationState:
        """See ports.Desk."""
        return self._live.state(conversation)

    async def context(self, conversation: ConversationId) -> Context:
        """See ports.Desk."""
        return self._live.contexts.get(conversation, Context())

    async def recall(self, conversation: ConversationId) -> tuple[ConversationState, Context]:
        """See ports.Desk."""
        return await self.state(conversation), await self.context(conversation)

    async def move(self, move: Move) -> Hold:
        """See ports.Desk."""
        self._live.commit(move.saying, move)
        return self._live.hold(move.saying.conversation)

    async def waiting(self) -> list[ConversationState]:
        """See ports.Desk."""
        queue = [
            self._live.state(c) for c, hold in self._live.holds.items() if hold.owner is Owner.QUEUE
        ]
        never = datetime.max.replace(tzinfo=UTC)
        return sorted(queue, key=lambda state: state.hold.deadline or never)

    async def held_by(self, agent: AgentId) -> list[ConversationState]:
        """See ports.Desk."""
        mine = [self._live.state(c) for c, hold in self._live.holds.items() if hold.agent == agent]
        return sorted(mine, key=lambda state: (state.since is None, state.since))

    async def recent(self, limit: int) -> list[ConversationState]:
        """See ports.Desk."""
        newest = sorted(self._live.recent.items(), key=lambda item: item[1], reverse=True)
        return [self._live.state(c) for c, _ in newest[:limit]]

    async def overdue(self, now: datetime) -> list[ConversationState]:
        """See ports.Desk."""
        waiting = await self.waiting()
        return [state for state in waiting if state.hold.deadline and state.hold.deadline <= now]


class MemoryTranscripts:
    """The transcripts' twin."""

    def __init__(self, live: MemoryLive) -> None:
        self._live = live

    async def lines(self, conversation: ConversationId) -> list[Line]:
        """See ports.Transcripts."""
        return list(self._live.transcripts[conversation])

    async def deliveries(self, conversation: ConversationId) -> dict[LineId, Delivery]:
        """See ports.Transcripts."""
        return dict(self._live.deliveries[conversation])
