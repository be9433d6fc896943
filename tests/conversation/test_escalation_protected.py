"""What only people may see through or change is heard, and what only sounds like it is not."""

import pytest

from conversation.escalation.matters import matters_in
from conversation.escalation.misses import breaks_off, says_missed
from conversation.escalation.protected import only_for_people

PROTECTED = [
    "Meine Mutter ist im Oktober gestorben, der Anschluss läuft noch auf sie.",
    "Unser Vater ist verstorben, was wird aus dem Vertrag?",
    "Ich habe geheiratet und heiße jetzt Petersen.",
    "Nach der Hochzeit möchte ich meinen Nachnamen im Vertrag ändern lassen",
    "handy im bus geklaut, was mach ich",
    "Ich habe mein Handy verloren, bitte die Karte sperren",
    "jemand hat sich in mein Kundenkonto eingeloggt",
    "Da wurde ein Tarif abgeschlossen, das war ich nicht!",
    "Auf meinen Namen wurde ein Vertrag abgeschlossen",
    "Ich bin der gesetzliche Betreuer von Frau Jensen",
    "Ich habe eine Vollmacht meiner Tante und brauche ihre Rechnungen",
    "Bitte tragen Sie die neue Kontoverbindung ein",
    "Wir haben eine neue Rechnungsanschrift",
    "Der Vertrag soll auf meine Tochter umgeschrieben werden",
    "Löschung: bitte alle meine Daten löschen",
]
UNPROTECTED = [
    "Mein Internet ist gestorben",
    "Wie ändere ich den Namen meines WLANs?",
    "Wie kann ich meine Bankverbindung ändern?",
    "Wo kann ich meine neue IBAN eintragen?",
    "Kundenbetreuer gesucht",
    "Kann man eine SIM-Karte sperren lassen?",
    "Mein Name ist Petersen, was kostet der M?",
    "Was steht in meinem Vertrag zur Laufzeit?",
    "Der Router war ein Geschenk meines verschollenen Onkels",
    "Gibt es einen Nachlass für Studenten?",
]
MISSED = [
    "du verstehst mich nicht",
    "Verstehen Sie mich denn nicht?",
    "nein, das meine ich nicht",
    "ich mein doch was anderes",
    "Das war nicht meine Frage.",
    "das ist keine Antwort auf meine Frage",
    "wieder daneben",
    "ne falsch. schon wieder falsch verstanden",
    "darum geht es mir nicht",
    "danach hab ich nicht gefragt",
]
NOT_MISSED = [
    "das verstehe ich nicht",
    "Ich habe die Rechnung nicht verstanden",
    "Meine Frage ist, ob das nicht billiger geht",
    "Die Antwort hat mir geholfen",
    "Die Buchse ist daneben",
]
LONG = (
    "Guten Tag, der Vertrag läuft auf meinen Bruder, abgebucht wird von meinem Konto, meine Nummer "
    "hängt daran, die Adresse stimmt nicht mehr, und der Techniker war in der falschen Wohnung."
)


@pytest.mark.parametrize("text", PROTECTED)
def test_what_only_people_may_do_is_heard(text: str) -> None:
    assert only_for_people(text)


@pytest.mark.parametrize("text", UNPROTECTED)
def test_what_anybody_may_be_told_is_not_protected(text: str) -> None:
    assert not only_for_people(text)


@pytest.mark.parametrize("text", MISSED)
def test_who_says_that_we_missed_the_point_is_heard(text: str) -> None:
    assert says_missed(text)


@pytest.mark.parametrize("text", NOT_MISSED)
def test_who_did_not_understand_us_says_no_such_thing(text: str) -> None:
    assert not says_missed(text)


@pytest.mark.parametrize(
    ("text", "off"),
    [
        ("abbrechen", True),
        ("nee passt nicht, brich ab", True),
        ("ach vergiss es", True),
        ("lass gut sein", True),
        ("Die Verbindung bricht nicht mehr", False),
        ("Abends wird es langsam", False),
    ],
)
def test_who_breaks_off_is_heard(text: str, off: bool) -> None:
    assert breaks_off(text) is off


def test_matters_are_counted_in_a_long_story_and_not_in_catchwords() -> None:
    assert matters_in(LONG) >= 5
    assert matters_in("Vertrag, Konto, Nummer, Adresse, Techniker") == 0
    one = (
        "Guten Tag, seit gestern Abend geht unser Internet immer wieder für ein paar Minuten weg "
        "und kommt dann von allein zurück, egal was wir hier im Haus auch versuchen."
    )
    assert matters_in(one) < 3


def test_who_asks_whether_they_can_change_it_themselves_may_be_told() -> None:
    own = "Kann ich meine neue Anschrift selber in der App eintragen oder wie läuft das?"
    assert not only_for_people(own)
