"""What agents read that was written below: by the core, which knows no languages, and by channels.

It is stored in German and translated where it is shown. A test compares this with the sources.
"""

import re

from staff.language import N_, _

_END_OF_SENTENCE = re.compile(r"(?<=[.!?]) ")


def told(text: str) -> str:
    """Return a text from below in the language of whoever reads, sentence by sentence.

    A platform's own words in brackets at a sentence's end stay as they are, and so does a sentence
    that is not listed here: it was made up of what a customer said.
    """
    return " ".join(_sentence(one) for one in _END_OF_SENTENCE.split(text))


def _sentence(text: str) -> str:
    found = _(text)
    if found == text and " (" in text:
        known, bracket, rest = text.partition(" (")
        return _(known) + bracket + rest
    return found


#: What gives somebody their place in the queue: `conversation/routing/order.py`.
GROUNDS = (
    N_("auf die Leitung angewiesen"),
    N_("vielleicht Gefahr"),
    N_("unzufrieden"),
    N_("verärgert oder dringend"),
    N_("sehr dringend"),
)
#: What is wrong with a text for an outage: `conversation/outage_words.py`.
CROOKED_TEXTS = (
    N_("Der Text ist leer."),
    N_("Klammern stehen nur um [du-Form|Sie-Form] und in {Name}."),
    N_("Bitte prüfen."),
    N_("Ohne Namen bleibt von diesem Text nichts übrig."),
)
#: Why a person is needed: `conversation/escalation/meanings.py`, `moves.py`, `service.py`.
SUMMARIES = (
    N_("Hier kann jemand in Gefahr sein."),
    N_("Bitte sofort ansehen."),
    N_("Jemand, der auf die Leitung angewiesen ist, hat keine."),
    N_("Schreibt in einer Sprache, die der Assistent nicht spricht."),
    N_("Droht mit rechtlichen Schritten, Behörden oder Öffentlichkeit."),
    N_("Es geht um Daten oder Rechte, die nur Menschen prüfen und ändern."),
    N_("Möchte kündigen, öffentlich; es wurde weder geprüft noch ein Angebot gemacht."),
    N_("Möchte mit einem Menschen sprechen."),
    N_("Bestreitet, was wir berechnet haben."),
    N_("Ist wütend."),
    N_("Wird von Nachricht zu Nachricht ärgerlicher."),
    N_("Ist plötzlich verärgert."),
    N_("Ist seit mehreren Nachrichten verärgert."),
    N_("Ist verärgert."),
    N_("Ist empört."),
    N_("Meldet sich wiederholt wegen derselben Sache."),
    N_("Hat von uns Widersprüchliches gehört oder eine Zusage, die nicht hielt."),
    N_("Stellt dieselbe Frage wieder, die Antwort hat nicht geholfen."),
    N_("Der Assistent hat mehrmals vergeblich nach derselben Angabe gefragt."),
    N_("Der Assistent fragt immer wieder nach derselben Angabe."),
    N_("Hat mehrere Anliegen auf einmal."),
    N_("Erzählt von vielem, was zusammenhängt."),
    N_("Der Assistent hat mehrmals nicht verstanden, worum es geht."),
    N_("Ein Mensch antwortet außerhalb dieser Konsole; der Assistent schweigt."),
    N_("Vorher bei einer Kollegin oder einem Kollegen, die gerade nicht da sind."),
    N_("Von einer Kollegin oder einem Kollegen für später zurückgelegt."),
    N_("Von einer Kollegin oder einem Kollegen weitergegeben."),
    N_("Gefunden, nicht an uns gerichtet: Der Assistent antwortet hier nicht."),
    N_("Die Antwort des Assistenten ließ sich nicht zustellen."),
    N_("Schreibt beim Warten, dass jemand in Gefahr sein kann."),
    N_("Der Assistent ist gerade nicht erreichbar."),
    N_("Die Nachricht ließ sich mehrfach nicht verarbeiten."),
)
#: Why something did not reach a customer: `connectors/`, `gateway/deliveries.py`.
REFUSALS = (
    N_(
        "X lässt hier keine Antwort über die Schnittstelle zu: Der Verfasser hat uns nicht erwähnt."
    ),
    N_("Bitte auf x.com selbst antworten."),
    N_("X verlangt für automatische Antworten eine Genehmigung, die unserer App fehlt."),
    N_("Bitte selbst antworten."),
    N_("X lehnt denselben Text ein zweites Mal ab."),
    N_("Bitte anders formulieren."),
    N_("Der Beitrag ist gelöscht oder für uns nicht mehr zu sehen."),
    N_("Diese Person nimmt von uns keine Direktnachrichten an."),
    N_("X erlaubt unserem Konto oder unserer App diese Antwort nicht."),
    N_("X nimmt die Nachricht so nicht an."),
    N_("Unser X-Konto ist nicht mehr verbunden."),
    N_("Danach erneut senden."),
    N_("Das Guthaben bei X ist aufgebraucht."),
    N_("X war zu lange nicht zu erreichen."),
    N_("Bitte erneut senden."),
    N_("X nimmt gerade nichts an."),
    N_("Bitte später erneut senden."),
    N_("X nimmt unsere Zugangsdaten nicht mehr an; das Konto muss neu verbunden werden."),
    N_("Das Guthaben oder die Obergrenze bei X ist aufgebraucht."),
    N_("X stellt uns nichts zu: Die Prüfung unserer Webhook-Adresse schlägt fehl."),
    N_("X nimmt das Bild nicht an."),
    N_("X hat nicht geantwortet; ob die Nachricht ankam, wird noch geprüft."),
    N_("Messenger lässt keine Antwort mehr zu; die Person muss zuerst schreiben."),
    N_("Die Person ist auf Facebook weg oder blockiert uns."),
    N_("Eine andere App oder der Posteingang der Seite hat dieses Gespräch."),
    N_("Facebook nimmt die Nachricht so nicht an."),
    N_("Unserer Facebook-App fehlt dafür eine Berechtigung."),
    N_("Facebook hat unsere Seite vorerst eingeschränkt."),
    N_("Facebook nimmt unser Zugriffstoken nicht mehr an; es muss erneuert werden."),
    N_("Facebook verlangt eine Pause."),
    N_("Facebook hat gerade selbst eine Störung."),
    N_("Nach 24 Stunden dürfen in Messenger nur noch Menschen antworten."),
    N_("Messenger lässt jetzt keine Antwort zu; die Person muss zuerst wieder schreiben."),
    N_("Zu lang für einen Kommentar: Bitte kürzer, oder privat."),
    N_("Eine Antwort ohne Text lässt sich nicht senden."),
    N_("Dieser Kommentar ist nicht (mehr) bekannt."),
    N_("Ein Kommentar lässt sich nur sieben Tage lang privat beantworten."),
    N_("Dieser Kommentar ist schon privat beantwortet; jetzt muss die Person schreiben."),
    N_("Diese Facebook-Seite ist nicht verbunden."),
    N_("Darin ist nichts, was Messenger zeigen könnte."),
    N_("Facebook hat nicht geantwortet; ob die Nachricht ankam, wird noch geprüft."),
    N_("Ob die Nachricht ankam, lässt sich bei Facebook nicht erfragen."),
    N_("Bitte dort nachsehen."),
    N_("Ein anderer Versuch mit dieser Nachricht brach gerade erst ab."),
    N_("Facebook nimmt die Datei nicht an."),
    N_("Dieser Kanal ist nicht verbunden."),
    N_("Ein früherer Versuch brach ab."),
    N_("Das Senden ist immer wieder gescheitert."),
    N_("Das ist kein Kommentar."),
    N_("Hier gibt es keinen Beitrag, auf den zu antworten wäre."),
    N_("Die Kundennummer ist nicht mehr bekannt."),
)
