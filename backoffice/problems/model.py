"""A service problem's words: what is affected, how it stands, until when."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from backoffice.services import Service


class Status(StrEnum):
    """How a problem stands; TMF656's states, written as TMF621 writes them."""

    SUBMITTED = "submitted"
    ACKNOWLEDGED = "acknowledged"
    IN_PROGRESS = "inProgress"
    HELD = "held"
    PENDING = "pending"
    RESOLVED = "resolved"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    REJECTED = "rejected"


RUNNING = frozenset(
    {Status.SUBMITTED, Status.ACKNOWLEDGED, Status.IN_PROGRESS, Status.HELD, Status.PENDING}
)
FINAL = frozenset({Status.CLOSED, Status.CANCELLED, Status.REJECTED})


@dataclass(frozen=True, slots=True)
class Area:
    """A place by its postcode (five digits), with its city if known."""

    postcode: str
    city: str | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """Who raised a problem: an id, what kind of thing it names, perhaps a name."""

    id: str
    kind: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault. All times are aware UTC; `revision` counts the changes, beginning at 1.

    `expected_resolution` is when service should be back, None while nobody knows; `resolved` is
    when it was.
    """

    id: str
    category: str
    priority: int
    description: str
    reason: str
    status: Status
    originator: Party
    services: tuple[Service, ...]
    areas: tuple[Area, ...]
    raised: datetime
    changed: datetime
    status_changed: datetime
    expected_resolution: datetime | None = None
    resolved: datetime | None = None
    status_reason: str | None = None
    affected_services: int | None = None
    correlation_id: str | None = None
    revision: int = 1
