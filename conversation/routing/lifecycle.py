"""The life of a waiting conversation, after the reservation model of Twilio's TaskRouter.

waiting -> offered -> claimed -> wrapping up -> closed; what is laid away waits again when it is due
or the customer writes. The stage is no state of its own: it follows
from the hold, the offer and the time for wrapping up, so that it can never contradict them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from conversation.holds import Hold, Owner
from conversation.identity import AgentId


class Stage(StrEnum):
    """Where a conversation stands on its way to and with people."""

    ASSISTANT = "assistant"
    WAITING = "waiting"
    OFFERED = "offered"
    CLAIMED = "claimed"
    WRAPPING_UP = "wrapping_up"
    LAID_AWAY = "laid_away"
    CLOSED = "closed"


class Cause(StrEnum):
    """Why a stage changed, or why a conversation waits on."""

    BEST = "best"
    PICKED = "picked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TIMED_OUT = "timed_out"
    AGENT_AWAY = "agent_away"
    NO_ROOM = "no_room"
    VANISHED = "vanished"
    REASSIGNED = "reassigned"
    PASSED_ON = "passed_on"
    LATER = "later"
    DUE = "due"
    TAKEN_UP = "taken_up"
    ANSWERED = "answered"
    WROTE_AGAIN = "wrote_again"
    WRAPPED_UP = "wrapped_up"
    ALL_BUSY = "all_busy"
    ALL_PASSED = "all_passed"
    TO_PICK = "to_pick"
    NOBODY_THERE = "nobody_there"
    NOBODY_SKILLED = "nobody_skilled"
    CLOSED_NOW = "closed_now"


#: After these an agent has had their chance, and others go first.
PASSING = frozenset({Cause.DECLINED, Cause.TIMED_OUT})


@dataclass(frozen=True, slots=True)
class Offer:
    """A conversation kept for one agent until they answer or the time is over.

    `number` counts a conversation's offers and never comes again: it is what a claim names.
    """

    agent: AgentId
    number: int
    until: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """Where a conversation stands with the desk, beside who holds it.

    `queued_at` is when it first asked for people in this spell; it survives an agent who vanishes.
    `passed` are agents who were offered it and did not take it. `cause` is why it waits. Until
    `laid_until` it is with its agent and takes no room. `step` is what people have to do next; it
    goes when they are done.
    """

    queued_at: datetime | None = None
    number: int = 0
    offer: Offer | None = None
    passed: Mapping[AgentId, datetime] = field(default_factory=dict)
    last_agent: AgentId | None = None
    wrap_until: datetime | None = None
    laid_until: datetime | None = None
    cause: Cause | None = None
    step: str = ""


def stage_of(hold: Hold, place: Place) -> Stage:
    """Return the stage of a conversation."""
    match hold.owner:
        case Owner.ASSISTANT:
            return Stage.ASSISTANT
        case Owner.NOBODY:
            return Stage.CLOSED
        case Owner.AGENT:
            if place.laid_until:
                return Stage.LAID_AWAY
            return Stage.WRAPPING_UP if place.wrap_until else Stage.CLAIMED
        case Owner.QUEUE:
            return Stage.OFFERED if place.offer else Stage.WAITING
