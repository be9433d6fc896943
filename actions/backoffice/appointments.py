"""TMF646: free times of technicians, and appointments booked, moved and cancelled."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, Protocol, Self

import httpx

from actions.backoffice.calls import BackOfficeUnavailableError, Calls, Document, moment, said
from actions.backoffice.customers import Customer

SEARCH = "/tmf-api/appointment/v3/searchTimeSlot"
APPOINTMENTS = "/tmf-api/appointment/v3/appointment"
PLACE = "GeographicAddress"
TAKEN = "TimeSlotUnavailable"


@dataclass(frozen=True, slots=True)
class TimeSlot:
    """A window in which a technician comes; aware times."""

    start: datetime
    end: datetime

    def at(self, zone: tzinfo | None) -> Self:
        """Return the window with the times of a zone."""
        return type(self)(start=self.start.astimezone(zone), end=self.end.astimezone(zone))

    def written(self) -> str:
        """Return the window as text; `read` understands it."""
        return f"{self.start.isoformat()}/{self.end.isoformat()}"

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the window that `written` wrote. Raises ValueError for anything else."""
        start, _, end = text.partition("/")
        return cls(start=moment(start), end=moment(end))


@dataclass(frozen=True, slots=True)
class Appointment:
    """A technician's visit; `status` is confirmed, cancelled, completed or failed."""

    number: str
    slot: TimeSlot
    status: str
    ticket: str | None = None

    @property
    def stands(self) -> bool:
        """Whether it is still to come as far as the back office knows."""
        return self.status == "confirmed"


@dataclass(frozen=True, slots=True)
class Booking:
    """A visit to be booked, for a ticket or without one."""

    slot: TimeSlot
    description: str
    ticket: str | None = None
    consultation: bool = False


class TimeTakenError(Exception):
    """Somebody else was faster; `free` are the next free times."""

    def __init__(self, free: tuple[TimeSlot, ...]) -> None:
        super().__init__("The time is taken.")
        self.free = free


class NotServedError(Exception):
    """No technician of ours comes to that postcode."""


class Calendar(Protocol):
    """Where technicians' times are kept. Everything may raise BackOfficeUnavailableError."""

    async def free_times(
        self, *, postal_code: str, after: datetime, before: datetime | None = None
    ) -> tuple[TimeSlot, ...]:
        """Return the free windows in order. Raises NotServedError."""

    async def appointments(self, customer: Customer) -> tuple[Appointment, ...]:
        """Return all appointments of a customer in order of time."""

    async def book(self, customer: Customer, booking: Booking, *, key: str) -> Appointment:
        """Return the new appointment, or the one that the same key booked before.

        Raises TimeTakenError and NotServedError; then nothing is booked.
        """

    async def move(self, appointment: str, slot: TimeSlot) -> Appointment:
        """Move an appointment in one step. Raises TimeTakenError; then nothing has changed."""

    async def cancel(self, appointment: str) -> Appointment:
        """Cancel an appointment; once more changes nothing."""


class CalendarOverHttp:
    """The technicians' calendar of the back office."""

    _calls: Calls

    async def free_times(
        self, *, postal_code: str, after: datetime, before: datetime | None = None
    ) -> tuple[TimeSlot, ...]:
        """Return the free windows in order. Raises NotServedError."""
        span = {"startDateTime": said(after)}
        if before is not None:
            span["endDateTime"] = said(before)
        body = {
            "place": {"id": postal_code, "@referredType": PLACE},
            "requestedTimeSlot": [{"validFor": span}],
        }
        response = await self._calls.written("POST", SEARCH, body, also=(422,))
        if response.status_code == httpx.codes.UNPROCESSABLE_ENTITY:
            raise NotServedError
        return self._calls.read(response, _free)

    async def appointments(self, customer: Customer) -> tuple[Appointment, ...]:
        """Return all appointments of a customer in order of time."""
        query = {"relatedParty.id": customer.number}
        return await self._calls.listed(APPOINTMENTS, query, _appointment)

    async def book(self, customer: Customer, booking: Booking, *, key: str) -> Appointment:
        """Return the new appointment, or the one that the same key booked before."""
        body = _booked(customer, booking, key)
        return self._settled(await self._calls.written("POST", APPOINTMENTS, body, also=(409, 422)))

    async def move(self, appointment: str, slot: TimeSlot) -> Appointment:
        """Move an appointment in one step."""
        return await self._change(appointment, {"validFor": _span(slot)})

    async def cancel(self, appointment: str) -> Appointment:
        """Cancel an appointment; once more changes nothing."""
        return await self._change(appointment, {"status": "cancelled"})

    async def _change(self, appointment: str, change: Document) -> Appointment:
        path = f"{APPOINTMENTS}/{appointment}"
        return self._settled(await self._calls.written("PATCH", path, change, also=(409,)))

    def _settled(self, response: httpx.Response) -> Appointment:
        if response.status_code == httpx.codes.UNPROCESSABLE_ENTITY:
            raise NotServedError
        if response.status_code != httpx.codes.CONFLICT:
            return self._calls.read(response, _appointment)
        if self._calls.read(response, lambda document: document.get("@type")) != TAKEN:
            raise BackOfficeUnavailableError("The appointment cannot be changed so.")
        raise TimeTakenError(self._calls.read(response, _free))


def _booked(customer: Customer, booking: Booking, key: str) -> dict[str, Any]:
    body: dict[str, Any] = {
        "externalId": key,
        "category": "consultation" if booking.consultation else "intervention",
        "description": booking.description,
        "validFor": _span(booking.slot),
        "place": {
            "id": customer.postal_code,
            "name": customer.address,
            "role": "interventionAddress",
            "@referredType": PLACE,
        },
        "relatedParty": [{"id": customer.number, "role": "customer", "@referredType": "Customer"}],
    }
    if booking.ticket:
        body["relatedEntity"] = [
            {"id": booking.ticket, "role": "reason", "@referredType": "TroubleTicket"}
        ]
    if customer.phone:
        body["contactMedium"] = {
            "type": "phone",
            "characteristic": {"phoneNumber": customer.phone},
        }
    return body


def _span(slot: TimeSlot) -> dict[str, str]:
    return {"startDateTime": said(slot.start), "endDateTime": said(slot.end)}


def _slot(document: Document) -> TimeSlot:
    span = document["validFor"]
    return TimeSlot(start=moment(span["startDateTime"]), end=moment(span["endDateTime"]))


def _free(document: Document) -> tuple[TimeSlot, ...]:
    return tuple(_slot(each) for each in document.get("availableTimeSlot", []))


def _appointment(document: Document) -> Appointment:
    tickets = [each["id"] for each in document.get("relatedEntity", [])]
    return Appointment(
        number=document["id"],
        slot=_slot(document),
        status=document["status"],
        ticket=tickets[0] if tickets else None,
    )
