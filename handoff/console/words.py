"""The console's German words for what the system calls by English names."""

from conversation.holds import Owner
from conversation.identity import Channel
from conversation.messages import Delivery, Speaker
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
}

FACT_VALUES = {
    ("service", "internet"): "Internet",
    ("service", "tv"): "TV",
    ("service", "phone"): "Festnetz",
    ("service", "mobile"): "Mobilfunk",
}


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
