"""A public reply leads into private in whatever words, and keeps personal data out."""

import pytest

from tests.play.publicness import leads_into_private, personal_data_in
from tests.play.reply import Reply, Said


def said(text: str) -> Reply:
    return Reply((Said("assistant", text),))


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        ("Schreib uns bitte eine private Nachricht.", True),
        ("Das klären wir lieber per DM.", True),
        ("Schick uns kurz eine PN, dann schauen wir nach.", True),
        ("Melden Sie sich per Direktnachricht bei uns.", True),
        ("Hier geht es weiter: https://m.me/foerdekom", True),
        ("Lass uns das privat klären.", True),
        ("In 24118 gibt es bis 16 Uhr eine Störung.", False),
        ("Wie lautet deine Postleitzahl?", False),
        ("Das Programm läuft wieder.", False),
    ],
)
def test_the_way_into_private_is_seen(text: str, leads: bool) -> None:
    assert leads_into_private(said(text)) is leads


def test_personal_data_is_named() -> None:
    known = ("90000017", "Hafenstraße 3", "0431 5550100")
    assert personal_data_in(said("Alles gut."), known=known) == ""
    assert personal_data_in(said("Kundennummer?"), known=known).startswith("asks in public")
    assert "90000017" in personal_data_in(said("Nummer 900 000 17"), known=known)
    assert "0431" in personal_data_in(said("Wir rufen 0431/5550100 an."), known=known)
    assert "Hafen" in personal_data_in(said("in der hafenstraße 3"), known=known)
