"""A conversation script as its file has it: the world before, the customer's turns, what is asked.

The vocabulary is the format's own (docs/conversation-tests.md); nothing here knows our system.
"""

import re
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

TUESDAY_MORNING = datetime(2026, 11, 24, 10, 15)


class Channel(StrEnum):
    """A way on which a customer writes."""

    WEBCHAT = "webchat"
    X_PUBLIC = "x_public"
    X_DM = "x_dm"
    MESSENGER = "messenger"
    FB_COMMENT = "fb_comment"

    @property
    def public(self) -> bool:
        """Whether everybody reads along."""
        return self in (Channel.X_PUBLIC, Channel.FB_COMMENT)


class Asked(StrEnum):
    """What a reply may ask for."""

    POSTAL_CODE = "postal_code"
    DATE = "date"
    CUSTOMER_NUMBER = "customer_number"
    SERVICE = "service"
    CONFIRMATION = "confirmation"
    TIME_SLOT = "time_slot"
    ADDRESS = "address"
    NONE = "none"


class Effect(StrEnum):
    """What may have happened in the back office."""

    TICKET_CREATED = "ticket_created"
    APPOINTMENT_BOOKED = "appointment_booked"
    APPOINTMENT_CANCELLED = "appointment_cancelled"
    APPOINTMENT_MOVED = "appointment_moved"
    NONE = "none"


class Reason(StrEnum):
    """Why a conversation is with people."""

    REQUESTED = "requested"
    ANGER = "anger"
    REPEATED_MISUNDERSTANDING = "repeated_misunderstanding"
    COMPLEXITY = "complexity"
    LEGAL_THREAT = "legal_threat"
    DISPUTE = "dispute"
    SENSITIVE = "sensitive"
    BOT_UNAVAILABLE = "bot_unavailable"
    UNSUPPORTED_LANGUAGE = "unsupported_language"


Service = Literal["internet", "tv", "phone", "mobile"]
TicketState = Literal["in_progress", "closed", "technician_needed"]
PublicPrivate = Literal["moves_to_private", "stays"]


def _sound_pattern(pattern: str) -> str:
    try:
        re.compile(pattern, re.IGNORECASE | re.DOTALL)
    except re.error as error:
        raise ValueError(f"is no regular expression: {error}") from None
    return pattern


def _in_a_list(given: Any) -> Any:
    return given if given is None or isinstance(given, list | tuple) else [given]


def _local(moment: datetime) -> datetime:
    if moment.tzinfo is not None:
        raise ValueError("is a local time, without a zone")
    return moment


PostalCode = Annotated[str, Field(pattern=r"^[0-9]{5}$")]
Words = Annotated[str, Field(min_length=1)]
LocalTime = Annotated[datetime, AfterValidator(_local)]
Patterns = tuple[Annotated[str, Field(min_length=1), AfterValidator(_sound_pattern)], ...]


class Part(BaseModel):
    """A piece of a script; what the format does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Customer(Part):
    """Who writes. Times, numbers and names are those of the script's author."""

    number: Words
    postal_code: PostalCode
    name: str | None = None
    address: str | None = None
    phone_number: str | None = None
    service: Service | None = None


class Outage(Part):
    """A running fault."""

    postal_code: PostalCode
    services: tuple[Service, ...] = ("internet",)
    until: LocalTime | None = None


class Ticket(Part):
    """A ticket of the customer's."""

    number: Words
    state: TicketState = "in_progress"
    service: Service = "internet"
    opened: LocalTime | None = None


class Appointment(Part):
    """A technician's visit at the customer's."""

    number: Words
    date: date
    window: Annotated[str, Field(pattern=r"^[0-2][0-9]:[0-5][0-9]-[0-2][0-9]:[0-5][0-9]$")] = (
        "08:00-10:00"
    )


class Slots(Part):
    """Days on which no technician is free; on all other working days some are."""

    full: tuple[date, ...] = ()


class Availability(Part):
    """What can be had at a place."""

    postal_code: PostalCode
    fibre: bool
    max_mbit: Annotated[int, Field(ge=0, le=100_000)] | None = None


class Given(Part):
    """The world before the first turn. Without `outages` there is none either."""

    now: LocalTime = TUESDAY_MORNING
    customer: Customer | None = None
    outages: tuple[Outage, ...] = ()
    tickets: tuple[Ticket, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    slots: Slots = Slots()
    tariffs: tuple[Words, ...] = ()
    availability: tuple[Availability, ...] = ()
    fault: Literal["assistant_unavailable"] | None = None


class Expect(Part):
    """What has to hold at the end of a turn; None and empty: nothing is asked."""

    handoff: bool | None = None
    reply_any: Annotated[Patterns, BeforeValidator(_in_a_list)] = ()
    reply_none: Annotated[Patterns, BeforeValidator(_in_a_list)] = ()
    asks: Annotated[tuple[Asked, ...], BeforeValidator(_in_a_list)] = ()
    public_private: PublicPrivate | None = None
    effect: Effect | None = None


class Turn(Part):
    """What the customer does at once."""

    customer: str = ""
    channel: Channel | None = None
    at: LocalTime | None = None
    attachments: tuple[Words, ...] = ()
    edit_of: Annotated[int, Field(ge=1)] | None = None
    burst: bool = False
    expect: Expect = Expect()

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.customer.strip() and not self.attachments:
            raise ValueError("a turn has words or attachments")
        return self


class Outcome(Part):
    """What has to hold at the end of the script."""

    handed_off: bool | None = None
    reason_any: Annotated[tuple[Reason, ...], BeforeValidator(_in_a_list)] = ()
    contained: bool | None = None


class Script(Part):
    """One customer's side of a conversation."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$")]
    channel: Channel
    title: str = ""
    why: str = ""
    given: Given = Given()
    turns: tuple[Turn, ...]
    outcome: Outcome = Outcome()

    @model_validator(mode="after")
    def _can_be_played(self) -> Self:
        if not self.turns:
            raise ValueError("there are no turns")
        for place, turn in enumerate(self.turns, start=1):
            if turn.edit_of is not None and turn.edit_of >= place:
                raise ValueError(f"turn {place} edits turn {turn.edit_of}, which is not before it")
        if self.turns[-1].burst:
            raise ValueError("the last turn has no next line, so it is no burst")
        return self
