"""What customers' words say beside their intent: found where it stands, and only there."""

import pytest

from conversation.escalation import distress, repeats, threats, wishes

DANGER = [
    "Hausnotruf oma ohne Telefon, Störung melden",
    "Mein Vater kann niemanden anrufen und sein Hausnotruf geht darüber, der ist ohne Funktion",
    "KEIN NETZ!!! FESTNETZ TOT!!! ICH HABE HAUSNOTRUF!!!",
    "Kein Telefon, kein Notruf, und mein Vater hat ein schwaches Herz!",
    "Wir können die 112 nicht erreichen",
    "der Notrufknopf meiner Mutter ist seit der Umstellung stumm",
    "Aus dem Router kommt Rauch, was soll ich machen? Da sind Flammen am Router",
    "mein Mann hat Atemnot und unser Festnetz ist tot",
    "Ich würde am liebsten nicht mehr aufwachen.",
    "Meine Frau ist bewusstlos und ich kriege keinen Anruf raus",
    "ich kann so nicht mehr leben, ich will nicht mehr leben",
]
NO_DANGER = [
    "Unser Hausnotruf geht wieder, danke!",
    "VIER Tage nichts von euch, obwohl hier Leute mit Hausnotruf wohnen, jetzt ist wieder Netz da",
    "Was passiert, wenn der Strom ausfällt und wir Hausnotruf haben und der nicht geht?",
    "handy nur noch notruf",
    "sos nur notrufe am handy, kein netz",
    "Die Rechnung über 112 Euro stimmt nicht",
    "Mein Bruder hatte einen Schlaganfall, ich regle jetzt seine Post",
    "Ich hab einen Router und einen Kopf, der langsam raucht",
    "Es brennt nichts, ich mache nur Bestandsaufnahme",
    "Die Polizei hat bei uns angerufen wegen der Adresse, was kostet ein Umzug?",
    "Ich spring gleich im Dreieck",
]
THREATS = [
    "danach beauftrage ich meinen Anwalt und wende mich an die Bundesnetzagentur",
    "Ich setze Ihnen hiermit eine letzte Frist bis Freitag",
    "hört ihr von meinem Anwalt",
    "sonst geht das an die Verbraucherzentrale",
    "entweder der umzug klappt oder ihr seht mich vor gericht",
    "ich geh damit an die Presse",
    "Hier ist Jana Petersen, ich bin Redakteurin und habe Fragen",
    "Redaktion Küstenbote, wir bitten um eine Stellungnahme bis 16 Uhr",
    "Presseanfrage zum Ausfall in Rendsburg",
]
NO_THREATS = [
    "Ich bin Rechtsanwalt und suche einen Tarif für meine Kanzlei",
    "Die Anzeige am Router leuchtet rot",
    "Meine Anzeige wegen des offenen Verteilerkastens: bearbeitet?",
    "Warum steht Schadenersatz für das Gerät auf der Rechnung?",
    "Welche Messung empfiehlt die Bundesnetzagentur?",
    "Ich habe in der Zeitung von eurem Angebot gelesen",
    "Gibt es bei TV Plus den NDR?",
    "wenn das heute beim Finale ruckelt verklag ich euch auf Torte 😂",
]
PERSON = [
    "das tipp ich hier nicht alles. kann mich da mal einer anrufen?",
    "Ich will mit einem Menschen sprechen",
    "gib mir einen echten Mitarbeiter",
    "Bitte um Rückruf",
    "rufen Sie mich bitte zurück",
    "Holen Sie mir jetzt jemanden, der mitdenkt.",
    "verbinden Sie mich mit einem Mitarbeiter",
]
NO_PERSON = [
    "Mensch, ist das teuer",
    "Bitte nicht zu einem Mitarbeiter",
    "ich will nicht mit einem menschen reden",
    "kein Mitarbeiter nötig, ohne Mitarbeiter bitte",
    "Sind Sie ein echter Mitarbeiter?",
    "Ihr ruft mich alle vier Wochen an und wollt mir was verkaufen",
    "Mein Mann ruft mich dann an",
    "du hast das besser erklärt als so manche echte person",
    "Gebt mir einen Termin, diese Woche!",
]


@pytest.mark.parametrize("text", DANGER)
def test_danger_is_seen(text: str) -> None:
    assert distress.danger(text)


@pytest.mark.parametrize("text", NO_DANGER)
def test_what_is_no_danger_frightens_nobody(text: str) -> None:
    assert not distress.danger(text)


def test_a_lifeline_in_a_report_of_a_fault_is_danger_without_further_words() -> None:
    text = "Der Hausnotruf von Oma in 24306 Plön macht Probleme"
    assert not distress.danger(text)
    assert distress.danger(text, fault=True)


def test_a_lifeline_named_when_asking_for_an_offer_is_none() -> None:
    text = "Meine Mutter hat kein Internet und soll wegen des Hausnotrufs einen Anschluss bekommen"
    assert not distress.danger(text, offer=True)


@pytest.mark.parametrize(
    ("text", "fault", "seen"),
    [
        ("Mein Mann ist Dialysepatient und das Telefon ist tot", False, True),
        ("ich bin hebamme und erreiche keinen", True, True),
        ("Ich habe Pflegegrad 3, gibt es da einen Sozialtarif?", False, False),
        ("Ich habe Pflegegrad 3, jetzt geht das Telefon wieder", True, False),
        ("Das Telefon ist tot", True, False),
    ],
)
def test_who_must_not_be_without_a_line_is_seen(text: str, fault: bool, seen: bool) -> None:
    assert distress.vulnerable(text, fault=fault) is seen


@pytest.mark.parametrize("text", THREATS)
def test_law_regulator_and_press_are_heard(text: str) -> None:
    assert threats.threatens(text)


@pytest.mark.parametrize("text", NO_THREATS)
def test_law_and_press_without_a_threat_are_none(text: str) -> None:
    assert not threats.threatens(text)


@pytest.mark.parametrize("text", PERSON)
def test_a_wish_for_a_person_is_heard(text: str) -> None:
    assert wishes.wants_person(text)


@pytest.mark.parametrize("text", NO_PERSON)
def test_what_is_no_wish_for_a_person_is_none(text: str) -> None:
    assert not wishes.wants_person(text)


@pytest.mark.parametrize(
    ("text", "contacts"),
    [
        ("Das ist jetzt das dritte Mal, dass ich mich melde", 3),
        ("zum 4. mal frag ich nach T-48791", 3),
        ("ich habe fünf mal bei euch gemeldet und niemand macht was", 3),
        ("jedes Mal erzähl ich die Geschichte von vorn", 3),
        ("Neue Wohnung, dritter Anruf, keiner fühlt sich zuständig", 3),
        ("Schon das zweite Mal gemeldet dass es ruckelt", 2),
        ("Ich habe schon zweimal angerufen", 3),
        ("Ich habe schon angerufen", 2),
        ("Dienstag habe ich angerufen, Freitag geschrieben, nichts passiert", 3),
        ("das hab ich im Mai gemeldet und im Juni nochmal", 3),
        ("Mein Sohn hat schon zweimal für mich geschrieben, es rauscht weiter", 3),
        ("vier Tickets für dieselbe Sache, keins hat geholfen", 3),
        ("Am Montag habe ich angerufen, passt Dienstag noch für den Techniker?", 1),
        ("Es waren schon drei Techniker hier", 3),
        ("Ich schreibe Ihnen zum wiederholten Mal", 3),
        ("Gestern habe ich es gemeldet", 1),
        ("Ich hab den Router zum dritten Mal neu gestartet und frage mich, was ist", 1),
        ("Mein Name wurde in der Mail dreimal falsch geschrieben", 1),
        ("nur jedes dritte mal geht die Kartenzahlung, kunde wartet", 1),
        ("Was kostet der dritte Anschluss?", 1),
    ],
)
def test_earlier_contacts_are_counted_as_told(text: str, contacts: int) -> None:
    assert repeats.contacts_told(text) == contacts


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Jeder sagt was anderes", True),
        ("Ich habe jetzt zwei verschiedene Auskünfte", True),
        ("Am Telefon hieß es 29,99, in der Mail steht 34,99", True),
        ("Erst hieß es zwei Tage, dann fünf, jetzt sind es elf", True),
        ("Mir wurde ein Rückruf zugesagt, nichts kam", True),
        ("Beratung bitte im Laden, nicht am Telefon", False),
        ("Ich widerspreche der Abbuchung", False),
        ("Kann ich den neuen AGB widersprechen?", False),
    ],
)
def test_contradictions_of_ours_are_heard(text: str, told: bool) -> None:
    assert (repeats.contradictions(text) > 0) is told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("wir drehen uns im kreis", True),
        ("das hast du grad schon gesagt!", True),
        ("schon wieder dieselbe Antwort", True),
        ("hab ich gemacht, die Lampe ist rot", False),
        ("Läuft die Leitung im Kreisverkehr lang?", False),
    ],
)
def test_who_says_that_we_go_in_circles_is_heard(text: str, told: bool) -> None:
    assert repeats.tells_of_a_circle(text) is told


def test_spam_leads_elsewhere_with_what_nobody_asked_for() -> None:
    assert wishes.advertises("Bitcoin Rendite 300%, jetzt auf www.reich.example anmelden")
    assert not wishes.advertises("Steht auf www.foerdekom.example, was der M kostet?")
    assert not wishes.advertises("Was ist mit dem Bonus aus der Werbung?")
