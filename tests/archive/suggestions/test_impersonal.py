"""What is shown of a question that somebody else asked says nothing about them."""

from datetime import UTC, datetime

import pytest

from archive.suggestions.impersonal import GAP, NAME, impersonal, pair_in
from conversation.identity import LineId
from conversation.messages import ERASED, Line, Speaker
from gateway.privacy.redactor import Redactor
from gateway.suggesting import redacting

REDACT = redacting(Redactor())
NAMES = ("Jonas Petersen", "Mara Winkler")


def _clean(text: str) -> str:
    return impersonal(text, names=NAMES, redact=REDACT, gap=GAP, name=NAME)


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("Moin Herr Petersen, das dauert zwei Tage.", "Petersen"),
        ("Hallo Katja, bitte starten Sie neu.", "Katja"),
        ("Danke, Katja, das hilft uns weiter.", "Katja"),
        ("Wir haben Frau Dr. Öztürk-Meyer schon angerufen.", "Öztürk"),
        ("Ich bin Katja Lorenzen und habe kein Netz.", "Lorenzen"),
        ("Das Internet geht nicht. Katja Lorenzen", "Lorenzen"),
        ("Bitte neu starten.\nViele Grüße\nMara", "Mara"),
        ("Bitte neu starten. ^mw", "^mw"),
        ("jonas hat recht, das ist defekt.", "jonas"),
        ("Ihre Nummer ist 0431 5550123.", "5550123"),
        ("Schreiben Sie an katja@example.org.", "katja@"),
        ("Ihre IBAN DE89370400440532013000 ist hinterlegt.", "DE89"),
        ("Das ist Ticket TT-2026-004711 bei uns.", "4711"),
        ("Der Vertrag 10483920 endet im Mai.", "10483920"),
        ("Sie wohnen im Holmweg 12, 24937 Flensburg.", "Holmweg"),
        ("Die Nummer [KUNDENNUMMER_1] stimmt.", "KUNDENNUMMER_1"),
        ("Hier steht es: https://foerdekom.example/r/abc?t=9", "abc?t"),
        ("@katja_l der Techniker kommt.", "katja_l"),
    ],
)
def test_names_numbers_and_addresses_are_taken_out(text: str, secret: str) -> None:
    assert secret not in _clean(text)


def test_what_says_nothing_about_anybody_stays() -> None:
    text = "Trennen Sie den Router für 30 Sekunden vom Strom, dann leuchtet die Lampe wieder."
    assert _clean(text) == text


def _line(speaker: str, text: str, author: str = "") -> Line:
    at = datetime(2026, 11, 24, 9, tzinfo=UTC)
    return Line(id=LineId(text), speaker=Speaker(speaker), text=text, at=at, author=author)


def test_a_question_is_kept_with_the_answer_that_closed_it() -> None:
    lines = [
        _line("customer", "Mein Router blinkt seit gestern rot, was tun?", "Jonas"),
        _line("assistant", "Leuchtet die Lampe?"),
        _line("customer", "Ich möchte mit einem Menschen sprechen."),
        _line("notice", "Ab jetzt schreibt Mara."),
        _line("agent", "Moin Jonas, halten Sie die Taste hinten zehn Sekunden gedrückt.", "Mara"),
        _line("customer", "Danke!"),
        _line("agent", "Gern!", "Mara"),
    ]
    pair = pair_in(lines, redact=REDACT)
    assert pair == (
        "Mein Router blinkt seit gestern rot, was tun?",
        "Moin, halten Sie die Taste hinten zehn Sekunden gedrückt.",
    )


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [_line("customer", "Wie geht das mit dem Router?"), _line("agent", "Gern geschehen!")],
        [_line("agent", "Wir haben Ihren Tarif zum Ersten des Monats geändert.")],
        [_line("customer", "Mensch!"), _line("agent", "Was kann ich denn heute für Sie tun?")],
        [
            _line("customer", "Wie geht das mit dem Router?"),
            _line("agent", f"{ERASED} und noch ein paar Worte mehr dazu"),
        ],
    ],
)
def test_what_helps_nobody_else_is_not_kept(lines: list[Line]) -> None:
    assert pair_in(lines, redact=REDACT) is None
