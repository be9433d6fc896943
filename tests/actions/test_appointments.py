"""Topic appointments: proposals, choices, bookings, and what is said where nothing fits."""

from typing import Any

import pytest

from actions.appointments import Appointments
from actions.backoffice import TimeSlot
from actions.care_follow_ups import care_action
from actions.speech import Event
from conversation.signals import Reason
from tests.actions.care import CHECKED, FREE, MemoryCare, asked, at, followed, identity, left, visit
from tests.actions.stage import NOW, Ears, slots_of, talk

SHOWN = " ".join(each.written() for each in FREE[:3])
WAITING: dict[str, Any] = {"requested_slot": "appointment_time", "loop": "appointment_form"}


@pytest.fixture
def ears() -> Ears:
    return Ears()


def appointments(office: MemoryCare | None = None) -> Appointments:
    office = office or MemoryCare()
    return Appointments(office, identity(office), now=lambda: NOW)


def times(events: list[Event]) -> list[TimeSlot]:
    written = slots_of(events).get("proposed_times") or ""
    return [TimeSlot.read(each) for each in written.split()]


async def book(
    ears: Ears, text: str, office: MemoryCare | None = None, **slots: str
) -> list[Event]:
    dialogue = asked(text, "book_appointment", **{**CHECKED, **slots})
    return await appointments(office).book(dialogue, ears.speech)


async def answer(
    ears: Ears, text: str, intent: str = "inform", office: MemoryCare | None = None, **slots: str
) -> list[Event]:
    known = {**CHECKED, "proposed_times": SHOWN, **slots}
    dialogue = asked(text, intent, **known, **WAITING)
    return await appointments(office).actions()["validate_appointment_form"](dialogue, ears.speech)


def chosen(events: list[Event]) -> TimeSlot | None:
    written = slots_of(events).get("appointment_time")
    return TimeSlot.read(written) if written else None


async def test_without_a_wish_the_next_three_times_are_proposed(ears: Ears) -> None:
    events = await book(ears, "ich brauche einen techniker")
    assert times(events) == list(FREE[:3])
    assert followed(events) == ["appointment_form"]
    assert ears.messages == []


@pytest.mark.parametrize(
    ("text", "proposed"),
    [
        ("Techniker übermorgen vormittag", [at(26, 8), at(26, 10)]),
        ("techniker am donnerstag", [at(26, 8), at(26, 10), at(26, 14)]),
        ("freitag nach 16 uhr", [at(27, 16)]),
        ("nachmittags", [at(25, 12), at(26, 14), at(27, 16)]),
        ("nächste woche", [at(30, 8)]),
        ("übermorgen um 9", [at(26, 8)]),
    ],
)
async def test_a_wish_is_met(ears: Ears, text: str, proposed: list[TimeSlot]) -> None:
    assert times(await book(ears, text)) == proposed
    assert ears.messages == []


@pytest.mark.parametrize(
    ("text", "note", "first"),
    [
        ("20.11.", "utter_day_is_past", at(25, 8)),
        ("am Sonntag", "utter_day_is_weekend", at(30, 8)),
        ("am Wochenende", "utter_day_is_weekend", at(30, 8)),
        ("am 25.12.", "utter_day_is_holiday", at(28, 8, month=12)),
        ("am 20.3.", "utter_day_is_too_far", at(27, 16)),
        ("Freitag früh", "utter_hours_are_full", at(27, 16)),
        ("am 1.12.", "utter_day_is_full", at(28, 8, month=12)),
        ("abends ab 20 uhr", "utter_hours_are_never", at(25, 8)),
    ],
)
async def test_a_wish_that_cannot_be_met_gets_a_helpful_answer(
    ears: Ears, text: str, note: str, first: TimeSlot
) -> None:
    office = MemoryCare(free=(*FREE, at(28, 8, month=12)))
    events = await book(ears, text, office)
    assert ears.responses == [note]
    assert times(events)[0] == first


async def test_the_next_workday_and_the_holiday_are_named(ears: Ears) -> None:
    await book(ears, "am 25.12.")
    assert ears.value("holiday") == "Erster Weihnachtstag"
    assert ears.value("next_day") == "Montag, 28.12."


async def test_a_wish_is_kept_while_the_customer_is_checked(ears: Ears) -> None:
    dialogue = asked("Techniker übermorgen vormittag", "book_appointment")
    events = await appointments().book(dialogue, ears.speech)
    assert followed(events) == ["identity_form"]
    wish = slots_of(events)["wish"]
    later = asked("[KUNDENNUMMER_1], 24103", "inform", wish=wish, **CHECKED)
    assert times(await appointments().book(later, ears.speech)) == [at(26, 8), at(26, 10)]


async def test_an_old_wish_is_forgotten_when_another_visit_is_wanted(ears: Ears) -> None:
    events = await book(ears, "ich brauche einen techniker", wish="2026-11-27|")
    assert times(events) == list(FREE[:3])


async def test_where_nothing_is_free_a_person_is_called(ears: Ears) -> None:
    events = await book(ears, "techniker", MemoryCare(free=()))
    assert ears.responses == ["utter_nothing_free"]
    assert ears.signal is not None
    assert followed(events) == []
    assert left(events)


async def test_where_no_technician_comes_a_person_is_called(ears: Ears) -> None:
    events = await book(ears, "techniker", MemoryCare(served=False))
    assert ears.responses == ["utter_no_technicians_there"]
    assert followed(events) == []


@pytest.mark.parametrize(
    ("text", "intent", "place"),
    [
        ("der erste passt", "affirm", 0),
        ("Der erste passt.", "inform", 0),
        ("den zweiten bitte", "inform", 1),
        ("3", "inform", 2),
        ("nummer 2", "inform", 1),
        ("letzter", "inform", 2),
        ("12 bis 14", "inform", 1),
        ("Mittwoch um 12", "inform", 1),
        ("Donnerstag", "inform", 2),
        ("26.11.", "report_outage", 2),
        ("egal", "inform", 0),
        ('/inform{"date": "2026-11-26", "time_of_day": "08:00-10:00"}', "inform", 2),
    ],
)
async def test_a_choice_is_read(ears: Ears, text: str, intent: str, place: int) -> None:
    assert chosen(await answer(ears, text, intent)) == FREE[place]


async def test_a_day_with_two_of_the_times_leaves_these_two(ears: Ears) -> None:
    events = await answer(ears, "Mittwoch")
    assert chosen(events) is None
    assert times(events) == list(FREE[:2])


async def test_another_day_is_looked_for(ears: Ears) -> None:
    events = await answer(ears, "lieber freitag nachmittag")
    assert chosen(events) is None
    assert times(events) == [at(27, 16)]


async def test_a_yes_takes_the_only_time(ears: Ears) -> None:
    only = at(27, 16)
    events = await answer(ears, "Ja, bitte.", "affirm", proposed_times=only.written())
    assert chosen(events) == only


async def test_a_yes_to_several_times_is_asked_again(ears: Ears) -> None:
    events = await answer(ears, "ja bitte", "affirm")
    assert chosen(events) is None
    assert times(events) == list(FREE[:3])


@pytest.mark.parametrize(("text", "intent"), [("nein", "deny"), ("passt mir nicht", "inform")])
async def test_a_no_asks_for_a_better_day(ears: Ears, text: str, intent: str) -> None:
    events = await answer(ears, text, intent)
    assert slots_of(events) == {"proposed_times": None}
    ask = appointments().actions()["action_ask_appointment_form_appointment_time"]
    await ask(asked("", **CHECKED), ears.speech)
    assert ears.responses == ["utter_ask_wished_time"]


async def test_not_wanting_any_time_is_no_wish_for_another(ears: Ears) -> None:
    assert await answer(ears, "nee doch keinen termin", "cancel_appointment") == []


async def test_another_question_is_no_choice(ears: Ears) -> None:
    text = "was kostet es eigentlich, wenn der Techniker am Mittwoch zu mir kommt?"
    assert await answer(ears, text, "ask_tariff_details") == []


async def test_the_times_are_shown_as_text_and_as_buttons(ears: Ears) -> None:
    ask = appointments().actions()["action_ask_appointment_form_appointment_time"]
    await ask(asked("", proposed_times=SHOWN), ears.speech)
    assert ears.value("times").splitlines()[0] == "1. Mittwoch, 25.11., 8 bis 10 Uhr"
    assert ears.titles[2] == "Donnerstag, 26.11., 8 bis 10 Uhr"
    assert all(len(title) <= 40 for title in ears.titles)


async def make(ears: Ears, office: MemoryCare, slot: TimeSlot, **slots: str) -> list[Event]:
    known = {**CHECKED, "appointment_time": slot.written(), **slots}
    dialogue = asked("der erste", before=[("dose locker", "book_appointment")], **known)
    return await appointments(office).actions()["action_make_appointment"](dialogue, ears.speech)


async def test_the_chosen_time_is_booked_with_the_turns_key(ears: Ears) -> None:
    office = MemoryCare()
    events = await make(ears, office, FREE[0], visit_ticket="T-48213")
    ((key, booking),) = office.bookings.items()
    assert (booking.slot, booking.ticket) == (FREE[0], "T-48213")
    assert booking.description == "dose locker"
    assert 20 < len(key) <= 100
    assert ears.responses == ["utter_appointment_booked"]
    assert ears.value("time") == "Mittwoch, 25.11., 8 bis 10 Uhr"
    assert slots_of(events)["appointment_time"] is None
    await make(ears, office, FREE[0])
    assert list(office.bookings) == [key]


async def test_a_lost_race_is_said_and_the_next_times_proposed(ears: Ears) -> None:
    events = await make(ears, MemoryCare(), at(25, 10))
    assert ears.responses == ["utter_time_is_taken"]
    assert times(events) == list(FREE[1:4])
    assert followed(events) == ["appointment_form"]
    assert slots_of(events)["appointment_time"] is None


async def test_a_booking_that_failed_is_never_made_by_a_later_turn(ears: Ears) -> None:
    events = await make(ears, MemoryCare(broken=True), FREE[0])
    assert ears.signal is not None
    assert ears.signal.reason is Reason.BOT_UNAVAILABLE
    assert slots_of(events)["appointment_time"] is None


async def test_an_appointment_is_moved_in_one_step(ears: Ears) -> None:
    office = MemoryCare(booked=(visit("A-1093", at(26, 8)),))
    dialogue = asked("bitte auf freitag", "reschedule_appointment", **CHECKED)
    events = await appointments(office).move(dialogue, ears.speech)
    assert slots_of(events)["moving"] == "A-1093"
    assert times(events) == [at(27, 16)]
    await make(ears, office, at(27, 16), moving="A-1093")
    assert office.moved == [("A-1093", at(27, 16))]
    assert (office.bookings, ears.responses) == ({}, ["utter_appointment_moved"])


@pytest.mark.parametrize(
    "text",
    [
        "ne warte, doch nicht absagen, lieber verschieben auf freitag",
        "statt absagen bitte auf freitag verlegen",
        "absagen doch nicht, auf freitag verschieben",
    ],
)
async def test_who_changes_their_mind_moves_instead_of_cancelling(ears: Ears, text: str) -> None:
    office = MemoryCare(booked=(visit("A-1093", at(26, 8)),))
    events = await appointments(office).cancel(asked(text, "inform", **CHECKED), ears.speech)
    assert slots_of(events)["moving"] == "A-1093"
    assert times(events) == [at(27, 16)]


async def test_what_cannot_be_moved_is_still_cancelled(ears: Ears) -> None:
    office = MemoryCare(booked=(visit("A-1093", at(26, 8)),))
    dialogue = asked("verschieben geht nicht, bitte absagen", "cancel_appointment", **CHECKED)
    events = await appointments(office).cancel(dialogue, ears.speech)
    assert slots_of(events)["cancelling"] == "A-1093"


def test_a_time_instead_of_a_yes_to_cancelling_is_a_wish_to_move() -> None:
    topic = {"last_topic": "appointments"}
    told = ("utter_cancel_sure",)
    date = ("date", "nächsten dienstag")
    assert care_action(talk(date, slots=topic, said_before=told)) == "action_reschedule_appointment"
    assert care_action(talk(date, slots=topic)) == "action_book_appointment"


async def test_a_week_later_is_counted_from_the_appointment(ears: Ears) -> None:
    office = MemoryCare(booked=(visit("A-1093", at(23, 8, month=11)), visit("A-2", at(25, 8))))
    office.free = (*FREE, at(2, 8, month=12))
    dialogue = asked("bitte eine woche später", "reschedule_appointment", **CHECKED)
    assert times(await appointments(office).move(dialogue, ears.speech)) == [at(2, 8, month=12)]


async def test_which_of_several_appointments_is_asked_unless_it_is_named(ears: Ears) -> None:
    office = MemoryCare(booked=(visit("A-1", at(26, 8)), visit("A-2", at(27, 8))))
    dialogue = asked("termin absagen", "cancel_appointment", **CHECKED)
    events = await appointments(office).cancel(dialogue, ears.speech)
    assert followed(events) == ["choice_form"]
    assert slots_of(events)["pending_action"] == "action_cancel_appointment"
    chosen = asked("der zweite", "inform", **CHECKED, chosen="A-2")
    assert slots_of(await appointments(office).cancel(chosen, ears.speech))["cancelling"] == "A-2"
    number = ("appointment_number", "a-2")
    named = asked("a-2 absagen", "cancel_appointment", number, **CHECKED, chosen="A-1")
    assert slots_of(await appointments(office).cancel(named, ears.speech))["cancelling"] == "A-2"
    before = asked("a-2 absagen", "cancel_appointment", number)
    assert slots_of(await appointments(office).cancel(before, ears.speech))["chosen"] == "A-2"
    day = asked("den Termin am Freitag absagen", "cancel_appointment", **CHECKED)
    assert slots_of(await appointments(office).cancel(day, ears.speech))["cancelling"] == "A-2"


async def test_a_cancellation_is_asked_about_and_then_done(ears: Ears) -> None:
    office = MemoryCare(booked=(visit("A-1093", at(26, 8)),))
    dialogue = asked("termin absagen", "cancel_appointment", **CHECKED)
    events = await appointments(office).cancel(dialogue, ears.speech)
    assert (ears.responses, office.cancelled) == (["utter_cancel_sure"], [])
    assert slots_of(events)["offer"] == "cancel_appointment"
    sure = asked("ja", "affirm", cancelling="A-1093", **CHECKED)
    events = await appointments(office).confirm_cancellation(sure, ears.speech)
    assert office.cancelled == ["A-1093"]
    assert slots_of(events)["offer"] == "book_appointment"


async def test_not_wanting_a_time_after_all_is_no_cancellation(ears: Ears) -> None:
    dialogue = asked("doch keinen termin", "cancel_appointment", **CHECKED, **WAITING)
    events = await appointments().cancel(dialogue, ears.speech)
    assert ears.responses == ["utter_cancelled"]
    assert left(events)


async def test_an_appointment_that_has_begun_is_a_persons_business(ears: Ears) -> None:
    office = MemoryCare(booked=(visit("A-1", at(24, 10)),))
    await appointments(office).cancel(asked("absagen", "x", **CHECKED), ears.speech)
    assert ears.responses == ["utter_appointment_has_begun"]
    assert ears.signal is not None


@pytest.mark.parametrize(
    ("booked", "response", "offer"),
    [
        ((), "utter_no_appointment", "book_appointment"),
        ((visit("A-1", at(23, 8)),), "utter_no_appointment", "book_appointment"),
        (
            (visit("A-1", at(26, 8), status="cancelled"),),
            "utter_no_appointment",
            "book_appointment",
        ),
        ((visit("A-1", at(26, 8)),), "utter_appointment_is", None),
        ((visit("A-1", at(24, 10)), visit("A-2", at(26, 8))), "utter_appointments_are", None),
    ],
)
async def test_who_asks_is_told_date_and_window(
    ears: Ears, booked: Any, response: str, offer: str | None
) -> None:
    dialogue = asked("wann kommt der techniker", "ask_appointment", **CHECKED)
    events = await appointments(MemoryCare(booked=booked)).tell(dialogue, ears.speech)
    assert ears.responses == [response]
    assert slots_of(events).get("offer") == offer


async def missed(ears: Ears, *booked: Any) -> list[Event]:
    dialogue = asked("keiner da gewesen", "report_missed_appointment", **CHECKED)
    return await appointments(MemoryCare(booked=booked)).missed(dialogue, ears.speech)


@pytest.mark.parametrize(
    ("booked", "response"),
    [
        ((visit("A-1", at(23, 8)),), "utter_missed_is_found"),
        ((visit("A-1", at(23, 8), status="failed"),), "utter_missed_is_found"),
        ((), "utter_missed_is_not_found"),
        ((visit("A-1", at(23, 8), status="completed"),), "utter_missed_is_not_found"),
    ],
)
async def test_nobody_came_is_owned_and_new_times_are_proposed(
    ears: Ears, booked: Any, response: str
) -> None:
    events = await missed(ears, *booked)
    assert ears.responses == ["utter_sorry_nobody_came", response]
    assert times(events) == list(FREE[:3])
    assert followed(events) == ["appointment_form"]


async def test_a_window_that_still_runs_is_said_to(ears: Ears) -> None:
    events = await missed(ears, visit("A-1", at(24, 10)))
    assert ears.responses[-1] == "utter_window_still_runs"
    assert slots_of(events)["offer"] == "human"


async def test_an_appointment_still_to_come_was_not_missed(ears: Ears) -> None:
    events = await missed(ears, visit("A-1", at(26, 8)))
    assert ears.responses[-1] == "utter_appointment_is_still_to_come"
    assert slots_of(events)["offer"] == "reschedule_appointment"


async def test_the_regret_comes_before_the_question_who_it_is_and_only_once(ears: Ears) -> None:
    first = asked("keiner da gewesen", "report_missed_appointment")
    await appointments().missed(first, ears.speech)
    assert ears.responses == ["utter_sorry_nobody_came"]
    again = asked("[KUNDENNUMMER_1], 24103", "inform", **CHECKED)
    await appointments().missed(again, ears.speech)
    assert ears.responses.count("utter_sorry_nobody_came") == 1


@pytest.mark.parametrize("text", ["lieber nachmittags", "mittwoch so früh wie möglich"])
async def test_what_is_only_wished_is_asked_before_it_is_booked(ears: Ears, text: str) -> None:
    shown = " ".join(each.written() for each in (at(25, 8), at(25, 10), at(25, 14)))
    events = await answer(ears, text, proposed_times=shown)
    assert chosen(events) is None
    assert len(times(events)) == 1


async def test_hours_alone_are_wished_for_the_day_that_is_talked_about(ears: Ears) -> None:
    shown = " ".join(each.written() for each in (at(26, 8), at(26, 10)))
    events = await answer(ears, "lieber nachmittags", proposed_times=shown, wish="2026-11-26|")
    assert times(events) == [at(26, 14)]


async def test_a_wish_with_a_yes_is_a_choice(ears: Ears) -> None:
    shown = " ".join(each.written() for each in (at(25, 8), at(25, 14)))
    events = await answer(ears, "ja, nachmittags", proposed_times=shown)
    assert chosen(events) == at(25, 14)


async def test_the_apology_is_said_once(ears: Ears) -> None:
    text, intent = "es kam niemand", "report_missed_appointment"
    await appointments().missed(asked(text, intent), ears.speech)
    waiting = {"pending_action": "action_missed_appointment"}
    await appointments().missed(asked(text, intent, **CHECKED, **waiting), ears.speech)
    assert ears.responses.count("utter_sorry_nobody_came") == 1
