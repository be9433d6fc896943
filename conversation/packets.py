"""The handoff packet: all that an agent should know before the first word."""

from dataclasses import dataclass, field
from datetime import datetime

from conversation.escalation.findings import Urgency, WeighedTurn
from conversation.identity import AgentId, LineId
from conversation.routing.lifecycle import Cause
from conversation.signals import Reason

#: Slots that hold something the customer has told; others steer the dialogue and tell nobody.
FACTS = (
    *("customer_number", "phone_number", "postal_code", "city", "service", "tariff", "device"),
    *("ticket_number", "appointment_number", "date", "time_of_day", "amount", "data_volume"),
)


@dataclass(frozen=True, slots=True)
class Understood:
    """One sentence of the customer as the assistant took it, linked to its line."""

    line: LineId
    intent: str
    confidence: float
    anger: int | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """Something the customer has told, as a slot's name and value."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class PassedOn:
    """That an agent gave a conversation to colleagues: who, why, and for whom.

    `team` is a team's id; `agent` is who should have it first. `name` is the giver's, `to` that of
    whom it is for, as colleagues read them; `at` is when.
    """

    by: AgentId
    name: str
    reason: str
    to: str
    at: datetime
    team: str = ""
    agent: AgentId | None = None


@dataclass(frozen=True, slots=True)
class HandoffPacket:
    """Why a person is needed and what is known; `wish` is in the customer's own words.

    `missing` names what an agent will need and nobody knows. `unsaid` is what the assistant would
    have said had the rules not fetched a person: it may have done something already. `weighed` says
    by which rules and figures it came to this, turn by turn. `language` (ISO 639-1) is empty for
    German; `apologise`: the trouble is of our making, and the words to the customer own up to it.
    `passed_on`: an agent has had it already, and gave it to others. `resumed` is why it waits again
    after an agent had laid it away.
    """

    reason: Reason
    summary: str
    wish: str
    wish_line: LineId | None
    understood: tuple[Understood, ...] = ()
    facts: tuple[Fact, ...] = ()
    missing: tuple[str, ...] = ()
    tried: tuple[LineId, ...] = ()
    handed_off_at: datetime | None = field(default=None)
    urgency: Urgency = Urgency.NORMAL
    language: str = ""
    apologise: bool = False
    weighed: tuple[WeighedTurn, ...] = ()
    unsaid: tuple[str, ...] = ()
    passed_on: PassedOn | None = None
    resumed: Cause | None = None
