"""What replies of many styles ask for, by sentences of many authors."""

import pytest

from tests.play.asking import Wanted, asked_for

P, D, C, S = Wanted.POSTAL_CODE, Wanted.DATE, Wanted.CUSTOMER_NUMBER, Wanted.SERVICE
J, T, A = Wanted.CONFIRMATION, Wanted.TIME_SLOT, Wanted.ADDRESS

REPLIES: list[tuple[str, set[Wanted]]] = [
    # the postcode
    ("Wie ist deine Postleitzahl?", {P}),
    ("Für welche PLZ darf ich nachsehen?", {P}),
    ("Nennen Sie mir bitte Ihre Postleitzahl, dann prüfe ich das.", {P}),
    ("Sag mir kurz deine PLZ.", {P}),
    ("Wenn du mir deine Postleitzahl nennst, schaue ich gleich nach.", {P}),
    ("Dafür brauche ich noch deine Postleitzahl.", {P}),
    ("In welchem Ort wohnst du?", {P}),
    ("Wo genau tritt das Problem auf?", {P}),
    ("Und die Postleitzahl?", {P}),
    ("Tippen Sie einfach die fünf Ziffern Ihrer Postleitzahl ein.", {P}),
    ("Mit deiner Postleitzahl kann ich nachsehen.", {P}),
    ("Ist 24118 deine Postleitzahl?", {J}),
    ("Stimmt die Postleitzahl 24118 noch?", {J}),
    ("Danke für die Postleitzahl! In 24118 ist alles in Ordnung.", set()),
    ("In der Postleitzahl 24118 gibt es bis 16 Uhr eine Störung.", set()),
    ("Im Postleitzahlgebiet 24118 ist keine Störung bekannt.", set()),
    # the customer number
    ("Wie lautet deine Kundennummer?", {C}),
    ("Ich benötige Ihre Kundennummer.", {C}),
    ("Kundennummer?", {C}),
    ("Schick mir bitte deine Kd.-Nr., dann schau ich rein.", {C}),
    ("Dazu fehlt mir noch die Vertragsnummer.", {C}),
    ("Die Nummer kenne ich nicht. Prüfe die Kundennummer bitte noch einmal.", {C}),
    ("Deine Kundennummer findest du oben rechts auf der Rechnung.", set()),
    ("Bitte schreib hier keine Kundennummer hinein.", set()),
    ("Bitte nenne deine Kundennummer nicht öffentlich.", set()),
    ("Eine Kundennummer brauchst du dafür nicht.", set()),
    ("Damit ich dich zuordnen kann: Wie lauten Kundennummer und Postleitzahl?", {C, P}),
    ("Ich brauche noch zwei Angaben: die Kundennummer und die Postleitzahl.", {C, P}),
    ("Bitte gib Folgendes an:\n• Kundennummer\n• Postleitzahl", {C, P}),
    ("Verrätst du mir deine Kundennummer? Sie hat acht Stellen.", {C}),
    ("Zur Sicherheit: Bitte teilen Sie mir Ihre Kundennummer mit.", {C}),
    # the address
    ("Wie ist die genaue Adresse?", {A}),
    ("Nennen Sie mir bitte Straße und Hausnummer.", {A}),
    ("An welche Anschrift soll der Techniker kommen?", {A}),
    ("Für welche Adresse möchtest du die Verfügbarkeit wissen?", {A}),
    ("Ist die Adresse Möwenweg 12 noch aktuell?", {J}),
    ("Der Techniker kommt an deine Adresse im Möwenweg.", set()),
    # the service
    ("Was funktioniert denn nicht?", {S}),
    ("Geht es um Internet, Telefon oder Fernsehen?", {S}),
    ("Welcher Dienst ist betroffen?", {S}),
    ("Womit haben Sie Probleme?", {S}),
    ("Was genau ist ausgefallen?", {S}),
    ("Internet oder TV?", {S}),
    ("Welchen Anschluss betrifft es?", {S}),
    ("Dein Internet und dein Telefon sind betroffen.", set()),
    # the day
    ("Wann passt es dir?", {D}),
    ("An welchem Tag soll jemand vorbeikommen?", {D}),
    ("Wann soll der Techniker kommen?", {D}),
    ("Nenn mir bitte einen Wunschtermin.", {D}),
    ("Welches Datum wäre Ihnen lieb?", {D}),
    ("Für wann darf ich den Termin eintragen?", {D}),
    ("An diesem Tag ist leider niemand frei. Welcher andere Tag ginge?", {D}),
    ("Seit wann besteht das Problem?", set()),
    ("Wann ist die Störung aufgetreten?", set()),
    ("Dein Termin ist am Donnerstag, 26.11., von 8 bis 10 Uhr.", set()),
    ("Ich sage dir Bescheid, wann es weitergeht.", set()),
    # the time
    ("Um wie viel Uhr passt es Ihnen?", {T}),
    ("Welches Zeitfenster wäre dir am liebsten?", {T}),
    ("Lieber vormittags oder nachmittags?", {T}),
    ("Frei sind Donnerstag 8–10 Uhr und Freitag 14–16 Uhr. Was passt dir?", {T}),
    (
        "Diese Termine habe ich:\n• Do, 26.11., 08:00-10:00\n• Fr, 27.11., 10:00-12:00\nWelcher?",
        {T},
    ),
    ("Do 8 bis 10 Uhr, Fr 10 bis 12 Uhr, Mo 14 bis 16 Uhr. Welcher der Termine passt?", {T}),
    ("Ich könnte am 26.11. um 8 Uhr, 10 Uhr oder 14 Uhr jemanden schicken. Passt eine davon?", {T}),
    ("Frei ist Do, 26.11., 8–10 Uhr. Soll ich Donnerstag 08:00-10:00 buchen?", {J}),
    ("Do 8-10 Uhr oder Fr 8-10 Uhr: Was ist dir lieber?", {T}),
    ("An welchem Tag und zu welcher Uhrzeit?", {D, T}),
    ("Such dir einen Termin aus: Do 8-10 Uhr, Fr 8-10 Uhr.", {T}),
    ("Unsere Leute sind montags bis freitags von 8 bis 20 Uhr da.", set()),
    # agreement
    ("Soll ich den Termin am Donnerstag von 8 bis 10 Uhr buchen?", {J}),
    ("Donnerstag, 8 bis 10 Uhr: Passt das so?", {J}),
    ("Soll ich ein Ticket anlegen?", {J}),
    ("Möchten Sie einen Techniker?", {J}),
    ("Möchtest du einen Termin?", {J}),
    ("Ist das so richtig?", {J}),
    ("Bist du sicher, dass du absagen willst?", {J}),
    ("Willst du den Termin wirklich absagen?", {J}),
    ("Darf ich den Termin für dich stornieren?", {J}),
    ("Bitte bestätige das kurz.", {J}),
    ("Ich melde die Störung für 24118. Einverstanden?", {J}),
    ("Alles korrekt?", {J}),
    ("Wäre das in Ordnung?", {J}),
    ("Passt Ihnen der Donnerstag?", {J}),
    # nothing
    ("Kann ich sonst noch etwas für dich tun?", set()),
    ("Möchtest du noch etwas wissen?", set()),
    ("Wie kann ich helfen?", set()),
    ("Haben Sie weitere Fragen?", set()),
    ("Hat der Neustart geholfen?", set()),
    ("Leuchtet die Lampe am Router grün?", set()),
    ("Zuhause M kostet 34,99 € im Monat.", set()),
    ("Bitte ziehe den Router für eine Minute vom Strom.", set()),
    ("Gern, ich hole dir jemanden aus unserem Team dazu.", set()),
    ("Schönen Tag noch und danke für deine Geduld!", set()),
    ("Das tut mir leid.", set()),
    ("Dein Ticket T-48300 ist in Bearbeitung, morgen um 9 Uhr weiß ich mehr.", set()),
    # more that may be asked for
    ("Unter welcher Nummer erreichen wir dich?", {Wanted.PHONE_NUMBER}),
    ("Wie lautet Ihre Telefonnummer?", {Wanted.PHONE_NUMBER}),
    ("Auf welchen Namen läuft der Vertrag?", {Wanted.NAME}),
    ("Nenn mir bitte die Ticketnummer.", {Wanted.TICKET_NUMBER}),
]


@pytest.mark.parametrize(("reply", "asks"), REPLIES, ids=[reply for reply, _ in REPLIES])
def test_a_reply_asks_for(reply: str, asks: set[Wanted]) -> None:
    assert asked_for([reply]) == asks


BUTTONS: list[tuple[str, list[str], set[Wanted]]] = [
    ("Zu welchem möchtest du mehr wissen?", ["Zuhause M", "Zuhause L"], set()),
    ("Worum geht es: Kündigung oder Umzug?", ["Kündigung", "Umzug"], set()),
    ("Was soll es sein?", ["Internet", "Telefon", "TV"], {S}),
    ("Diese Zeiten sind frei:", ["Do 8–10 Uhr", "Fr 10–12 Uhr"], {T}),
    ("Techniker am Donnerstag?", ["Ja, buchen", "Nein"], {J}),
    ("Am Donnerstag kommt jemand.", ["Ja", "Nein"], {J}),
    ("Geht bei dir etwas nicht?", ["Ja, etwas geht nicht", "Nein, alles gut"], set()),
    ("Hat das geholfen?", ["Ja", "Nein"], set()),
    ("Hier sind unsere Tarife.", ["Zuhause M", "Zuhause L"], set()),
    ("Kann ich noch etwas tun?", ["Ja", "Nein, danke"], set()),
]


@pytest.mark.parametrize(("reply", "titles", "asks"), BUTTONS)
def test_buttons_show_what_may_be_answered(
    reply: str, titles: list[str], asks: set[Wanted]
) -> None:
    assert asked_for([reply], titles) == asks


def test_several_lines_ask_together() -> None:
    lines = ["Oh, das ist ärgerlich.", "Wie lautet deine PLZ?", "Und was geht nicht?"]
    assert asked_for(lines) == {P, S}


def test_silence_asks_for_nothing() -> None:
    assert asked_for([]) == asked_for([""]) == frozenset()
