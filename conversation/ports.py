"""The core's needs of the world, as small protocols; each has a memory twin and a real one."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from conversation.context import Context
from conversation.holds import Hold, Owner
from conversation.identity import AgentId, ConversationId, LineId, MessageId
from conversation.messages import CustomerMessage, Delivery, Line
from conversation.packets import HandoffPacket
from conversation.routing.lifecycle import Cause
from conversation.satisfaction import Survey
from conversation.turns import EngineRequest, Turn


class Clock(Protocol):
    """The time of day; fixed in demonstrations and tests."""

    def now(self) -> datetime:
        """Return the aware time in UTC."""


class MovableClock(Clock, Protocol):
    """A clock that stands still, for all processes alike, until it is moved."""

    async def move(self, moment: datetime) -> None:
        """Show `moment` everywhere from now on.

        Raises chassis' UnavailableError, naming who has not moved.
        """


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to work on one conversation's mail until it runs out."""

    conversation: ConversationId
    token: str


@dataclass(frozen=True, slots=True)
class Batch:
    """All that a customer has written and nobody has answered; `attempt` counts from 1."""

    lease: Lease
    messages: tuple[CustomerMessage, ...]
    attempt: int


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One line on its way to a customer; `attempt` counts from 1."""

    lease: Lease
    line: Line
    attempt: int


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A piece of mail that was given up on, kept for people to look at and to send again."""

    conversation: ConversationId
    item: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Saying:
    """Lines said under a hold. `answers` leave the inbox in the same step.

    With a `lease` the whole is refused when another worker has taken over in the meantime, and the
    lease ends in the same step: what has come meanwhile is due at once. A line whose id was said
    before is not said again. `context` replaces what the core remembers. `survey` is told to the
    feed: that somebody was asked how satisfied they are, or has answered.
    """

    conversation: ConversationId
    hold: Hold
    lines: tuple[Line, ...] = ()
    answers: tuple[MessageId, ...] = ()
    lease: Lease | None = None
    context: Context | None = None
    survey: Survey | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """A change of hands, with the words that go with it, in one step. The epoch grows by one.

    With `offer`, the number of an offer to `agent`, it is refused unless that is the current one.
    `why` is told to the feed beside the new hold. `at` is when it happens by the desk's clock, from
    which waiting is counted; without it the machine's.
    """

    saying: Saying
    to: Owner
    agent: AgentId | None = None
    deadline: datetime | None = None
    packet: HandoffPacket | None = None
    offer: int | None = None
    why: Cause | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ConversationState:
    """A conversation as the desk sees it."""

    conversation: ConversationId
    hold: Hold
    since: datetime | None
    packet: HandoffPacket | None
    last_at: datetime | None


class Inbox(Protocol):
    """What customers wrote and nobody has answered, in order per conversation."""

    async def add(self, messages: Sequence[CustomerMessage]) -> list[bool]:
        """Keep `messages` for good; say for each whether it is new (False: its id was seen)."""

    async def take(self) -> Batch | None:
        """Lease the conversation that has been due longest; None if none is due."""

    async def wait(self, longest: timedelta) -> None:
        """Return when something may be due, after `longest` at the latest."""

    async def renew(self, lease: Lease) -> None:
        """Start the lease's time again. Raises LeaseLostError."""

    async def settle(self, lease: Lease, answered: Sequence[MessageId]) -> None:
        """Take messages off that need no answer of ours. Raises LeaseLostError."""

    async def release(self, lease: Lease, *, after: timedelta = timedelta(0)) -> None:
        """Give the conversation back; what is left is due `after` that time.

        Without effect if the lease is lost.
        """

    async def bury(self, lease: Lease, reason: str) -> None:
        """Move the conversation's messages to the dead letters. Raises LeaseLostError."""

    async def dead(self) -> list[DeadLetter]:
        """Return the dead letters, oldest first."""

    async def replay(self, conversation: ConversationId) -> int:
        """Put a conversation's dead letters back in line; return how many."""


class Outbox(Protocol):
    """The only way words reach a customer."""

    async def say(self, saying: Saying) -> None:
        """Queue lines if their hold is the current one. Raises StaleHoldError, LeaseLostError."""

    async def take(self) -> Outgoing | None:
        """Lease the next line of the conversation that has been due longest."""

    async def wait(self, longest: timedelta) -> None:
        """Return when something may be due, after `longest` at the latest."""

    async def settle(self, outgoing: Outgoing, delivery: Delivery, reason: str = "") -> None:
        """Record how the sending ended and go on to the next line. Raises LeaseLostError.

        A failed or uncertain line is kept among the dead letters.
        """

    async def release(
        self, lease: Lease, *, after: timedelta = timedelta(0), counted: bool = True
    ) -> None:
        """Give the conversation back; the line is due again `after` that time.

        Not `counted`: the line was not tried, so the next attempt has this one's number.
        """

    async def dead(self) -> list[DeadLetter]:
        """Return the lines given up on, oldest first."""

    async def replay(self, conversation: ConversationId) -> int:
        """Send a conversation's dead letters again; return how many."""


class Desk(Protocol):
    """The single truth about who holds a conversation."""

    async def state(self, conversation: ConversationId) -> ConversationState:
        """Return who holds it; an unknown conversation is the assistant's."""

    async def context(self, conversation: ConversationId) -> Context:
        """Return what the core remembers of it; an unknown one has an empty context."""

    async def recall(self, conversation: ConversationId) -> tuple[ConversationState, Context]:
        """Return `state` and `context`, read together."""

    async def move(self, move: Move) -> Hold:
        """Change hands if the hold named is still current, and return the new hold.

        Raises StaleHoldError (AlreadyClaimedError if an agent holds it now, NotOfferedError if the
        offer named is not the current one), LeaseLostError.
        """

    async def waiting(self) -> list[ConversationState]:
        """Return the queue, the earliest deadline first."""

    async def held_by(self, agent: AgentId) -> list[ConversationState]:
        """Return what an agent holds, the longest held first."""

    async def recent(self, limit: int) -> list[ConversationState]:
        """Return the conversations in which something happened last, newest first."""

    async def overdue(self, now: datetime) -> list[ConversationState]:
        """Return waiting conversations whose deadline has passed."""


class Transcripts(Protocol):
    """What was said in a conversation, in order."""

    async def lines(self, conversation: ConversationId) -> list[Line]:
        """Return all lines, oldest first."""

    async def deliveries(self, conversation: ConversationId) -> dict[LineId, Delivery]:
        """Return how far each outgoing line has come."""


class FeedKind(StrEnum):
    """What a feed event tells."""

    SAID = "said"
    HELD = "held"
    DELIVERED = "delivered"
    EDITED = "edited"
    ERASED = "erased"
    SEEN = "seen"
    TYPING = "typing"
    JOINED = "joined"
    ROUTED = "routed"
    NOTED = "noted"
    RATED = "rated"
    FORGOTTEN = "forgotten"


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """One thing that happened. `id` is unique and grows within a conversation.

    `body` of SAID is the line, of EDITED and ERASED the line as it stands now, of HELD `{owner,
    epoch, agent, deadline, reason, packet, before}` (`before`: its owner until then), of DELIVERED
    `{line, delivery, reason}`, of SEEN `{progress, until}`, of JOINED `{case, continues, since}`
    (see cases.py), of ROUTED `{stage, why, agent, number, until}` (see routing/lifecycle.py), of
    RATED the survey as it stands now (see satisfaction.py), of NOTED `{note}`, empty where it is
    only the next step. Those of TYPING and FORGOTTEN are empty; what was told of a conversation
    before FORGOTTEN is to be kept nowhere.
    """

    id: str
    kind: FeedKind
    conversation: ConversationId
    at: datetime
    body: Mapping[str, Any] = field(default_factory=dict)


class Feed(Protocol):
    """All that happens, live; every consumer group sees every event at least once."""

    async def read(self, group: str, *, longest: timedelta) -> list[FeedEvent]:
        """Return the group's next events, first those read before and never acknowledged."""

    async def acknowledge(self, group: str, events: Sequence[FeedEvent]) -> None:
        """Say that the group needs these no more."""

    def tail(self) -> AsyncIterator[FeedEvent]:
        """Yield events from now on, to whoever is watching; nothing is remembered."""


class Engine(Protocol):
    """The assistant's head."""

    async def turn(self, request: EngineRequest) -> Turn:
        """Answer one turn. Raises EngineUnavailableError."""


class Sender(Protocol):
    """A channel's way out. `repeatable`: sending the same line id twice shows it once."""

    repeatable: bool

    async def send(self, conversation: ConversationId, line: Line) -> None:
        """Deliver one line. Raises UndeliverableError, DeliveryUncertainError; else may be tried
        again."""


class Shield(Protocol):
    """Keeps personal data out of everything that is stored, logged or learnt from."""

    async def protect(self, conversation: ConversationId, text: str) -> str:
        """Return `text` with placeholders for personal data; the values go to the vault."""


class Vault(Protocol):
    """The only place that knows what a placeholder stands for."""

    async def resolve(
        self, conversation: ConversationId, placeholders: Sequence[str]
    ) -> dict[str, str]:
        """Return the values of those placeholders that are known."""
