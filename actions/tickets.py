"""Topic tickets: how a reported fault stands, and the ticket for one that nobody knows yet."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from actions.backoffice import (
    Appointment,
    Calendar,
    Customer,
    Faults,
    Report,
    Ticket,
    Tickets,
    TicketState,
)
from actions.choices import Option, choose
from actions.dialogue import Dialogue
from actions.german import SERVICES, moment, past_day, window
from actions.identity import Identity
from actions.outages import REPORTS, service_of, tell_problem
from actions.speech import Act, Event, Speech, leave_form, remember

STATUS = "action_ticket_status"
OPEN = "action_open_ticket"
REOPEN = "action_reopen_ticket"
SLOW = "report_slow_connection"
KINDS = {"report_outage": "outage", SLOW: "slowConnection"}
# A technician at home mends no mobile network, and no contract.
WITHOUT_VISIT = ("mobile", None)
LONGEST_WORDS = 500
NUMBERED = re.compile(r"\bT-?(\d{5})\b", re.IGNORECASE)
CALLED = re.compile(
    r"\b(?:ticket\w*|vorgang\w*|meldung|störungsmeldung|fall|reklamation|nummer|nr)\b\.?"
    r"[\s:#]{0,3}(?:nr\.?|nummer)?[\s:#]{0,3}(\d{5})\b",
    re.IGNORECASE,
)
BARE = re.compile(r"\D{0,20}(\d{5})\D{0,12}")


class Office(Tickets, Calendar, Faults, Protocol):
    """What of the back office this topic needs."""


class TicketDesk:
    """Serves who has been checked (identity.py). `now` is the time in the customers' zone."""

    def __init__(self, office: Office, identity: Identity, *, now: Callable[[], datetime]) -> None:
        self._office = office
        self._identity = identity
        self._now = now

    def actions(self) -> Mapping[str, Act]:
        """Return the topic's actions."""
        return {STATUS: self.status, OPEN: self.open, REOPEN: self.reopen}

    async def status(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Say how a ticket stands and what happens next."""
        number = ticket_number_in(dialogue)
        named = [remember("ticket_number", number)] if number else []
        events = await self._identity.serve(dialogue, speech, then=STATUS, act=self._status)
        return [*named, *events]

    async def open(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Open a ticket for what was reported."""
        if not dialogue.public and dialogue.word("pending_action") != OPEN:
            speech.say("utter_ticket_is_needed")
        return await self._identity.serve(dialogue, speech, then=OPEN, act=self._open)

    async def reopen(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Open a new ticket for a closed one whose fault is still there."""
        return await self._identity.serve(dialogue, speech, then=REOPEN, act=self._reopen)

    async def _status(self, customer: Customer, dialogue: Dialogue, speech: Speech) -> list[Event]:
        tickets = await self._office.tickets(customer)
        # Five digits of a ticket may have been taken for a postcode.
        kept = [remember("postal_code", customer.postal_code), remember("chosen", None)]
        # An appointment may have been chosen before.
        chosen = NUMBERED.fullmatch(dialogue.word("chosen") or "")
        number = ticket_number_in(dialogue) or (chosen[0] if chosen else None)
        named = _numbered(tickets, number or dialogue.word("ticket_number"))
        if named is not None:
            return [*kept, *await self._tell(named, customer, speech)]
        if number:
            speech.say("utter_ticket_is_unknown", number=number)
        running = [each for each in tickets if each.open]
        if len(running) > 1:
            options = [Option(each.number, self._title(each)) for each in running]
            return [*kept, *choose(options, entity="ticket_number", then=STATUS)]
        if running or tickets:
            return [*kept, *await self._tell((running or tickets)[0], customer, speech)]
        speech.say("utter_no_ticket")
        return [*kept, remember("offer", "check_outage"), *leave_form()]

    async def _open(self, customer: Customer, dialogue: Dialogue, speech: Speech) -> list[Event]:
        service = service_of(dialogue) or "internet"
        problems = await self._office.running_problems(postal_code=customer.postal_code)
        known = [each for each in problems if each.affects(service)]
        if known:
            tell_problem(known[0], postal_code=customer.postal_code, now=self._now(), speech=speech)
            return [remember("steps_given", None), *leave_form()]
        tickets = await self._office.tickets(customer)
        kind = KINDS[dialogue.last_of(*REPORTS) or "report_outage"]
        same = [
            each for each in tickets if each.open and (each.kind, each.service) == (kind, service)
        ]
        if same:
            speech.say("utter_ticket_is_open_already")
            return [remember("steps_given", None), *await self._tell(same[0], customer, speech)]
        words = dialogue.words_of(*REPORTS) or f"{SERVICES[service]} gestört."
        report = Report(kind=kind, service=service, description=words[:LONGEST_WORDS])
        return await self._opened(customer, report, dialogue, speech)

    async def _reopen(self, customer: Customer, dialogue: Dialogue, speech: Speech) -> list[Event]:
        tickets = await self._office.tickets(customer)
        old = _numbered(tickets, dialogue.word("ticket_number"))
        if old is None:
            return await self._open(customer, dialogue, speech)
        description = f"Erneut gemeldet, {old.number} war abgeschlossen."
        report = Report(kind=old.kind, service=old.service, description=description)
        return await self._opened(customer, report, dialogue, speech)

    async def _opened(
        self, customer: Customer, report: Report, dialogue: Dialogue, speech: Speech
    ) -> list[Event]:
        ticket = await self._office.open_ticket(customer, report, key=dialogue.key)
        events = [
            remember("ticket_number", ticket.number),
            remember("steps_given", None),
            remember("last_topic", "tickets"),
        ]
        if report.service in WITHOUT_VISIT:
            speech.say("utter_ticket_is_opened", number=ticket.number)
            return events
        speech.say("utter_ticket_is_opened_visit", number=ticket.number)
        offer = [remember("visit_ticket", ticket.number), remember("offer", "book_appointment")]
        return [*events, *offer, *leave_form()]

    async def _tell(self, ticket: Ticket, customer: Customer, speech: Speech) -> list[Event]:
        events = [remember("ticket_number", ticket.number)]
        if ticket.state is TicketState.CLOSED:
            when = past_day(self._local(ticket.changed), now=self._now())
            reason = f": {ticket.reason}" if ticket.reason else "."
            speech.say("utter_ticket_is_closed", number=ticket.number, day=when, reason=reason)
            # Who reports the same again has tried enough.
            tried = remember("steps_given", ticket.service)
            return [*events, tried, remember("offer", "reopen_ticket"), *leave_form()]
        visit = await self._visit(ticket, customer)
        if visit is not None:
            slot = visit.slot.at(self._now().tzinfo)
            time = window(slot.start, slot.end)
            speech.say("utter_ticket_has_visit", number=ticket.number, time=time)
            return events
        if ticket.state is TicketState.TECHNICIAN_NEEDED:
            reason = ticket.reason or "Das lässt sich nur vor Ort beheben."
            speech.say("utter_ticket_needs_visit", number=ticket.number, reason=reason)
            offer = [remember("visit_ticket", ticket.number), remember("offer", "book_appointment")]
            return [*events, *offer, *leave_form()]
        speech.say(
            "utter_ticket_in_progress",
            number=ticket.number,
            day=past_day(self._local(ticket.opened), now=self._now()),
            next=" ".join(filter(None, [ticket.reason, self._expected(ticket)])),
        )
        return events

    async def _visit(self, ticket: Ticket, customer: Customer) -> Appointment | None:
        """Return the visit that is already booked for a ticket."""
        booked = await self._office.appointments(customer)
        mine = [each for each in booked if each.stands and each.ticket == ticket.number]
        return next((each for each in mine if each.slot.end > self._now()), None)

    def _expected(self, ticket: Ticket) -> str:
        if ticket.expected is None or ticket.expected <= self._now():
            return "Wann es behoben ist, steht noch nicht fest."
        when = moment(self._local(ticket.expected), now=self._now())
        return f"Voraussichtlich ist es {when} behoben."

    def _title(self, ticket: Ticket) -> str:
        service = SERVICES.get(ticket.service or "", "Anliegen")
        opened = self._local(ticket.opened)
        return f"{ticket.number}: {service}, {opened.day}.{opened.month}."

    def _local(self, when: datetime) -> datetime:
        return when.astimezone(self._now().tzinfo)


def ticket_number_in(dialogue: Dialogue) -> str | None:
    """Return the ticket that the latest message names: T-48213, "Vorgang 48213" or a bare one."""
    text = dialogue.text
    found = NUMBERED.search(text) or CALLED.search(text)
    if found is None and dialogue.intent == "ask_ticket_status":
        found = BARE.fullmatch(text)
    if found:
        return f"T-{found[1]}"
    return dialogue.entity("ticket_number")


def _numbered(tickets: Sequence[Ticket], number: str | None) -> Ticket | None:
    return next((each for each in tickets if each.number == number), None)
