"""The console's German words for what the system calls by English names."""

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

REASONS = {
    Reason.REQUESTED: "Will einen Menschen",
    Reason.ANGER: "Verärgert",
    Reason.REPEATED_MISUNDERSTANDING: "Nicht verstanden",
    Reason.COMPLEXITY: "Zu komplex",
    Reason.LEGAL_THREAT: "Rechtliche Drohung",
    Reason.DISPUTE: "Beanstandung",
    Reason.SENSITIVE: "Heikles Anliegen",
    Reason.BOT_UNAVAILABLE: "Assistent ausgefallen",
    Reason.UNSUPPORTED_LANGUAGE: "Andere Sprache",
}

CHANNELS = {
    Channel.WEBCHAT: "Web-Chat",
    Channel.X_PUBLIC: "X öffentlich",
    Channel.X_DM: "X privat",
    Channel.MESSENGER: "Messenger",
    Channel.FB_COMMENT: "Facebook-Kommentar",
}

#: Whether a colleague is there, as others read it.
PRESENCES = {
    Presence.AVAILABLE: "bereit",
    Presence.BUSY: "beschäftigt",
    Presence.BREAK: "in der Pause",
    Presence.AWAY: "nicht da",
}

#: Why something waits again that was laid away.
RESUMED = {Cause.DUE: "Wiedervorlage", Cause.WROTE_AGAIN: "Fragt nach"}
OLD = "{} offen"

TABS = {
    "queue": "Wartend",
    "mine": "Meine",
    "asked": "Fragen",
    "watched": "Im Blick",
    "recent": "Zuletzt",
}

EVERYBODY_READS = "Alle lesen mit"
IN_PRIVATE = "Privat"

PROOFS = {
    Proof.VERIFIED: "dieselbe geprüfte Kundennummer",
    Proof.CONTINUED: "öffentlich begonnen, privat fortgesetzt",
}

PLATFORMS = {Platform.X: "X", Platform.FACEBOOK: "Facebook", Platform.WEB: "Web-Chat"}

ATTACHMENTS = {
    "image": "Bild",
    "audio": "Sprachnachricht",
    "video": "Video",
    "file": "Datei",
    "location": "Standort",
    "sticker": "Sticker",
    "fallback": "Geteilter Link",
    "template": "Geteilte Karte",
    "unsupported": "Nicht darstellbar",
    "encrypted": "Verschlüsselte Nachricht",
}
ATTACHMENT_HINTS = {
    "encrypted": (
        "Der Inhalt ist Ende zu Ende verschlüsselt, wir können ihn nicht lesen. "
        "Bitte darum, es unverschlüsselt oder im Web-Chat zu schreiben."
    ),
    "unsupported": "Die Plattform zeigt es nur in ihrer eigenen App. Bitte dort nachsehen.",
}

PERSONAL_KINDS = {
    "KUNDENNUMMER": "Kundennummer",
    "TELEFON": "Telefonnummer",
    "IBAN": "IBAN",
    "EMAIL": "E-Mail-Adresse",
    "ADRESSE": "Anschrift",
    "GEBURTSDATUM": "Geburtsdatum",
    "KARTE": "Kartennummer",
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
    Owner.ASSISTANT: "Beim Assistenten",
    Owner.QUEUE: "Wartet",
    Owner.AGENT: "In Bearbeitung",
    Owner.NOBODY: "Abgeschlossen",
}

DELIVERIES = {
    Delivery.QUEUED: "wird gesendet",
    Delivery.SENT: "gesendet",
    Delivery.UNCERTAIN: "Zustellung unklar",
    Delivery.FAILED: "nicht zugestellt",
    Delivery.WITHDRAWN: "nicht mehr gesendet",
}

PROGRESS = {Progress.DELIVERED: "zugestellt", Progress.READ: "gelesen"}

EDITED = "bearbeitet"
ERASED = "vom Verfasser gelöscht"

SPEAKERS = {
    Speaker.CUSTOMER: "Kundin/Kunde",
    Speaker.ASSISTANT: "Assistent",
    Speaker.AGENT: "Team",
    Speaker.NOTICE: "Hinweis",
}

ANGER = ("ruhig", "gereizt", "verärgert", "wütend")

INTENTS = {
    "greet": "Begrüßung",
    "goodbye": "Verabschiedung",
    "thank": "Dank",
    "affirm": "Zustimmung",
    "deny": "Ablehnung",
    "praise": "Lob",
    "bot_challenge": "Fragt, ob ein Mensch antwortet",
    "ask_capabilities": "Fragt, was der Assistent kann",
    "cancel_process": "Will abbrechen",
    "request_human": "Will einen Menschen",
    "inform": "Nennt Daten",
    "ask_tariff_overview": "Welche Tarife gibt es",
    "ask_tariff_details": "Frage zu einem Tarif",
    "compare_tariffs": "Tarife vergleichen",
    "recommend_tariff": "Welcher Tarif passt",
    "change_tariff": "Tarif wechseln",
    "extend_contract": "Vertrag verlängern",
    "ask_contract_clause": "Frage zum Vertrag",
    "cancel_contract": "Kündigung",
    "check_availability": "Verfügbarkeit prüfen",
    "relocate": "Umzug",
    "ask_data_volume": "Datenvolumen",
    "ask_roaming": "Nutzung im Ausland",
    "ask_bill": "Frage zur Rechnung",
    "dispute_bill": "Rechnung falsch",
    "report_outage": "Störung melden",
    "report_slow_connection": "Langsame Verbindung",
    "ask_outage_status": "Stand einer Störung",
    "ask_ticket_status": "Stand eines Tickets",
    "ask_device_help": "Hilfe zum Gerät",
    "book_appointment": "Termin buchen",
    "reschedule_appointment": "Termin verschieben",
    "cancel_appointment": "Termin absagen",
    "ask_appointment": "Wann kommt der Techniker",
    "report_missed_appointment": "Techniker kam nicht",
    "complain": "Beschwerde",
    "insult": "Beleidigung",
    "threaten_consequences": "Droht mit Folgen",
    "out_of_scope": "Anderes Thema",
    "nlu_fallback": "Nicht verstanden",
}

FACTS = {
    "service": "Dienst",
    "tariff": "Tarif",
    "device": "Gerät",
    "postal_code": "Postleitzahl",
    "city": "Ort",
    "customer_number": "Kundennummer",
    "phone_number": "Telefonnummer",
    "ticket_number": "Ticket",
    "appointment_number": "Termin",
    "date": "Datum",
    "time_of_day": "Uhrzeit",
    "amount": "Betrag",
    "data_volume": "Datenvolumen",
    "concern": "Anliegen",
    "place": "Ort des Anschlusses",
}

FACT_VALUES = {
    ("service", "internet"): "Internet",
    ("service", "tv"): "TV",
    ("service", "phone"): "Festnetz",
    ("service", "mobile"): "Mobilfunk",
}


def please_delete(form: str) -> str:
    """Return what asks a customer to delete personal data posted in public."""
    return _PLEASE_DELETE_SIE if form == SIE else _PLEASE_DELETE_DU


def attachment_words(kind: str) -> str:
    """Return what came with a message; a kind without words of its own is a file."""
    return ATTACHMENTS.get(kind, ATTACHMENTS["file"])


def personal_words(kinds: Sequence[str]) -> str:
    """Return kinds of personal data as an enumeration."""
    return ", ".join(PERSONAL_KINDS.get(kind, "persönliche Angabe") for kind in kinds)


def intent_words(intent: str) -> str:
    """Return what a customer wanted; an intent without words of its own keeps its name."""
    return INTENTS.get(intent, intent)


def fact_words(name: str) -> str:
    """Return a fact's name; one without words of its own keeps its name."""
    return FACTS.get(name, name)


def fact_value(name: str, value: str) -> str:
    """Return a fact's value as people say it."""
    return FACT_VALUES.get((name, value), value)


def anger_words(anger: int | None) -> str:
    """Return how angry a sentence was, empty where it was calm or nobody measured."""
    return ANGER[min(anger, len(ANGER) - 1)] if anger else ""
