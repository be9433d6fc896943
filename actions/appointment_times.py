"""The choice of a time: proposals, how an answer to them is read, and the booking itself."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from actions.backoffice import (
    BackOfficeUnavailableError,
    Booking,
    Calendar,
    Customer,
    NotServedError,
    TimeSlot,
    TimeTakenError,
)
from actions.choices import Option, numbered, place_in
from actions.dates import Wish, plain, wish_in
from actions.dialogue import PRESS, Dialogue
from actions.german import window
from actions.identity import ANSWERS, Identity, unavailable
from actions.proposals import Proposal, proposal, suiting
from actions.speech import Act, Choice, Event, Speech, go_on_with, leave_form, remember
from actions.summary import summarised
from conversation.signals import Reason

FORM = "appointment_form"
TIME = "appointment_time"
MAKE = "action_make_appointment"
BOOKING_INTENTS = ("book_appointment", "reschedule_appointment", "report_missed_appointment")
STOPPING = ("cancel_appointment", "cancel_process")
FEW_WORDS = 7
BARE_WORDS = 2
LONGEST_WORDS = 300
YES = re.compile(
    r"\b(?:ja|jo|jau|jep|jup|gerne?|ok\w*|passt|perfekt|super|nehm\w*|buch\w*|mach\w*)\b"
)
ORDINAL = re.compile(r"\b(?:erste|zweite|dritte|letzte)[rnsm]? (?:passt|geht|bitte|termin|nehm\w*)")
NONE_FITS = re.compile(
    r"\b(?:kein\w*|nichts|nix|andere\w*|spaeter\w*|frueher\w*"
    r"|(?:passt|geht|klappt) (?:mir |bei mir |da |leider |alles )*nicht)\b"
)
CONSULTATION = re.compile(r"berat", re.IGNORECASE)


class AppointmentTimes:
    """Asks for a time until one is chosen, and books it. `now` is in the customers' zone."""

    def __init__(
        self, calendar: Calendar, identity: Identity, *, now: Callable[[], datetime]
    ) -> None:
        self._calendar = calendar
        self._identity = identity
        self._now = now

    def actions(self) -> Mapping[str, Act]:
        """Return the form's actions."""
        return {
            "validate_appointment_form": self.validate,
            "action_ask_appointment_form_appointment_time": self.ask,
            MAKE: self.make,
        }

    async def search(
        self, customer: Customer, wish: Wish, dialogue: Dialogue, speech: Speech
    ) -> list[Event]:
        """Look for times for the form to ask about; say why they are not the wished ones.

        Returns nothing where none is free at all; then a person was called. Raises NotServedError
        and BackOfficeUnavailableError.
        """
        now = self._now()
        free = await self._calendar.free_times(postal_code=customer.postal_code, after=now)
        found = proposal(free, wish, now=now)
        _say_note(found, speech)
        if not found.slots:
            opening = "Möchte einen Termin, in den nächsten sechs Wochen ist keiner frei."
            speech.ask_for_human(Reason.COMPLEXITY, summarised(dialogue, opening))
            return []
        return [
            remember(TIME, None),
            remember("wish", wish.written()),
            remember("proposed_times", _written(found.slots)),
        ]

    async def validate(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Read an answer: a choice, another wish, or a no to all that was proposed."""
        if dialogue.word("requested_slot") != TIME or not _answers(dialogue):
            return []
        times = _read(dialogue.word("proposed_times"))
        wish = self._on_the_same_day(wish_in(dialogue.text, now=self._now()), dialogue, times)
        chosen = self._chosen(dialogue, times, wish)
        if chosen is not None:
            return [remember(TIME, chosen.written())]
        if wish:
            return await self._search_again(dialogue, wish, times, speech)
        if dialogue.intent in STOPPING:
            return []
        if dialogue.intent == "deny" or NONE_FITS.search(plain(dialogue.text)):
            return [remember("proposed_times", None)]
        return [remember("proposed_times", _written(times))] if _is_yes(dialogue) else []

    async def ask(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Show the proposals, or ask for a day where none of them suited."""
        times = [each.at(self._now().tzinfo) for each in _read(dialogue.word("proposed_times"))]
        titles = [window(each.start, each.end) for each in times]
        if not times:
            speech.say("utter_ask_wished_time")
        elif len(times) == 1:
            speech.say("utter_one_time_is_free", time=titles[0])
        else:
            options = [
                Option(each.written(), title) for each, title in zip(times, titles, strict=True)
            ]
            speech.say(
                "utter_times_are_free", times=numbered(options), choices=_buttons(times, titles)
            )
        return []

    async def make(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Book or move; where somebody was faster, say so and propose what is left."""
        if dialogue.word(TIME) is None:
            return []
        events = await self._identity.serve(dialogue, speech, then=MAKE, act=self._make)
        # Whatever came of it: the same time must never be booked by a later turn.
        return [remember(TIME, None), *events]

    async def _make(self, customer: Customer, dialogue: Dialogue, speech: Speech) -> list[Event]:
        slot = TimeSlot.read(dialogue.word(TIME) or "")
        moving = dialogue.word("moving")
        try:
            if moving:
                made = await self._calendar.move(moving, slot)
            else:
                made = await self._calendar.book(
                    customer, _booking(dialogue, slot), key=dialogue.key
                )
        except TimeTakenError as taken:
            return self._taken(taken, slot, dialogue, speech)
        except NotServedError:
            return not_served(dialogue, speech)
        said = made.slot.at(self._now().tzinfo)
        response = "utter_appointment_moved" if moving else "utter_appointment_booked"
        speech.say(response, number=made.number, time=window(said.start, said.end))
        number = remember("appointment_number", made.number)
        return [*forgotten(), number, remember("visit_ticket", None)]

    def _taken(
        self, taken: TimeTakenError, slot: TimeSlot, dialogue: Dialogue, speech: Speech
    ) -> list[Event]:
        lost = slot.at(self._now().tzinfo)
        speech.say("utter_time_is_taken", time=window(lost.start, lost.end))
        if not taken.free:
            opening = "Wollte einen Termin, der eben vergeben wurde; es ist keiner mehr frei."
            speech.ask_for_human(Reason.COMPLEXITY, summarised(dialogue, opening))
            return forgotten()
        return [remember("proposed_times", _written(taken.free[:3])), go_on_with(FORM)]

    def _on_the_same_day(self, wish: Wish, dialogue: Dialogue, times: Sequence[TimeSlot]) -> Wish:
        """Return a wish for hours alone with the day that was wished before, or is proposed."""
        before = Wish.read(dialogue.word("wish")).days
        if wish.days or wish.hours is None or not before:
            return wish
        proposed = {each.at(self._now().tzinfo).start.date() for each in times}
        return Wish(
            days=before if proposed & {*before} else tuple(sorted(proposed)), hours=wish.hours
        )

    def _chosen(self, dialogue: Dialogue, times: Sequence[TimeSlot], wish: Wish) -> TimeSlot | None:
        """Return the proposed time that is meant beyond doubt."""
        words = plain(dialogue.text)
        place = None if wish and not ORDINAL.search(words) else place_in(words, count=len(times))
        if place is not None:
            return times[place]
        local = [each.at(self._now().tzinfo) for each in times]
        fitting = suiting(local, wish) if wish else tuple(local)
        if len(fitting) == 1 and (_is_yes(dialogue) or _is_exact(dialogue, fitting[0], wish)):
            return fitting[0]
        return None

    async def _search_again(
        self, dialogue: Dialogue, wish: Wish, times: Sequence[TimeSlot], speech: Speech
    ) -> list[Event]:
        fitting = suiting([each.at(self._now().tzinfo) for each in times], wish)
        if fitting:
            # Who adds "so früh wie möglich" leaves the choice to us; it is asked before it is done.
            first = place_in(plain(dialogue.text), count=len(fitting))
            chosen = fitting if first is None else fitting[first : first + 1]
            return [remember("proposed_times", _written(chosen))]
        customer = await self._identity.known(dialogue)
        try:
            if customer is None:
                raise BackOfficeUnavailableError("Nobody is known any more.")
            events = await self.search(customer, wish, dialogue, speech)
            return events or [*forgotten(), *leave_form()]
        except NotServedError:
            return not_served(dialogue, speech)
        except BackOfficeUnavailableError:
            return unavailable(dialogue, speech)


def forgotten() -> list[Event]:
    """Forget the choice of a time."""
    slots = (TIME, "proposed_times", "wish", "moving")
    return [remember(slot, None) for slot in slots]


def not_served(dialogue: Dialogue, speech: Speech) -> list[Event]:
    """Say that no technician comes to that postcode, and call a person."""
    speech.say("utter_no_technicians_there")
    opening = "Möchte einen Termin an einer Postleitzahl, zu der kein Techniker fährt."
    speech.ask_for_human(Reason.COMPLEXITY, summarised(dialogue, opening))
    return [*forgotten(), *leave_form()]


def _booking(dialogue: Dialogue, slot: TimeSlot) -> Booking:
    words = dialogue.words_of(*BOOKING_INTENTS)[:LONGEST_WORDS]
    return Booking(
        slot=slot,
        description=words or "Technikertermin, vereinbart mit dem Assistenten.",
        ticket=dialogue.word("visit_ticket"),
        consultation=bool(CONSULTATION.search(words)),
    )


def _answers(dialogue: Dialogue) -> bool:
    """Whether the message may be an answer; another question that names a day is none."""
    if dialogue.intent in ANSWERS or dialogue.intent in BOOKING_INTENTS:
        return True
    return len(re.findall(r"\w+", dialogue.text)) <= FEW_WORDS


def _is_exact(dialogue: Dialogue, slot: TimeSlot, wish: Wish) -> bool:
    """Whether a message names a time as it was proposed; a wish that fits one is no choice yet."""
    hours = wish.hours
    if dialogue.text.startswith(PRESS):
        return True
    if hours is None:
        return len(dialogue.text.split()) <= BARE_WORDS
    return hours.start == slot.start.time() and hours.end in (hours.start, slot.end.time())


def _is_yes(dialogue: Dialogue) -> bool:
    return dialogue.intent == "affirm" or bool(YES.search(plain(dialogue.text)))


def _say_note(found: Proposal, speech: Speech) -> None:
    if found.note is not None:
        note = found.note
        speech.say(note.response, day=note.day, next_day=note.next_day, holiday=note.holiday)


def _buttons(times: Sequence[TimeSlot], titles: Sequence[str]) -> list[Choice]:
    return [
        Choice(
            title,
            "inform",
            {
                "date": f"{each.start:%Y-%m-%d}",
                "time_of_day": f"{each.start:%H:%M}-{each.end:%H:%M}",
            },
        )
        for each, title in zip(times, titles, strict=True)
    ]


def _written(times: Sequence[TimeSlot]) -> str:
    return " ".join(each.written() for each in times)


def _read(written: str | None) -> list[TimeSlot]:
    return [TimeSlot.read(each) for each in (written or "").split()]
