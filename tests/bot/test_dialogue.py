"""Talks with the real engine and the real actions over a back office in memory."""

import pytest

from tests.bot.engine import Customer, Engine
from tests.bot.world import problem

pytestmark = pytest.mark.timeout(600)


def test_a_tariff_is_explained_and_the_next_one_needs_no_subject(customer: Customer) -> None:
    first = customer.says("was kostet der XL?")
    assert "Zuhause XL kostet 44,99 € im Monat" in first.text
    assert "40 Mbit/s im Upload" in customer.says("und wie schnell ist da der Upload?").text
    assert "54,99" in customer.says("und Glasfaser 500?").text


def test_an_unclear_tariff_is_asked_about_with_buttons(customer: Customer) -> None:
    asked = customer.says("Was kostet der M?")
    assert asked.titles == ["Zuhause M", "Mobil M"]
    assert "19,99" in customer.says(asked.payload("Mobil M")).text


def test_a_typed_name_answers_the_question_which_tariff(customer: Customer) -> None:
    asked = customer.says("Was kostet der Tarif?")
    assert "Welche" in asked.text or "welche" in asked.text
    assert "Glasfaser 500" in asked.titles
    assert "54,99" in customer.says("Glasfaser 500").text


def test_a_tariff_that_does_not_exist_gets_an_honest_list(customer: Customer) -> None:
    answer = customer.says("was kostet der Glas 2000")
    assert "haben wir nicht" in answer.text
    assert "TV Plus" in answer.text


def test_the_overview_goes_from_kinds_to_tariffs_to_one_tariff(customer: Customer) -> None:
    kinds = customer.says("Welche Tarife habt ihr?")
    assert "Mobilfunk: ab 12,99 € im Monat" in kinds.text
    tariffs = customer.says(kinds.payload("Mobilfunk"))
    assert "Mobil M: 30 GB, 19,99 € im Monat" in tariffs.text
    assert "Zuhause" not in tariffs.text
    assert "19,99" in customer.says(tariffs.payload("Mobil M")).text


def test_a_running_problem_is_told_with_its_beginning_and_end(
    engine: Engine, customer: Customer
) -> None:
    engine.office.problems = [problem("24118", "internet", until="2026-11-24T15:00:00Z")]
    answer = customer.says("moin, internet tot in 24118")
    assert "Bagger" in answer.text
    assert "heute um 8:00 Uhr" in answer.text
    assert "heute um 16:00 Uhr" in answer.text
    assert answer.signal is None


def test_the_postcode_is_asked_for_and_a_wrong_one_asked_again(
    engine: Engine, customer: Customer
) -> None:
    engine.office.problems = [problem("24118", "internet")]
    asked = customer.says("Gibt es gerade eine Störung?")
    assert "Postleitzahl" in asked.text
    again = customer.says("2411")
    assert "fünf Ziffern" in again.text
    assert again.body["requested_slot"] == "postal_code"
    answer = customer.says("24118")
    assert "Bagger" in answer.text
    assert "steht noch nicht fest" in answer.text


def test_who_cannot_name_a_postcode_twice_gets_a_person(customer: Customer) -> None:
    customer.says("Gibt es eine Störung?")
    customer.says("2411")
    answer = customer.says("241188")
    assert answer.reason == "repeated_misunderstanding"
    assert answer.body["active_loop"] is None


def test_a_digression_is_answered_and_the_question_asked_again(
    engine: Engine, customer: Customer
) -> None:
    engine.office.problems = [problem("24118", "internet")]
    customer.says("Gibt es eine Störung?")
    digression = customer.says("was kostet Glasfaser 500")
    assert "54,99" in digression.text
    assert "Postleitzahl" in digression.text
    assert "Bagger" in customer.says("24118").text


def test_a_correction_and_a_follow_up_look_at_the_other_postcode(
    engine: Engine, customer: Customer
) -> None:
    engine.office.problems = [problem("24103", "internet")]
    assert "24118" in customer.says("Gibt es in 24118 eine Störung?").text
    assert "Bagger" in customer.says("nee, 24103").text
    assert "24105" in customer.says("und in 24105?").text


def test_a_city_alone_is_not_answered_with_the_postcode_named_before(customer: Customer) -> None:
    customer.says("Gibt es in 24118 eine Störung?")
    answer = customer.says("und in Flensburg?")
    assert "24118" not in answer.text
    assert answer.body["requested_slot"] == "postal_code"


def test_a_fault_of_another_service_is_not_taken_for_the_customers(
    engine: Engine, customer: Customer
) -> None:
    engine.office.problems = [problem("24118", "tv")]
    answer = customer.says("mein internet ist weg in 24118")
    assert "sie betrifft aber nur Fernsehen" in answer.text
    assert "keine Störung bekannt" not in answer.text.splitlines()[0]
    assert "Router" in answer.text


def test_where_nothing_is_known_help_is_offered_step_by_step(customer: Customer) -> None:
    nothing = customer.says("Gibt es in 24103 eine Störung?")
    assert nothing.titles == ["Ja, etwas geht nicht", "Nein, alles gut"]
    steps = customer.says("ja")
    assert "Router" in steps.text
    assert "Hat das geholfen?" in steps.text
    assert "freut" in customer.says("ja").text


def test_a_yes_long_after_an_offer_takes_nothing_up(customer: Customer) -> None:
    customer.says("Gibt es in 24103 eine Störung?")
    customer.says("was kostet der XL?")
    assert customer.says("ja").signal is None


def test_nothing_is_asked_again_after_the_wish_to_stop(customer: Customer) -> None:
    customer.says("Gibt es eine Störung?")
    stopped = customer.says("abbrechen")
    assert stopped.body["active_loop"] is None
    assert "Postleitzahl" not in stopped.text


def test_a_person_can_be_had_in_the_middle_of_a_question(customer: Customer) -> None:
    customer.says("Gibt es eine Störung?")
    answer = customer.says("ich will mit einem Menschen sprechen")
    assert answer.reason == "requested"
    assert "Störung" in str(answer.signal)
    assert (answer.body["active_loop"], answer.body["requested_slot"]) == (None, None)
    # Who comes and when is the desk's to say.
    assert answer.text == ""


def test_a_complaint_is_met_with_regret_and_a_person(customer: Customer) -> None:
    answer = customer.says("Ihr seid das Letzte, eine Frechheit!")
    assert answer.reason == "anger"
    assert "tut mir leid" in answer.text
    assert "!" not in answer.text


def test_the_first_misunderstanding_is_asked_about_the_second_goes_to_a_person(
    customer: Customer,
) -> None:
    asked = customer.says("das mit dem dings von neulich")
    assert "nicht verstanden" in asked.text
    assert asked.titles[-1] == "Mit einem Menschen sprechen"
    assert asked.signal is None
    assert customer.says("halt so wie damals").reason == "repeated_misunderstanding"


def test_misunderstandings_with_an_understanding_between_them_do_not_add_up(
    customer: Customer,
) -> None:
    customer.says("das mit dem dings von neulich")
    customer.says("moin")
    assert customer.says("halt so wie damals").signal is None


def test_what_is_out_of_scope_is_declined_and_no_misunderstanding(customer: Customer) -> None:
    customer.says("das mit dem dings von neulich")
    declined = customer.says("Wie wird das Wetter morgen?")
    assert declined.intent == "out_of_scope"
    assert "Tarife" in declined.text
    assert declined.signal is None
    assert customer.says("erzähl mir einen Witz").signal is None
    assert customer.says("halt so wie damals").signal is None


def test_the_machine_says_that_it_is_one(customer: Customer) -> None:
    assert "Computerprogramm" in customer.says("bist du ein mensch?").text


@pytest.mark.parametrize(("form", "word"), [("du", "dir"), ("sie", "Ihnen")])
def test_the_customer_is_addressed_in_the_form_of_the_talk(
    engine: Engine, form: str, word: str
) -> None:
    customer = Customer(engine, slots={"address_form": form})
    assert word in customer.says("Welche Tarife kosten was? Was kannst du?").text or (
        word in customer.says("Wie wird das Wetter?").text
    )


def test_a_failing_back_office_is_admitted_and_a_person_called(
    engine: Engine, customer: Customer
) -> None:
    engine.office.broken = True
    tariffs = customer.says("was kostet der XL?")
    assert "tut mir leid" in tariffs.text
    assert tariffs.reason == "bot_unavailable"
    outages = customer.says("Gibt es in 24118 eine Störung?")
    assert outages.reason == "bot_unavailable"
    assert "bekannt" not in outages.text


def test_a_bare_postcode_out_of_the_blue_is_asked_about(customer: Customer) -> None:
    asked = customer.says("24118")
    assert "Störung prüfen" in asked.titles
    assert "24118" in customer.says(asked.payload("Störung prüfen")).text
