"""Talks about a customer's own contract: real engine, real actions, a back office in memory."""

import pytest

from tests.bot.care import JANA, local, said
from tests.bot.engine import Answer, Customer, Engine
from tests.bot.world import problem

pytestmark = pytest.mark.timeout(600)

WHO = "[KUNDENNUMMER_1], 24103"


def booked(engine: Engine) -> list[tuple[str, str, str]]:
    return [
        (each["id"], each["status"], each["validFor"]["startDateTime"])
        for each in engine.office.care.appointments
    ]


def reports(engine: Engine) -> list[tuple[str, str]]:
    return [(each["ticketType"], each["status"]) for each in engine.office.care.tickets]


def talk(customer: Customer, *lines: str) -> Answer:
    """Say several things; the last answer."""
    answers = [customer.says(line) for line in lines]
    return answers[-1]


def test_from_a_fault_over_steps_and_a_ticket_to_a_technician(
    engine: Engine, customer: Customer
) -> None:
    steps = customer.says("moin, internet tot in 24103")
    assert "Hat das geholfen?" in steps.text
    who = customer.says("nein, geht immer noch nicht")
    assert "Kundennummer" in who.text
    assert "Postleitzahl" not in who.text
    ticket = customer.says("[KUNDENNUMMER_1]")
    assert "Ticket T-50001" in ticket.text
    assert reports(engine) == [("outage", "acknowledged")]
    times = customer.says("Ja, bitte.")
    assert times.titles[0] == "Dienstag, 24.11., 14 bis 16 Uhr"
    done = customer.says("Der erste passt.")
    assert "A-2001" in done.text
    assert engine.office.care.appointments[0]["relatedEntity"][0]["id"] == "T-50001"


@pytest.mark.parametrize("line", ["geht immer noch nicht", "internet geht immer noch nicht"])
def test_what_still_does_not_work_becomes_a_ticket(
    engine: Engine, customer: Customer, line: str
) -> None:
    talk(customer, "mein internet geht nicht in 24103", line, WHO)
    assert reports(engine) == [("outage", "acknowledged")]


def test_who_has_tried_everything_is_spared_the_steps(engine: Engine, customer: Customer) -> None:
    answer = customer.says("internet tot in 24103, router hab ich schon neu gestartet")
    assert "Hat das geholfen?" not in answer.text
    assert "Kundennummer" in answer.text


def test_where_the_steps_help_no_ticket_is_needed(engine: Engine, customer: Customer) -> None:
    assert "freut" in talk(customer, "internet tot in 24103", "ja, läuft wieder").text
    assert reports(engine) == []


def test_a_known_fault_means_no_ticket(engine: Engine, customer: Customer) -> None:
    engine.office.problems = [problem("24103", "internet", until="2026-11-24T15:00:00Z")]
    assert "Bagger" in talk(customer, "internet tot in 24103").text
    assert "Bagger" in talk(customer, "mein internet geht immer noch nicht").text
    assert reports(engine) == []


def test_a_slow_line_is_a_ticket_of_its_own_kind(engine: Engine, customer: Customer) -> None:
    talk(customer, "internet so lahm heute", "24103", "nein", "[KUNDENNUMMER_1]")
    assert reports(engine) == [("slowConnection", "acknowledged")]


def test_help_with_a_device_is_never_a_ticket(engine: Engine, customer: Customer) -> None:
    assert "Strom" in customer.says("wie starte ich den router neu").text
    assert "Störung" in customer.says("nein").text
    assert "Postleitzahl" in customer.says("ja").text
    assert reports(engine) == []


def test_everything_in_one_go_needs_only_the_choice(engine: Engine, customer: Customer) -> None:
    times = customer.says("Techniker übermorgen vormittag, [KUNDENNUMMER_1], 24103")
    assert times.titles == ["Donnerstag, 26.11., 8 bis 10 Uhr", "Donnerstag, 26.11., 10 bis 12 Uhr"]
    customer.says("10 bis 12")
    assert booked(engine) == [("A-2001", "confirmed", said(local(2026, 11, 26, 10)))]


def test_a_press_on_a_time_books_it(engine: Engine, customer: Customer) -> None:
    times = talk(customer, "ich brauche einen techniker am freitag", WHO)
    customer.says(times.payload("Freitag, 27.11., 12 bis 14 Uhr"))
    assert booked(engine) == [("A-2001", "confirmed", said(local(2026, 11, 27, 12)))]


def test_number_and_postcode_come_in_any_order_and_are_asked_for_once(
    engine: Engine, customer: Customer
) -> None:
    both = customer.says("ich brauche einen techniker")
    assert "Kundennummer" in both.text
    assert "Postleitzahl" in both.text
    assert "Kundennummer" not in customer.says("[KUNDENNUMMER_1]").text
    assert customer.says("24103").body["requested_slot"] == "appointment_time"
    # Once checked it holds: the next wish needs no number.
    assert "keinen offenen Termin" in customer.says("wann kommt der techniker?").text


def test_a_wrong_pair_may_be_mended_once(customer: Customer) -> None:
    wrong = talk(customer, "ich brauche einen techniker", "[KUNDENNUMMER_1], 24118")
    assert "passen leider nicht" in wrong.text
    assert customer.says("sorry, 24103").body["requested_slot"] == "appointment_time"


def test_a_second_wrong_pair_calls_a_person(customer: Customer) -> None:
    talk(customer, "ich brauche einen techniker", "[KUNDENNUMMER_1], 24118")
    answer = customer.says("[KUNDENNUMMER_2], 24118")
    assert answer.reason == "complexity"
    assert answer.body["active_loop"] is None


def test_who_has_no_number_is_offered_a_person_and_may_find_it_later(customer: Customer) -> None:
    none = talk(customer, "ich brauche einen techniker am freitag", "die hab ich grad nicht da")
    assert "Menschen" in none.text
    times = talk(customer, "[KUNDENNUMMER_1]", "24103")
    assert "Freitag" in times.text


def test_a_digression_is_answered_and_the_times_shown_again(customer: Customer) -> None:
    talk(customer, "ich brauche einen techniker", WHO)
    digression = customer.says("was kostet der XL?")
    assert "44,99" in digression.text
    assert "Welche passt dir?" in digression.text


def test_in_the_middle_of_the_check_a_person_can_be_had(customer: Customer) -> None:
    answer = talk(customer, "ich brauche einen techniker", "ich will einen menschen")
    assert answer.reason == "requested"
    assert (answer.body["active_loop"], answer.body["requested_slot"]) == (None, None)


@pytest.mark.parametrize("line", ["abbrechen", "nee doch keinen termin"])
def test_nothing_is_booked_for_who_changes_their_mind(
    engine: Engine, customer: Customer, line: str
) -> None:
    answer = talk(customer, "ich brauche einen techniker", WHO, line)
    assert answer.body["active_loop"] is None
    assert booked(engine) == []


def test_another_wish_in_the_middle_is_taken_up(customer: Customer) -> None:
    answer = talk(customer, "ich brauche einen techniker", "nee, gibt es eine störung in 24103?")
    assert "24103" in answer.text
    assert "Kundennummer" not in answer.text


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Technikertermin am Sonntag bitte", "Montag, 30.11."),
        ("ich brauche einen techniker am 25.12.", "Erster Weihnachtstag"),
        ("ich brauche einen techniker am 20.11.", "schon vorbei"),
        ("ich brauche einen techniker am 20.3.", "sechs Wochen"),
    ],
)
def test_a_day_that_is_none_gets_a_helpful_answer(
    customer: Customer, line: str, words: str
) -> None:
    answer = talk(customer, line, WHO)
    assert words in answer.text
    assert answer.body["requested_slot"] == "appointment_time"


def test_a_full_day_is_admitted(engine: Engine, customer: Customer) -> None:
    engine.office.care.taken = {said(local(2026, 11, 26, hour)) for hour in (8, 10, 12, 14, 16)}
    answer = talk(customer, "ich brauche einen techniker übermorgen", WHO)
    assert "leider alles belegt" in answer.text
    assert answer.titles[0].startswith("Freitag")


def test_a_lost_race_is_told_and_the_next_times_are_offered(
    engine: Engine, customer: Customer
) -> None:
    talk(customer, "ich brauche einen techniker am freitag", WHO)
    engine.office.care.taken = {said(local(2026, 11, 27, 8))}
    lost = customer.says("der erste")
    assert "gerade jemand anders" in lost.text
    assert booked(engine) == []
    customer.says("der zweite passt")
    assert len(booked(engine)) == 1


def test_none_of_the_times_fits_and_another_day_does(engine: Engine, customer: Customer) -> None:
    asked = talk(customer, "ich brauche einen techniker", WHO, "nein, passt alles nicht")
    assert "Wann passt es dir besser?" in asked.text
    only = customer.says("donnerstag nach 16 uhr")
    assert "Frei ist Donnerstag, 26.11., 16 bis 18 Uhr." in only.text
    customer.says("ja")
    assert booked(engine) == [("A-2001", "confirmed", said(local(2026, 11, 26, 16)))]


def test_an_appointment_is_moved(engine: Engine, customer: Customer) -> None:
    engine.office.care.add_appointment("A-1093", local(2026, 11, 26, 8))
    talk(customer, "Termin A-1093 auf Freitag früh verschieben", WHO)
    assert "A-1093" in customer.says("Ja, bitte.").text
    assert booked(engine) == [("A-1093", "confirmed", said(local(2026, 11, 27, 8)))]


def test_one_of_two_appointments_is_cancelled_and_a_new_one_made(
    engine: Engine, customer: Customer
) -> None:
    engine.office.care.add_appointment("A-1093", local(2026, 11, 26, 8))
    engine.office.care.add_appointment("A-1094", local(2026, 12, 1, 14))
    which = talk(customer, "ich will meinen Termin absagen", WHO)
    assert len(which.titles) == 2
    assert "wirklich absagen?" in customer.says("der erste").text
    assert "abgesagt" in customer.says("ja").text
    talk(customer, "ja und zwar morgen früh", "ja")
    assert [status for _, status, _ in booked(engine)] == ["cancelled", "confirmed", "confirmed"]


def test_a_no_keeps_the_appointment(engine: Engine, customer: Customer) -> None:
    engine.office.care.add_appointment("A-1093", local(2026, 11, 26, 8))
    assert "bleibt" in talk(customer, "termin absagen", WHO, "nein doch nicht").text
    assert booked(engine)[0][1] == "confirmed"


def test_who_asks_is_told_when_the_technician_comes(engine: Engine, customer: Customer) -> None:
    engine.office.care.add_appointment("A-1093", local(2026, 11, 26, 8))
    answer = talk(customer, "wann kommt der techniker?", WHO)
    assert "Donnerstag, 26.11., 8 bis 10 Uhr" in answer.text


def test_nobody_came_is_owned_and_mended(engine: Engine, customer: Customer) -> None:
    engine.office.care.add_appointment("A-1", local(2026, 11, 24, 8))
    assert "leid" in customer.says("heute kam keiner!").text
    times = customer.says(WHO)
    assert "heute fest eingetragen" in times.text
    customer.says("der zweite")
    assert len(booked(engine)) == 2


def test_a_ticket_that_needs_a_technician_gets_one(engine: Engine, customer: Customer) -> None:
    reason = "Die Dose muss getauscht werden."
    engine.office.care.add_ticket("T-48213", "pending", statusChangeReason=reason)
    assert reason in talk(customer, "was macht ticket 48213", WHO).text
    talk(customer, "ja gerne", "der zweite passt")
    assert engine.office.care.appointments[0]["relatedEntity"][0]["id"] == "T-48213"


def test_one_of_two_tickets_is_chosen_by_its_bare_number(
    engine: Engine, customer: Customer
) -> None:
    engine.office.care.add_ticket("T-48213", "inProgress")
    engine.office.care.add_ticket("T-48214", "pending", statusChangeReason="Dose defekt.")
    assert len(talk(customer, "ticketstatus", WHO).titles) == 2
    answer = customer.says("48214")
    assert "Dose defekt." in answer.text
    assert answer.body["slots"]["postal_code"] == "24103"


@pytest.mark.parametrize("line", ["Nein, leider nicht.", "geht immer noch nicht"])
def test_a_closed_ticket_is_opened_anew(engine: Engine, customer: Customer, line: str) -> None:
    engine.office.care.add_ticket("T-48213", "resolved")
    assert "abgeschlossen" in talk(customer, "ist mein ticket erledigt?", WHO).text
    customer.says(line)
    assert reports(engine) == [("outage", "resolved"), ("outage", "acknowledged")]


def test_a_bill_is_explained_and_then_disputed(engine: Engine, customer: Customer) -> None:
    care = engine.office.care
    care.add_bill("R-11", "2026-11", total=53.13)
    care.add_item("R-11", "Grundpreis Glasfaser 250", "basePrice", 44.99)
    care.add_item("R-11", "Roaming Schweiz", "roaming", 8.14)
    answer = talk(customer, "warum ist meine rechnung so hoch", WHO)
    assert "53,13 €" in answer.text
    assert "Roaming Schweiz: 8,14 €" in answer.text
    assert "Grundpreis" not in answer.text
    dispute = customer.says("die rechnung stimmt nicht, ich will die 8,14 euro zurück")
    assert dispute.reason == "dispute"
    assert "R-11" in str(dispute.signal)
    assert "8,14" in str(dispute.signal)


@pytest.mark.parametrize("line", ["ich brauche einen techniker", "mein ticket T-48213?"])
def test_in_public_nothing_about_a_person_is_asked(engine: Engine, line: str) -> None:
    public = Customer(engine, channel="x_public", slots={"channel": "x_public"})
    answer = public.says(line)
    assert "nicht öffentlich" in answer.text
    assert "Direktnachricht" in answer.text
    assert "Kundennummer" not in answer.text
    assert answer.body["active_loop"] is None


def test_a_failing_back_office_books_nothing_now_or_later(
    engine: Engine, customer: Customer
) -> None:
    talk(customer, "ich brauche einen techniker am freitag", WHO)
    engine.office.broken = True
    failed = customer.says("der erste")
    assert failed.reason == "bot_unavailable"
    engine.office.broken = False
    times = customer.says("ich brauche einen techniker")
    assert times.body["requested_slot"] == "appointment_time"
    assert booked(engine) == []


def test_a_turn_that_is_asked_again_after_a_failure_books_once(
    engine: Engine, customer: Customer
) -> None:
    talk(customer, "ich brauche einen techniker am freitag", WHO)
    question = customer.question("der erste")
    answers = [engine.post(question) for _ in range(2)]
    assert {answer.status_code for answer in answers} == {200}
    assert len(booked(engine)) == 1
    assert engine.office.care.appointments[0]["relatedParty"][0]["id"] == JANA


def test_no_slot_holds_a_real_number(engine: Engine, customer: Customer) -> None:
    answer = talk(customer, "ich brauche einen techniker am freitag", WHO, "der erste")
    assert JANA not in str(answer.body)
    assert JANA not in engine.log.read_text(errors="replace")


def test_everything_is_said_in_the_form_of_the_talk(engine: Engine) -> None:
    formal = Customer(engine, slots={"address_form": "sie"})
    assert "nennen Sie" in formal.says("ich brauche einen Techniker").text
    assert "Welche passt Ihnen?" in formal.says(WHO).text
    assert "Ihre Terminnummer" in formal.says("der erste").text
