"""Talks about tariffs, contracts and mobile use with the real engine and the real actions."""

import pytest

from tests.bot.engine import Customer, Engine
from tests.bot.world import qualified

pytestmark = pytest.mark.timeout(600)


def test_a_follow_up_without_a_subject_gets_exactly_what_it_asks_for(customer: Customer) -> None:
    customer.says("was kostet der XL?")
    assert customer.says("und wie schnell ist da der Upload?").text == (
        "Zuhause XL: bis 40 Mbit/s im Upload."
    )
    assert customer.says("und die Laufzeit?").text == "Zuhause XL: 24 Monate Mindestlaufzeit."
    assert customer.says("und beim Zuhause M?").text == (
        "Zuhause M: 24 Monate Mindestlaufzeit, 34,99 € im Monat."
    )


def test_two_tariffs_are_held_side_by_side(customer: Customer) -> None:
    answer = customer.says("Was ist der Unterschied zwischen Zuhause L und XL?")
    assert "39,99 € / 44,99 €" in answer.text
    assert "100 / 250 Mbit/s" in answer.text
    assert "Upload" not in answer.text
    assert answer.titles == ["Zuhause L", "Zuhause XL"]


def test_one_tariff_is_compared_with_that_of_the_talk_before(customer: Customer) -> None:
    customer.says("was kostet Zuhause M?")
    assert "34,99 € / 44,99 €" in customer.says("Unterschied zum XL?").text


def test_who_names_nothing_to_compare_is_asked(customer: Customer) -> None:
    asked = customer.says("könnt ihr mir mal zwei Tarife vergleichen?")
    assert "Welche" in asked.text
    assert "39,99 € / 44,99 €" in customer.says("Zuhause L und Zuhause XL").text


def test_needs_said_at_once_are_not_asked_for(customer: Customer) -> None:
    answer = customer.says(
        "Welchen Tarif empfehlt ihr? Wir sind zu viert und streamen viel Netflix"
    )
    assert "Zuhause L" in answer.text
    assert "vier Personen" in answer.text
    assert answer.body["requested_slot"] is None
    why = customer.says("warum?")
    assert "Zuhause M hat nur 50 Mbit/s" in why.text


def test_needs_are_asked_for_one_by_one_and_a_budget_counts(customer: Customer) -> None:
    asked = customer.says("Welcher Tarif passt zu mir?")
    assert "Personen" in asked.text
    assert "Zu zweit" in asked.titles
    use = customer.says("zu viert")
    assert "wofür" in use.text
    answer = customer.says("viel netflix, max 35 euro")
    assert "Zuhause M" in answer.text
    assert "Zuhause L (39,99 €)" in answer.text


def test_needs_can_be_pressed(customer: Customer) -> None:
    asked = customer.says("Welcher Tarif passt zu mir?")
    use = customer.says(asked.payload("Drei bis vier"))
    answer = customer.says(use.payload("Homeoffice"))
    assert "Zuhause L" in answer.text
    assert "Zuhause M hat nur" in customer.says(answer.payload("Warum dieser?")).text


def test_a_question_in_between_is_answered_and_the_way_back_found(customer: Customer) -> None:
    customer.says("Welcher Tarif passt zu mir?")
    digression = customer.says("was kostet Glasfaser 500?")
    assert "54,99" in digression.text
    assert "Personen" in digression.text
    assert "wofür" in customer.says("zu zweit").text


def test_advice_can_be_broken_off(customer: Customer) -> None:
    customer.says("Welcher Tarif passt zu mir?")
    stopped = customer.says("abbrechen")
    assert stopped.body["active_loop"] is None
    assert "Personen" not in stopped.text


def test_a_mobile_tariff_is_recommended_by_use(customer: Customer) -> None:
    asked = customer.says("welchen handytarif empfehlt ihr mir?")
    assert "unterwegs" in asked.text
    assert "Mobil S" in customer.says("nur wenig, whatsapp und so").text


def test_a_yes_after_the_recommendation_looks_up_what_there_is(
    engine: Engine, customer: Customer
) -> None:
    engine.office.lines["24118"] = [
        qualified("fibre", 1000),
        qualified("vdsl", 100),
        qualified("5g", 300),
    ]
    customer.says("Welchen Tarif empfehlt ihr für 4 Personen mit viel Netflix?")
    asked = customer.says("ja")
    assert "Postleitzahl" in asked.text
    answer = customer.says("24118")
    assert "Dazu passt Zuhause L (39,99 €)" in answer.text
    assert "Glasfaser gibt es dort auch, mit bis zu 1000 Mbit/s" in answer.text


def test_fibre_is_promised_nowhere_it_is_not(engine: Engine, customer: Customer) -> None:
    engine.office.lines["24118"] = [
        qualified("fibre", None, "2027-06-01T00:00:00Z"),
        qualified("vdsl", 100),
        qualified("5g", None),
    ]
    answer = customer.says("Gibt es in 24118 Glasfaser?")
    assert "leider noch nicht" in answer.text
    assert "Juni 2027" in answer.text
    assert "nicht zusagen" in answer.text or "zusagen lässt sich das nicht" in answer.text
    assert "Zuhause L" in answer.text
    assert "Glasfaser 500" not in answer.text


def test_a_city_alone_is_asked_for_its_postcode(customer: Customer) -> None:
    answer = customer.says("Ist in Kiel Glasfaser verfügbar?")
    assert "Kiel" in answer.text
    assert "Postleitzahl" in answer.text
    assert "keinen Anschluss" in customer.says("24103").text


def test_a_clause_is_explained_with_its_source(customer: Customer) -> None:
    answer = customer.says("Ich will NICHT kündigen, nur die Kündigungsfrist wissen.")
    assert "einen Monat" in answer.text
    assert "Quelle: Vertragsbedingungen" in answer.text
    assert answer.signal is None


def test_what_is_not_known_is_not_guessed(customer: Customer) -> None:
    answer = customer.says("Was bedeutet die Schiedsklausel in meinem Vertrag?")
    assert "weiß ich leider nicht" in answer.text
    assert customer.says("ja").reason == "requested"


def test_without_the_encoder_a_person_answers(engine: Engine, customer: Customer) -> None:
    engine.encoder.broken = True
    answer = customer.says("Wie lange ist die Kündigungsfrist?")
    assert answer.reason == "bot_unavailable"
    assert "tut mir leid" in answer.text


def test_a_cancellation_goes_to_a_person_without_persuading(customer: Customer) -> None:
    answer = customer.says("Hiermit kündige ich meinen Vertrag")
    assert answer.reason == "complexity"
    assert "kündigen" in str(answer.signal)


def test_a_change_names_the_price_and_goes_to_a_person(customer: Customer) -> None:
    answer = customer.says("ich möchte in den Zuhause XL wechseln")
    assert "44,99" in answer.text
    assert answer.reason == "complexity"
    assert "Zuhause XL" in str(answer.signal)


def test_who_moves_hears_what_to_do_and_what_there_is(engine: Engine, customer: Customer) -> None:
    engine.office.lines["24937"] = [
        qualified("fibre", 500),
        qualified("vdsl", None),
        qualified("5g", None),
    ]
    told = customer.says("ich ziehe um, was muss ich machen?")
    assert "vier Wochen" in told.text
    place = customer.says("24937")
    assert "500 Mbit/s" in place.text
    assert customer.says("ja bitte").reason == "requested"


def test_data_and_roaming_have_their_lines(customer: Customer) -> None:
    assert "Verbrauch" in customer.says("wieviel gb hab ich noch").text
    assert "4,99" in customer.says("roaming schweiz kosten?").text
    assert "in der EU" in customer.says("ist roaming bei mobil m dabei?").text


def test_an_insult_gets_one_calm_word(customer: Customer) -> None:
    answer = customer.says("ihr seid doch alle idioten")
    assert answer.text.startswith("Ich verstehe den Ärger.")
    assert answer.signal is None
    assert "!" not in answer.text
    assert customer.says("ja").reason == "requested"


def test_a_threat_is_taken_seriously(customer: Customer) -> None:
    answer = customer.says("ich gehe zum anwalt")
    assert answer.reason == "legal_threat"


@pytest.mark.parametrize("opening", ["Tarif?", "Vertrag?", "Umzug?", "Glasfaser?"])
def test_an_opening_of_one_word_reaches_something_sensible(
    customer: Customer, opening: str
) -> None:
    answer = customer.says(opening)
    assert answer.signal is None
    assert answer.text
    assert "nicht weiterhelfen" not in answer.text


def test_names_of_several_families_are_settled_by_a_press(customer: Customer) -> None:
    asked = customer.says("Was ist der Unterschied zwischen M und L?")
    assert "mehrfach" in asked.text
    answer = customer.says(asked.payload("Mobil M / Mobil L"))
    assert "19,99 € / 29,99 €" in answer.text


def test_a_country_alone_goes_on_about_roaming(customer: Customer) -> None:
    customer.says("roaming türkei kosten?")
    assert "Die Schweiz ist nicht inklusive" in customer.says("und in der Schweiz?").text


def test_one_message_asks_for_a_tariff_and_a_place(engine: Engine, customer: Customer) -> None:
    engine.office.lines["24118"] = [
        qualified("fibre", 1000),
        qualified("vdsl", 100),
        qualified("5g", None),
    ]
    answer = customer.says("was kostet Glasfaser 500 und gibt es das in 24118?")
    assert "54,99" in answer.text
    assert "1000 Mbit/s" in answer.text
