"""How amounts, moments and lists sound."""

from datetime import timedelta
from decimal import Decimal

import pytest

from actions.german import listing, moment, money, months, number
from tests.actions.stage import NOW


def test_amounts_have_a_comma_and_two_places() -> None:
    assert money(Decimal("44.99")) == "44,99 €"
    assert money(Decimal(5)) == "5,00 €"


def test_numbers_have_no_needless_zeros() -> None:
    assert [number(2.4), number(250.0), number(Decimal(30))] == ["2,4", "250", "30"]


def test_one_month_is_a_word() -> None:
    assert [months(1), months(24)] == ["einem Monat", "24 Monaten"]


@pytest.mark.parametrize(
    ("items", "said"), [([], ""), (["A"], "A"), (["A", "B"], "A und B"), ("ABC", "A, B und C")]
)
def test_lists_end_with_and(items: list[str], said: str) -> None:
    assert listing(items) == said


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (0, "heute um 10:15 Uhr"),
        (-3, "heute um 7:15 Uhr"),
        (-24, "gestern um 10:15 Uhr"),
        (24, "morgen um 10:15 Uhr"),
        (72, "am 27.11. um 10:15 Uhr"),
    ],
)
def test_moments_are_said_as_seen_from_now(hours: int, said: str) -> None:
    assert moment(NOW + timedelta(hours=hours), now=NOW) == said
