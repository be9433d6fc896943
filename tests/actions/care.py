"""A customer's side of the back office in memory, and whoever asks about it in tests."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from actions.backoffice import (
    Appointment,
    BackOfficeUnavailableError,
    Bill,
    BillItem,
    Booking,
    Customer,
    NotServedError,
    Problem,
    Report,
    Ticket,
    TicketState,
    TimeSlot,
    TimeTakenError,
)
from actions.dialogue import Dialogue, Found
from actions.identity import Identity
from actions.vault import VaultUnavailableError
from tests.actions.stage import NOW

NUMBER = "[KUNDENNUMMER_1]"
JANA = Customer(
    number="10483920",
    name="Jana Petersen",
    postal_code="24103",
    street="Musterweg 12a",
    city="Kiel",
    services=("internet", "tv"),
)
CHECKED = {"customer_number": NUMBER, "verified": NUMBER, "postal_code": "24103"}


def at(day: int, hour: int, *, month: int = 11) -> TimeSlot:
    """Return a window of two hours in 2026."""
    start = NOW.replace(month=month, day=day, hour=hour, minute=0)
    return TimeSlot(start=start, end=start + timedelta(hours=2))


FREE = (at(25, 8), at(25, 12), at(26, 8), at(26, 10), at(26, 14), at(27, 16), at(30, 8))


@dataclass
class MemoryVault:
    """Knows placeholders; `broken` answers nothing."""

    values: dict[str, str] = field(default_factory=lambda: {NUMBER: "10483920"})
    broken: bool = False

    async def resolve(self, *, conversation: str, placeholders: Sequence[str]) -> dict[str, str]:
        if self.broken:
            raise VaultUnavailableError("broken")
        assert conversation == "webchat:1:1"
        return {name: self.values[name] for name in placeholders if name in self.values}


@dataclass
class MemoryCare:
    """Customers, tickets, a calendar and bills in memory; `broken` answers nothing."""

    customers: tuple[Customer, ...] = (JANA,)
    known_tickets: tuple[Ticket, ...] = ()
    booked: tuple[Appointment, ...] = ()
    free: tuple[TimeSlot, ...] = FREE
    known_bills: dict[str, tuple[Bill, tuple[BillItem, ...]]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    broken: bool = False
    served: bool = True
    opened: list[tuple[Report, str]] = field(default_factory=list)
    bookings: dict[str, Booking] = field(default_factory=dict)
    moved: list[tuple[str, TimeSlot]] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)

    async def customer(self, number: str) -> Customer | None:
        self._check()
        return next((each for each in self.customers if each.number == number), None)

    async def customer_at(self, *, number: str, postal_code: str) -> Customer | None:
        found = await self.customer(number)
        return found if found and found.postal_code == postal_code else None

    async def running_problems(self, *, postal_code: str) -> tuple[Problem, ...]:
        self._check()
        return self.problems

    async def tickets(self, customer: Customer) -> tuple[Ticket, ...]:
        self._check()
        return self.known_tickets

    async def open_ticket(self, customer: Customer, report: Report, *, key: str) -> Ticket:
        self._check()
        self.opened.append((report, key))
        return ticket("T-50001", service=report.service)

    async def free_times(
        self, *, postal_code: str, after: datetime, before: datetime | None = None
    ) -> tuple[TimeSlot, ...]:
        self._check()
        if not self.served:
            raise NotServedError
        return tuple(each for each in self.free if each.start > after)

    async def appointments(self, customer: Customer) -> tuple[Appointment, ...]:
        self._check()
        return self.booked

    async def book(self, customer: Customer, booking: Booking, *, key: str) -> Appointment:
        self._check()
        self._take(booking.slot)
        self.bookings[key] = booking
        return visit("A-2001", booking.slot)

    async def move(self, appointment: str, slot: TimeSlot) -> Appointment:
        self._check()
        self._take(slot)
        self.moved.append((appointment, slot))
        return visit(appointment, slot)

    async def cancel(self, appointment: str) -> Appointment:
        self._check()
        self.cancelled.append(appointment)
        found = next(each for each in self.booked if each.number == appointment)
        return replace(found, status="cancelled")

    async def bills(self, customer: Customer) -> tuple[Bill, ...]:
        self._check()
        return tuple(bill for bill, _ in self.known_bills.values())

    async def items(self, bill: Bill) -> tuple[BillItem, ...]:
        self._check()
        return self.known_bills[bill.number][1]

    def _take(self, slot: TimeSlot) -> None:
        if slot not in self.free:
            raise TimeTakenError(tuple(each for each in self.free if each.start > slot.start)[:5])

    def _check(self) -> None:
        if self.broken:
            raise BackOfficeUnavailableError("broken")


def identity(office: MemoryCare, vault: MemoryVault | None = None) -> Identity:
    """Return the check over what is in memory."""
    return Identity(office, vault or MemoryVault())


def ticket(number: str, state: TicketState = TicketState.IN_PROGRESS, **more: Any) -> Ticket:
    """Return a ticket opened yesterday."""
    yesterday = NOW - timedelta(days=1)
    known = {"kind": "outage", "service": "internet", "opened": yesterday, "changed": yesterday}
    return Ticket(number=number, state=state, **{**known, **more})


def visit(number: str, slot: TimeSlot, *, status: str = "confirmed", **more: Any) -> Appointment:
    """Return a technician's visit."""
    return Appointment(number=number, slot=slot, status=status, **more)


def asked(
    text: str, intent: str = "inform", *found: tuple[str, str], before: Any = (), **slots: Any
) -> Dialogue:
    """Return a talk whose latest message is this; `before` are (text, intent) pairs."""
    earlier = list(before)
    return Dialogue(
        sender="webchat:1:1#1",
        conversation="webchat:1:1",
        turn="m-7",
        text=text,
        texts=(*(each for each, _ in earlier), text),
        intents=(*(each for _, each in earlier), intent),
        found=tuple(Found(*each) for each in found),
        slots=slots,
        loop=slots.pop("loop", None),
    )


def followed(events: list[dict[str, Any]]) -> list[str]:
    """Return which actions were to follow."""
    return [each["name"] for each in events if each["event"] == "followup"]


def left(events: list[dict[str, Any]]) -> bool:
    """Whether a form was left."""
    return any(each["event"] == "active_loop" and each["name"] is None for each in events)
