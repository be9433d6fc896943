"""One's own contract: dates for whom it belongs to, changes of the account for people."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from actions.backoffice import Contract, Customer
from actions.dialogue import Dialogue
from actions.own_contract import OwnContract, asks_own_dates, before, changes_own_data
from conversation.signals import Reason
from tests.actions.care import CHECKED, JANA, MemoryCare, asked, followed, identity, left
from tests.actions.stage import NOW, Ears, slots_of


@pytest.fixture
def ears() -> Ears:
    return Ears()


def with_term(end: date | None) -> Customer:
    return replace(JANA, contract=Contract(end, notice_months=1) if end else None)


def contract(customer: Customer = JANA) -> OwnContract:
    return OwnContract(identity(MemoryCare(customers=(customer,))), now=lambda: NOW)


def question(**slots: Any) -> Dialogue:
    return asked("wann läuft mein vertrag aus?", "ask_contract_clause", **slots)


@pytest.mark.parametrize(
    ("end", "said", "values"),
    [
        (date(2027, 2, 28), "utter_own_contract", {"end": "28.2.2027", "last_day": "28.1.2027"}),
        (date(2026, 12, 10), "utter_own_contract_goes_on", {"end": "10.12.2026"}),
        (date(2026, 3, 31), "utter_own_contract_is_free", {"end": "31.3.2026"}),
        (None, "utter_own_contract_unknown", {}),
    ],
)
async def test_the_end_is_told_with_what_it_means_today(
    ears: Ears, end: date | None, said: str, values: dict[str, str]
) -> None:
    await contract(with_term(end)).tell(question(**CHECKED), ears.speech)
    assert ears.responses == [said]
    assert {name: ears.value(name) for name in values} == values


async def test_nothing_is_told_before_it_is_known_who_asks(ears: Ears) -> None:
    events = await contract(with_term(date(2027, 2, 28))).tell(question(), ears.speech)
    assert followed(events) == ["identity_form"]
    assert slots_of(events)["pending_action"] == "action_own_contract"
    assert ears.messages == []


async def test_in_public_neither_dates_nor_changes_are_spoken_of(ears: Ears) -> None:
    public = question(**CHECKED, channel="x_public")
    await contract(with_term(date(2027, 2, 28))).tell(public, ears.speech)
    await contract().change(public, ears.speech)
    assert ears.responses == ["utter_go_private", "utter_go_private"]
    assert ears.signal is None


async def test_another_account_is_noted_by_a_person(ears: Ears) -> None:
    events = await contract().change(asked("neue iban: [IBAN_1]"), ears.speech)
    assert ears.responses == ["utter_own_data_to_person"]
    assert ears.signal is not None
    assert ears.signal.reason is Reason.COMPLEXITY
    assert left(events)


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("wann läuft mein vertrag aus", True),
        ("bis wann kann ich kündigen", True),
        ("wie lange läuft mein vertrag noch?", True),
        ("Wann endet meine Mindestlaufzeit?", True),
        ("ab wann komm ich raus", True),
        ("und wie lang häng ich da mindestens drin", False),
        ("welche frist hätte ich beim Zuhause M", False),
        ("was ist die kündigungsfrist", False),
        ("wie lange kann ich widerrufen", False),
        ("Wann darf ich fristlos kündigen?", False),
    ],
)
def test_ones_own_date_is_told_from_a_general_term(text: str, own: bool) -> None:
    assert asks_own_dates(text) is own


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("ich hab die Bank gewechselt und ihr bucht noch vom alten Konto ab", True),
        ("neue iban ist [IBAN_1], bitte eintragen", True),
        ("meine kontonummer hat sich geändert", True),
        ("wo trage ich die neue iban ein", False),
        ("passwort vom kundenkonto ändern", False),
        ("ihr habt doppelt von meinem Konto abgebucht", False),
    ],
)
def test_another_account_is_told_from_a_question_and_a_dispute(text: str, changes: bool) -> None:
    assert changes_own_data(text) is changes


def test_a_month_earlier_is_never_a_day_that_does_not_exist() -> None:
    assert before(date(2027, 3, 31), months=1) == date(2027, 2, 28)
    assert before(date(2027, 1, 15), months=3) == date(2026, 10, 15)
