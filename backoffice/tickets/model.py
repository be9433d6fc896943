"""A trouble ticket's words: whose, about what, how it stands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from backoffice.services import Service


class Status(StrEnum):
    """How a ticket stands; TMF621's states."""

    ACKNOWLEDGED = "acknowledged"
    IN_PROGRESS = "inProgress"
    HELD = "held"
    PENDING = "pending"
    RESOLVED = "resolved"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    REJECTED = "rejected"


# A new ticket is only told to be seen, worked on, or waiting for a technician's visit.
BEGINNINGS = frozenset({Status.ACKNOWLEDGED, Status.IN_PROGRESS, Status.PENDING})
FINAL = frozenset({Status.CLOSED, Status.CANCELLED, Status.REJECTED})


class TicketType(StrEnum):
    """What a ticket is about."""

    OUTAGE = "outage"
    SLOW_CONNECTION = "slowConnection"
    DEVICE = "device"
    BILLING = "billing"
    CONTRACT = "contract"
    CREDIT_REQUEST = "creditRequest"
    OTHER = "other"


# Who mends something has to know what and where.
MENDED_ON_SITE = frozenset({TicketType.OUTAGE, TicketType.SLOW_CONNECTION, TicketType.DEVICE})


class Severity(StrEnum):
    """How bad it is for the customer."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote down about a ticket, and when."""

    author: str
    text: str
    written: datetime


@dataclass(frozen=True, slots=True)
class Ticket:
    """One ticket. All times are aware UTC; `revision` counts the changes, beginning at 1.

    `external_id` is the caller's own name for the call that opened it; `postcode` is where the
    service is affected; `expected_resolution` is None while nobody knows. `cents` is how much a
    request for a credit asks for.
    """

    id: str
    customer: str
    type: TicketType
    severity: Severity
    description: str
    status: Status
    created: datetime
    changed: datetime
    status_changed: datetime
    service: Service | None = None
    postcode: str | None = None
    status_reason: str | None = None
    expected_resolution: datetime | None = None
    resolved: datetime | None = None
    external_id: str | None = None
    cents: int | None = None
    notes: tuple[Note, ...] = ()
    revision: int = 1
