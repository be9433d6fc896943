"""Du or Sie, as customers really write."""

import pytest

from conversation.address import DU, SIE, address_form


@pytest.mark.parametrize(
    "text",
    [
        "kannst du mir sagen was glasfaser kostet",
        "Ihr habt mir ne falsche Rechnung geschickt",
        "moin, könnt ihr mal schauen?",
        "Sag mal, was ist bei euch los",
        "haste kurz zeit",
    ],
)
def test_du_is_answered_with_du(text: str) -> None:
    assert address_form(text) == DU


@pytest.mark.parametrize(
    "text",
    [
        "Können Sie mir sagen, was das kostet?",
        "Guten Tag, ich bitte Sie um Rückruf.",
        "haben sie auch glasfaser",
        "Würden Sie mir bitte Ihre Preise nennen?",
    ],
)
def test_sie_is_answered_with_sie(text: str) -> None:
    assert address_form(text) == SIE


@pytest.mark.parametrize(
    "text", ["Internet tot in 24118", "Was kostet Zuhause M?", "Sie ist kaputt, die Leitung", ""]
)
def test_who_uses_neither_leaves_it_open(text: str) -> None:
    assert address_form(text) == ""
