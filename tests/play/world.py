"""Makes the world that a script is given, and puts it back afterwards."""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Protocol

from tests.play import documents
from tests.play.effects import Books
from tests.play.office import Office
from tests.play.replacing import Own, Replacing
from tests.play.script import Appointment, Customer, Given, Script, Ticket
from tests.play.tariff_choice import chosen_tariffs

PLACES_FREE = 3
NUMBER_LENGTH = 8
#: Places to which technicians go, for customers of places to which ours do not.
PLACES = ("24103", "24105", "24114", "24937")


class WorldError(Exception):
    """The system cannot have the world that a script wants; one sentence says why."""


class Hands(Protocol):
    """What moves the clock of the whole system; see desk.DeskClient."""

    async def move_clock(self, moment: datetime) -> None:
        """Set the local time everywhere. Raises ClockError."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A script in a world made for it: lines and patterns with the system's own values."""

    script: Script
    customer: Customer


class World:
    """Everything outside the conversation. One script at a time: the clock is one for all.

    Its methods raise OfficeError and ClockError where the system refuses.
    """

    def __init__(self, office: Office, desk: Hands) -> None:
        self._office = office
        self._desk = desk
        # Numbers that look like anybody's, each used once.
        self._numbers = (f"{number}" for number in count(70_310_417, 3_791))

    async def clear(self) -> None:
        """End what the sample data lets be out of order; scripts begin with a sound network."""
        await self._office.end_all_outages()

    @asynccontextmanager
    async def made_for(self, script: Script) -> AsyncIterator[Ready]:
        """Yield the script, ready to be played in its world. Raises WorldError."""
        given = script.given
        await self._desk.move_clock(given.now)
        customer = await self._customer(given)
        before = await self._office.books_of(customer.number)
        earlier = {
            each.postal_code: await self._office.access(each.postal_code)
            for each in given.availability
        }
        try:
            owns = [*await self._tariffs(given), *_owns_of(given, customer)]
            moved = {given.customer.postal_code: customer.postal_code} if given.customer else {}
            await self._make(given, customer, moved)
            owns += [own async for own in self._cases(given, customer)]
            await self._desk.move_clock(given.now)
            await self._fill(given, customer, places=0)
            yield Ready(script=Replacing(owns).in_script(script), customer=customer)
        finally:
            for postal_code, setting in earlier.items():
                await self._office.set_access(postal_code, setting)
            await self._put_back(given, customer, before)

    async def _make(self, given: Given, customer: Customer, moved: dict[str, str]) -> None:
        office, code = self._office, customer.postal_code
        for outage in given.outages:
            place = moved.get(outage.postal_code, outage.postal_code)
            here = outage.model_copy(update={"postal_code": place})
            await office.open_outage(documents.outage_document(here, now=given.now))
        for each in given.availability:
            place = moved.get(each.postal_code, each.postal_code)
            await office.set_access(place, documents.access_setting(each))
        days = list(documents.working_days(given.now.date()))
        await office.set_places(days, postal_code=code, places=PLACES_FREE)

    async def _fill(self, given: Given, customer: Customer, *, places: int) -> None:
        """Let so many technicians be free on the days that are full in the script."""
        open_days = set(documents.working_days(given.now.date()))
        days = sorted(open_days & set(given.slots.full))
        await self._office.set_places(days, postal_code=customer.postal_code, places=places)

    async def _customer(self, given: Given) -> Customer:
        """Enrol the script's customer, or somebody, with a number and at a place that can be.

        Whoever is a customer already, by number, name and postcode, is taken as they are.
        """
        wanted = given.customer or Customer(number="0", postal_code=PLACES[0])
        literal = re.sub(r"[^0-9]", "", wanted.number)
        whose = await self._office.who_has(literal) if len(literal) == NUMBER_LENGTH else None
        if whose and whose == (wanted.name, wanted.postal_code):
            return wanted.model_copy(update={"number": literal})
        if len(literal) != NUMBER_LENGTH or whose:
            literal = await self._free_number()
        customer = wanted.model_copy(
            update={
                "number": literal,
                "postal_code": await self._place(given, wanted),
                "name": wanted.name or documents.NAME,
                "address": wanted.address or documents.ADDRESS,
            }
        )
        await self._office.enrol(documents.customer_document(customer, now=given.now))
        return customer

    async def _free_number(self) -> str:
        for number in self._numbers:
            if not await self._office.who_has(number):
                return number
        raise AssertionError("numbers do not end")

    async def _place(self, given: Given, customer: Customer) -> str:
        """Return the customer's postcode, or one where technicians go if they do not go there."""
        if await self._office.visits_place(customer.postal_code):
            return customer.postal_code
        if any(each.postal_code == customer.postal_code for each in given.availability):
            return customer.postal_code
        named = {
            *(each.postal_code for each in given.outages),
            *(each.postal_code for each in given.availability),
        }
        return next(place for place in PLACES if place not in named)

    async def _tariffs(self, given: Given) -> list[Own]:
        if not given.tariffs:
            return []
        catalogue = [name for _, name in await self._office.tariffs()]
        chosen = chosen_tariffs(given.tariffs, catalogue)
        return [
            Own("name", theirs, ours)
            for theirs, ours in chosen.items()
            if theirs.casefold() != ours.casefold()
        ]

    async def _cases(self, given: Given, customer: Customer) -> AsyncIterator[Own]:
        """Open tickets and book appointments when they were; yield what they are called here."""
        first: str | None = None
        for ticket in sorted(given.tickets, key=lambda each: each.opened or given.now):
            id = await self._ticket(ticket, given, customer)
            first = first or id
            yield Own("id", ticket.number, id)
        for appointment in given.appointments:
            id = await self._appointment(appointment, given, customer, ticket=first)
            yield Own("id", appointment.number, id)

    async def _ticket(self, ticket: Ticket, given: Given, customer: Customer) -> str:
        opened = ticket.opened or given.now
        if opened > given.now:
            raise WorldError(f"Ticket {ticket.number} is opened after the script begins.")
        await self._desk.move_clock(opened)
        id = await self._office.open_ticket(documents.ticket_document(ticket, customer))
        await self._desk.move_clock(given.now)
        if ticket.state == "closed":
            reason = "Die Leitung wurde repariert."
            await self._office.change_ticket(id, status="resolved", statusChangeReason=reason)
            await self._office.change_ticket(id, status="closed", statusChangeReason=reason)
        return id

    async def _appointment(
        self, appointment: Appointment, given: Given, customer: Customer, *, ticket: str | None
    ) -> str:
        moment = documents.moment_to_book(appointment, now=given.now)
        await self._desk.move_clock(moment)
        day = [day for day in documents.working_days(moment.date()) if day == appointment.date]
        if not day:
            raise WorldError(f"On {appointment.date} no technician can come: {appointment.number}.")
        await self._office.set_places(day, postal_code=customer.postal_code, places=PLACES_FREE)
        document = documents.appointment_document(appointment, customer, ticket=ticket)
        return await self._office.book(document)

    async def _put_back(self, given: Given, customer: Customer, before: Books) -> None:
        await self._desk.move_clock(given.now)
        now = documents.aware(given.now)
        await self._office.clear(customer.number, but=before, now=now)
        await self._fill(given, customer, places=PLACES_FREE)
        if given.outages:
            await self._office.end_all_outages()


def _owns_of(given: Given, customer: Customer) -> Iterator[Own]:
    theirs = given.customer
    if theirs is None:
        return
    digits = re.sub(r"[^0-9]", "", theirs.number)
    if digits != customer.number:
        prefixed = re.match(r"[^\W\d_]", theirs.number) and not re.match(
            r"fk", theirs.number, re.IGNORECASE
        )
        yield Own("id" if prefixed else "number", theirs.number, customer.number)
    if theirs.postal_code != customer.postal_code:
        yield Own("number", theirs.postal_code, customer.postal_code)
