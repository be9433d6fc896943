"""An appointment's words: who comes to whom, when, what for."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from backoffice.appointments.calendar import Slot


class Status(StrEnum):
    """How an appointment stands; those of TMF646's states that occur here."""

    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    COMPLETED = "completed"
    FAILED = "failed"


class Category(StrEnum):
    """What somebody comes for."""

    INTERVENTION = "intervention"
    CONSULTATION = "consultation"


class ContactKind(StrEnum):
    """How a customer is reached before somebody comes."""

    PHONE = "phone"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Place:
    """Where to: the postcode decides which technicians come, the address is for them to read."""

    postcode: str
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """A number or address to reach the customer at."""

    kind: ContactKind
    value: str


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote down about an appointment, and when."""

    author: str | None
    text: str
    written: datetime


@dataclass(frozen=True, slots=True)
class Appointment:
    """One appointment. Times are aware UTC; `revision` counts the changes, beginning at 1.

    `requested` is the window it was first booked for, which stays when it is moved; `external_id`
    is the caller's own name for the call that booked it; `ticket` is the ticket it is about.
    """

    id: str
    customer: str
    slot: Slot
    requested: Slot
    place: Place
    category: Category
    status: Status
    created: datetime
    changed: datetime
    description: str | None = None
    ticket: str | None = None
    contact: Contact | None = None
    external_id: str | None = None
    notes: tuple[Note, ...] = ()
    revision: int = 1
