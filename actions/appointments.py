"""Topic appointments: the technician is booked, moved, cancelled, awaited and missed."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from actions.appointment_times import (
    BOOKING_INTENTS,
    FORM,
    AppointmentTimes,
    forgotten,
    not_served,
)
from actions.backoffice import Appointment, Calendar, Customer, NotServedError, TimeSlot
from actions.choices import Option, choose
from actions.dates import Wish, delay_in, wish_in
from actions.dialogue import Dialogue
from actions.german import listing, past_day, window
from actions.identity import Identity, Serve
from actions.speech import Act, Event, Speech, go_on_with, leave_form, remember
from actions.summary import summarised
from conversation.signals import Reason

BOOK = "action_book_appointment"
MOVE = "action_reschedule_appointment"
CANCEL = "action_cancel_appointment"
CONFIRM = "action_confirm_cancellation"
TELL = "action_appointment"
MISSED = "action_missed_appointment"
CHANGES = ("reschedule_appointment", "cancel_appointment")
CALLS_OFF = re.compile(r"absag|stornier|cancel|lösch|loesch", re.IGNORECASE)
NOT_CALLED_OFF = re.compile(
    r"\b(?:nicht|nich|net|ned|(?:an)?statt) (?:\w+ )?(?:absag|abzusag|stornier|cancel|lösch|loesch)"
    r"|\b(?:absag|stornier|cancel|lösch|loesch)\w* (?:\w+ )?(?:nicht|nich|net|ned)\b",
    re.IGNORECASE,
)
MOVES = re.compile(r"verschieb|verleg|umbuch", re.IGNORECASE)
# A visit longer ago is no news.
LATELY = timedelta(days=14)
SHOWN = 3


class Appointments:
    """Serves who has been checked (identity.py). `now` is the time in the customers' zone."""

    def __init__(
        self, calendar: Calendar, identity: Identity, *, now: Callable[[], datetime]
    ) -> None:
        self._calendar = calendar
        self._identity = identity
        self._now = now
        self._times = AppointmentTimes(calendar, identity, now=now)

    def actions(self) -> Mapping[str, Act]:
        """Return the topic's actions, those of the choice of a time included."""
        return {
            BOOK: self.book,
            MOVE: self.move,
            CANCEL: self.cancel,
            CONFIRM: self.confirm_cancellation,
            "action_keep_appointment": self.keep,
            TELL: self.tell,
            MISSED: self.missed,
            **self._times.actions(),
        }

    async def book(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Propose times for a new appointment."""
        return await self._wishing(dialogue, speech, then=BOOK, act=self._book)

    async def move(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Propose other times for an appointment."""
        return await self._wishing(dialogue, speech, then=MOVE, act=self._move)

    async def cancel(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Ask whether an appointment is really to be cancelled."""
        if dialogue.loop == FORM and not CALLS_OFF.search(dialogue.text):
            # In the middle of choosing a time this means: rather not.
            speech.say("utter_cancelled")
            return [*forgotten(), *leave_form()]
        if _rather_moves(dialogue.text):
            return await self.move(dialogue, speech)
        events = await self._identity.serve(dialogue, speech, then=CANCEL, act=self._cancel)
        return [*_named(dialogue), *events]

    async def confirm_cancellation(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Cancel the appointment that was asked about, and offer another time."""
        return await self._identity.serve(dialogue, speech, then=CONFIRM, act=self._confirm)

    async def keep(self, _: Dialogue, speech: Speech) -> list[Event]:
        """Leave the appointment that was asked about as it is."""
        speech.say("utter_appointment_stays")
        return [remember("cancelling", None)]

    async def tell(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Say when somebody comes."""
        return await self._identity.serve(dialogue, speech, then=TELL, act=self._tell)

    async def missed(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Own that nobody came, before anything is asked, and propose new times."""
        again = dialogue.word("pending_action") == MISSED
        if dialogue.intent == "report_missed_appointment" and not (dialogue.public or again):
            speech.say("utter_sorry_nobody_came")
        return await self._identity.serve(dialogue, speech, then=MISSED, act=self._missed)

    async def _wishing(
        self, dialogue: Dialogue, speech: Speech, *, then: str, act: Serve
    ) -> list[Event]:
        """Keep the wish over the questions that come before the times."""
        wish = self._wish(dialogue, moving=then == MOVE)
        kept = [remember("last_topic", "appointments"), remember("wish", wish.written())]
        return [
            *kept,
            *_named(dialogue),
            *await self._identity.serve(dialogue, speech, then=then, act=act),
        ]

    def _wish(self, dialogue: Dialogue, *, moving: bool) -> Wish:
        """Return when it should be: as said now, or before the questions that came in between."""
        said = wish_in(dialogue.text, now=self._now(), moving=moving)
        anew = dialogue.intent in BOOKING_INTENTS
        return said if said or anew else Wish.read(dialogue.word("wish"))

    async def _book(self, customer: Customer, dialogue: Dialogue, speech: Speech) -> list[Event]:
        wish = self._wish(dialogue, moving=False)
        return [remember("moving", None), *await self._propose(customer, wish, dialogue, speech)]

    async def _move(self, customer: Customer, dialogue: Dialogue, speech: Speech) -> list[Event]:
        found = await self._one(customer, dialogue, speech, then=MOVE)
        if not isinstance(found, Appointment):
            return found
        day = self._local(found).start.date()
        wish = self._wish(dialogue, moving=True)
        delay = delay_in(dialogue.text)
        if not wish and delay is None:
            delay = delay_in(dialogue.words_of("reschedule_appointment"))
        wish = Wish(days=(day + delay,), hours=wish.hours) if delay else wish.other_than(day)
        proposed = await self._propose(customer, wish, dialogue, speech)
        return [remember("moving", found.number), remember("chosen", None), *proposed]

    async def _cancel(self, customer: Customer, dialogue: Dialogue, speech: Speech) -> list[Event]:
        found = await self._one(customer, dialogue, speech, then=CANCEL)
        if not isinstance(found, Appointment):
            return found
        speech.say("utter_cancel_sure", time=self._said(found))
        offer = [remember("cancelling", found.number), remember("offer", "cancel_appointment")]
        return [*offer, remember("chosen", None), *leave_form()]

    async def _confirm(self, _: Customer, dialogue: Dialogue, speech: Speech) -> list[Event]:
        number = dialogue.word("cancelling")
        if number is None:
            return []
        cancelled = await self._calendar.cancel(number)
        speech.say("utter_appointment_cancelled", time=self._said(cancelled))
        forget = [remember("cancelling", None), remember("appointment_number", None)]
        return [*forget, remember("offer", "book_appointment"), remember("wish", None)]

    async def _tell(self, customer: Customer, dialogue: Dialogue, speech: Speech) -> list[Event]:
        coming = await self._to_come(customer, begun=True)
        if not coming:
            speech.say("utter_no_appointment")
            return [remember("offer", "book_appointment"), *leave_form()]
        titles = [f"{self._said(each)} (Termin {each.number})" for each in coming[:SHOWN]]
        response = "utter_appointment_is" if len(titles) == 1 else "utter_appointments_are"
        speech.say(response, time=listing(titles))
        return []

    async def _missed(self, customer: Customer, dialogue: Dialogue, speech: Speech) -> list[Event]:
        now = self._now()
        appointments = await self._calendar.appointments(customer)
        running = [each for each in appointments if each.stands and _runs(each, now)]
        if running:
            speech.say("utter_window_still_runs", time=self._said(running[0]))
            return [remember("offer", "human"), *leave_form()]
        over = [each for each in appointments if _was_missed(each, now)]
        coming = await self._to_come(customer)
        if not over and coming:
            speech.say("utter_appointment_is_still_to_come", time=self._said(coming[0]))
            return [remember("offer", "reschedule_appointment"), *leave_form()]
        if over:
            when = past_day(self._local(over[-1]).start, now=now)
            speech.say("utter_missed_is_found", day=when)
        else:
            speech.say("utter_missed_is_not_found")
        wish = wish_in(dialogue.text, now=now) if dialogue.intent == "inform" else Wish()
        proposed = await self._propose(customer, wish, dialogue, speech)
        return [remember("moving", None), *proposed]

    async def _propose(
        self, customer: Customer, wish: Wish, dialogue: Dialogue, speech: Speech
    ) -> list[Event]:
        try:
            events = await self._times.search(customer, wish, dialogue, speech)
        except NotServedError:
            return not_served(dialogue, speech)
        # Where nothing is free a person is called, and there is nothing to choose from.
        return [*events, go_on_with(FORM)] if events else [*forgotten(), *leave_form()]

    async def _one(
        self, customer: Customer, dialogue: Dialogue, speech: Speech, *, then: str
    ) -> Appointment | list[Event]:
        """Return the appointment that is meant, or what has to happen first."""
        coming = await self._to_come(customer)
        named = [each for each in coming if each.number == _number(dialogue)]
        day = wish_in(dialogue.text, now=self._now()).days
        on_day = [each for each in coming if self._local(each).start.date() in day]
        for found in (named, coming, on_day):
            if len(found) == 1:
                return found[0]
        if coming:
            options = [Option(each.number, self._said(each)) for each in coming]
            return choose(options, entity="appointment_number", then=then)
        if await self._to_come(customer, begun=True):
            speech.say("utter_appointment_has_begun")
            opening = "Möchte einen Termin ändern, dessen Zeitfenster schon läuft."
            speech.ask_for_human(Reason.COMPLEXITY, summarised(dialogue, opening))
            return leave_form()
        speech.say("utter_no_appointment")
        return [remember("offer", "book_appointment"), *leave_form()]

    async def _to_come(self, customer: Customer, *, begun: bool = False) -> list[Appointment]:
        now = self._now()
        known = await self._calendar.appointments(customer)
        return [
            each
            for each in known
            if each.stands and (each.slot.end if begun else each.slot.start) > now
        ]

    def _local(self, appointment: Appointment) -> TimeSlot:
        return appointment.slot.at(self._now().tzinfo)

    def _said(self, appointment: Appointment) -> str:
        slot = self._local(appointment)
        return window(slot.start, slot.end)


def _rather_moves(text: str) -> bool:
    """Whether somebody has changed their mind: "doch nicht absagen, lieber verschieben"."""
    called_off = CALLS_OFF.search(text) and not NOT_CALLED_OFF.search(text)
    return bool(MOVES.search(text) and not called_off)


def _named(dialogue: Dialogue) -> list[Event]:
    """Keep the number that a new wish names; a wish without one forgets the last."""
    return [remember("chosen", _number(dialogue))] if dialogue.intent in CHANGES else []


def _number(dialogue: Dialogue) -> str | None:
    chosen = None if dialogue.intent in CHANGES else dialogue.word("chosen")
    number = dialogue.entity("appointment_number") or chosen
    return number.upper() if number else None


def _runs(appointment: Appointment, now: datetime) -> bool:
    return appointment.slot.start <= now < appointment.slot.end


def _was_missed(appointment: Appointment, now: datetime) -> bool:
    lately = now - LATELY < appointment.slot.end <= now
    return lately and appointment.status in ("confirmed", "failed")
