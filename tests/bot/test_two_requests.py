"""Two requests in one message, with the real engine: neither is dropped."""

import pytest

from tests.bot.engine import Customer, Engine
from tests.bot.world import Trouble, problem

pytestmark = pytest.mark.timeout(600)

WHO = "[KUNDENNUMMER_1], 24103"


def test_what_can_be_answered_at_once_is_and_the_rest_begins_with_its_question(
    customer: Customer,
) -> None:
    answer = customer.says("wann kommt der techniker und was kostet mobil m?")
    assert "19,99 €" in answer.text
    assert answer.text.endswith("nenn mir bitte deine Kundennummer und deine Postleitzahl.")


def test_what_has_to_wait_is_announced_and_taken_up_after_the_first(
    engine: Engine, customer: Customer
) -> None:
    first = customer.says("Wann kommt der Techniker? Und warum ist meine Rechnung so hoch?")
    assert "Um das andere kümmere ich mich gleich danach." in first.text
    assert "later" not in first.body["slots"]
    asked = customer.says(WHO)
    assert "Soll ich einen machen?" in asked.text
    assert "Rechnung" not in asked.text
    assert "Rechnung" in customer.says("nein danke").text


def test_an_answer_and_another_question_are_both_taken_up(
    engine: Engine, customer: Customer
) -> None:
    customer.says("internet tot in 24103")
    answer = customer.says("nein. und was kostet eigentlich mobil m?")
    assert "19,99 €" in answer.text
    assert answer.text.count("Kundennummer") == 1


def test_who_wants_a_person_has_plain_questions_answered_before(customer: Customer) -> None:
    answer = customer.says("was kostet mobil m? ich möchte mit einem menschen sprechen")
    assert "19,99 €" in answer.text
    assert answer.reason == "requested"


def test_a_turn_that_fails_on_its_second_request_leaves_nothing_behind(
    engine: Engine, customer: Customer
) -> None:
    customer.says("moin")
    question = customer.question("was kostet mobil m? und gibt es eine störung in 24118?")
    engine.wire.trouble = Trouble(status=500, only="action_outage_status")
    assert engine.post(question).status_code == 500
    engine.wire.repair()
    engine.office.problems = [problem("24118", "internet")]
    again = engine.post(question)
    assert again.status_code == 200
    texts = " ".join(reply["text"] for reply in again.json()["replies"])
    assert "19,99 €" in texts
    assert "Störung" in texts
