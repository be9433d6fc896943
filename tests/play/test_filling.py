"""Questions that a script did not foresee are answered from what its customer knows."""

import pytest

from tests.play.asking import Wanted
from tests.play.filling import answer_to
from tests.play.script import Customer

KIM = Customer(
    number="90000017",
    postal_code="24103",
    name="Kim Thomsen",
    address="Hafenstraße 3",
    phone_number="0431 5550100",
    service="tv",
)
NOBODY = Customer(number="90000017", postal_code="24103")


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ({Wanted.CUSTOMER_NUMBER}, "90000017"),
        ({Wanted.POSTAL_CODE}, "24103"),
        (
            {Wanted.CUSTOMER_NUMBER, Wanted.POSTAL_CODE},
            "Kundennummer 90000017, Postleitzahl 24103",
        ),
        ({Wanted.ADDRESS}, "Hafenstraße 3"),
        ({Wanted.SERVICE}, "Fernsehen"),
        ({Wanted.NAME, Wanted.PHONE_NUMBER}, "Name Kim Thomsen, Telefon 0431 5550100"),
        ({Wanted.CONFIRMATION}, "Ja, bitte."),
        ({Wanted.TIME_SLOT}, "Der erste passt."),
        ({Wanted.TIME_SLOT, Wanted.CONFIRMATION}, "Der erste passt."),
        ({Wanted.POSTAL_CODE, Wanted.CONFIRMATION}, "24103"),
        ({Wanted.DATE}, None),
        ({Wanted.TICKET_NUMBER}, None),
        (set(), None),
    ],
)
def test_what_is_asked_for_is_answered(asked: set[Wanted], answer: str | None) -> None:
    assert answer_to(frozenset(asked), KIM) == answer


def test_what_a_customer_does_not_know_is_not_made_up() -> None:
    assert answer_to(frozenset({Wanted.ADDRESS}), NOBODY) is None
    assert answer_to(frozenset({Wanted.ADDRESS, Wanted.POSTAL_CODE}), NOBODY) == "24103"
    assert answer_to(frozenset({Wanted.POSTAL_CODE}), None) is None
    assert answer_to(frozenset({Wanted.CONFIRMATION}), None) == "Ja, bitte."
