"""The console's words for what the system calls by English names."""

from collections.abc import Sequence

from conversation.address import SIE
from conversation.contacts import Proof
from conversation.holds import Owner
from conversation.identity import Channel
from conversation.messages import Delivery, Progress, Speaker
from conversation.people import Platform
from conversation.routing.lifecycle import Cause
from conversation.routing.teams import Presence
from conversation.signals import Reason
from staff.language import N_, _, np_

REASONS = {
    Reason.REQUESTED: N_("Will einen Menschen"),
    Reason.ANGER: N_("Verärgert"),
    Reason.REPEATED_MISUNDERSTANDING: N_("Nicht verstanden"),
    Reason.COMPLEXITY: N_("Zu komplex"),
    Reason.LEGAL_THREAT: N_("Rechtliche Drohung"),
    Reason.DISPUTE: N_("Beanstandung"),
    Reason.SENSITIVE: N_("Heikles Anliegen"),
    Reason.BOT_UNAVAILABLE: N_("Assistent ausgefallen"),
    Reason.UNSUPPORTED_LANGUAGE: N_("Andere Sprache"),
}

CHANNELS = {
    Channel.WEBCHAT: N_("Web-Chat"),
    Channel.X_PUBLIC: N_("X öffentlich"),
    Channel.X_DM: N_("X privat"),
    Channel.MESSENGER: N_("Messenger"),
    Channel.FB_COMMENT: N_("Facebook-Kommentar"),
}

#: Whether a colleague is there, as others read it.
PRESENCES = {
    Presence.AVAILABLE: N_("bereit"),
    Presence.BUSY: N_("beschäftigt"),
    Presence.BREAK: N_("in der Pause"),
    Presence.AWAY: N_("nicht da"),
}

#: Why something waits again that was laid away.
RESUMED = {Cause.DUE: N_("Wiedervorlage"), Cause.WROTE_AGAIN: N_("Fragt nach")}
OLD = N_("{} offen")

TABS = {
    "queue": N_("Wartend"),
    "mine": N_("Meine"),
    "asked": N_("Fragen"),
    "watched": N_("Im Blick"),
    "recent": N_("Zuletzt"),
}

EVERYBODY_READS = N_("Alle lesen mit")
IN_PRIVATE = N_("Privat")

PROOFS = {
    Proof.VERIFIED: N_("dieselbe geprüfte Kundennummer"),
    Proof.CONTINUED: N_("öffentlich begonnen, privat fortgesetzt"),
}

PLATFORMS = {Platform.X: "X", Platform.FACEBOOK: N_("Facebook"), Platform.WEB: N_("Web-Chat")}

ATTACHMENTS = {
    "image": N_("Bild"),
    "audio": N_("Sprachnachricht"),
    "video": N_("Video"),
    "file": N_("Datei"),
    "location": np_("attachment", "Standort"),
    "sticker": N_("Sticker"),
    "fallback": N_("Geteilter Link"),
    "template": N_("Geteilte Karte"),
    "unsupported": N_("Nicht darstellbar"),
    "encrypted": N_("Verschlüsselte Nachricht"),
}
ATTACHMENT_HINTS = {
    "encrypted": (
        N_(
            "Der Inhalt ist Ende zu Ende verschlüsselt, wir können ihn nicht lesen. "
            "Bitte darum, es unverschlüsselt oder im Web-Chat zu schreiben."
        )
    ),
    "unsupported": N_("Die Plattform zeigt es nur in ihrer eigenen App. Bitte dort nachsehen."),
}

PERSONAL_KINDS = {
    "KUNDENNUMMER": N_("Kundennummer"),
    "TELEFON": N_("Telefonnummer"),
    "IBAN": N_("IBAN"),
    "EMAIL": N_("E-Mail-Adresse"),
    "ADRESSE": N_("Anschrift"),
    "GEBURTSDATUM": N_("Geburtsdatum"),
    "KARTE": N_("Kartennummer"),
}

_PLEASE_DELETE_DU = (
    "Zu deiner Sicherheit: Bitte lösche deinen Beitrag mit den persönlichen Angaben wieder, "
    "hier lesen alle mit. Schreib uns so etwas nur privat, dann helfen wir dir gleich weiter."
)
_PLEASE_DELETE_SIE = (
    "Zu Ihrer Sicherheit: Bitte löschen Sie Ihren Beitrag mit den persönlichen Angaben wieder, "
    "hier lesen alle mit. Schreiben Sie uns so etwas nur privat, dann helfen wir gleich weiter."
)

OWNERS = {
    Owner.ASSISTANT: N_("Beim Assistenten"),
    Owner.QUEUE: N_("Wartet"),
    Owner.AGENT: N_("In Bearbeitung"),
    Owner.NOBODY: N_("Abgeschlossen"),
}

DELIVERIES = {
    Delivery.QUEUED: N_("wird gesendet"),
    Delivery.SENT: N_("gesendet"),
    Delivery.UNCERTAIN: N_("Zustellung unklar"),
    Delivery.FAILED: N_("nicht zugestellt"),
    Delivery.WITHDRAWN: N_("nicht mehr gesendet"),
}

PROGRESS = {Progress.DELIVERED: N_("zugestellt"), Progress.READ: N_("gelesen")}

EDITED = N_("bearbeitet")
ERASED = N_("vom Verfasser gelöscht")

SPEAKERS = {
    Speaker.CUSTOMER: N_("Kundin/Kunde"),
    Speaker.ASSISTANT: N_("Assistent"),
    Speaker.AGENT: N_("Team"),
    Speaker.NOTICE: N_("Hinweis"),
}

ANGER = (N_("ruhig"), N_("gereizt"), N_("verärgert"), N_("wütend"))

INTENTS = {
    "greet": N_("Begrüßung"),
    "goodbye": N_("Verabschiedung"),
    "thank": N_("Dank"),
    "affirm": N_("Zustimmung"),
    "deny": N_("Ablehnung"),
    "praise": N_("Lob"),
    "bot_challenge": N_("Fragt, ob ein Mensch antwortet"),
    "ask_capabilities": N_("Fragt, was der Assistent kann"),
    "cancel_process": N_("Will abbrechen"),
    "request_human": N_("Will einen Menschen"),
    "inform": N_("Nennt Daten"),
    "ask_tariff_overview": N_("Welche Tarife gibt es"),
    "ask_tariff_details": N_("Frage zu einem Tarif"),
    "compare_tariffs": N_("Tarife vergleichen"),
    "recommend_tariff": N_("Welcher Tarif passt"),
    "change_tariff": N_("Tarif wechseln"),
    "extend_contract": N_("Vertrag verlängern"),
    "ask_contract_clause": N_("Frage zum Vertrag"),
    "cancel_contract": N_("Kündigung"),
    "check_availability": N_("Verfügbarkeit prüfen"),
    "relocate": N_("Umzug"),
    "ask_data_volume": N_("Datenvolumen"),
    "ask_roaming": N_("Nutzung im Ausland"),
    "ask_bill": N_("Frage zur Rechnung"),
    "dispute_bill": N_("Rechnung falsch"),
    "report_outage": N_("Störung melden"),
    "report_slow_connection": N_("Langsame Verbindung"),
    "ask_outage_status": N_("Stand einer Störung"),
    "ask_ticket_status": N_("Stand eines Tickets"),
    "ask_device_help": N_("Hilfe zum Gerät"),
    "book_appointment": N_("Termin buchen"),
    "reschedule_appointment": N_("Termin verschieben"),
    "cancel_appointment": N_("Termin absagen"),
    "ask_appointment": N_("Wann kommt der Techniker"),
    "report_missed_appointment": N_("Techniker kam nicht"),
    "complain": N_("Beschwerde"),
    "insult": N_("Beleidigung"),
    "threaten_consequences": N_("Droht mit Folgen"),
    "out_of_scope": N_("Anderes Thema"),
    "nlu_fallback": N_("Nicht verstanden"),
}

FACTS = {
    "service": N_("Dienst"),
    "tariff": N_("Tarif"),
    "device": N_("Gerät"),
    "postal_code": N_("Postleitzahl"),
    "city": N_("Ort"),
    "customer_number": N_("Kundennummer"),
    "phone_number": N_("Telefonnummer"),
    "ticket_number": N_("Ticket"),
    "appointment_number": N_("Termin"),
    "date": N_("Datum"),
    "time_of_day": N_("Uhrzeit"),
    "amount": N_("Betrag"),
    "data_volume": N_("Datenvolumen"),
    "concern": np_("fact", "Anliegen"),
    "place": N_("Ort des Anschlusses"),
}

FACT_VALUES = {
    ("service", "internet"): N_("Internet"),
    ("service", "tv"): N_("TV"),
    ("service", "phone"): N_("Festnetz"),
    ("service", "mobile"): N_("Mobilfunk"),
}


def please_delete(form: str) -> str:
    """Return what asks a customer to delete personal data posted in public."""
    return _PLEASE_DELETE_SIE if form == SIE else _PLEASE_DELETE_DU


def attachment_words(kind: str) -> str:
    """Return what came with a message; a kind without words of its own is a file."""
    return ATTACHMENTS.get(kind, ATTACHMENTS["file"])


def personal_words(kinds: Sequence[str]) -> str:
    """Return kinds of personal data as an enumeration."""
    return ", ".join(str(PERSONAL_KINDS.get(kind, _("persönliche Angabe"))) for kind in kinds)


def intent_words(intent: str) -> str:
    """Return what a customer wanted; an intent without words of its own keeps its name."""
    return INTENTS.get(intent, intent)


def fact_words(name: str) -> str:
    """Return a fact's name; one without words of its own keeps its name."""
    return FACTS.get(name, name)


def fact_value(name: str, value: str) -> str:
    """Return a fact's value as people say it."""
    return str(FACT_VALUES.get((name, value), value))


def anger_words(anger: int | None) -> str:
    """Return how angry a sentence was, empty where it was calm or nobody measured."""
    return ANGER[min(anger, len(ANGER) - 1)] if anger else ""
