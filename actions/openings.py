"""Openings of one word: "Rechnung?" says what it is about, not what is wanted."""

import re

MOST_WORDS = 3
# The first that fits counts; each leads to what is asked most often about it.
OPENINGS = {
    r"rechnung|abbuchung|mahnung": ("ask_bill", "dispute_bill"),
    r"termin|techniker|monteur": ("ask_appointment", "book_appointment", "reschedule_appointment"),
    r"ticket|meldung|vorgang": ("ask_ticket_status", "report_outage"),
    r"störung|stoerung|ausfall": ("ask_outage_status", "report_outage", "ask_ticket_status"),
    r"router|fritz|receiver|modem|gerät|sim\b": ("ask_device_help", "report_outage"),
    r"kündig|kuendig": ("ask_contract_clause", "cancel_contract"),
    r"umzug": ("relocate", "check_availability"),
    r"vertrag|laufzeit|frist": ("ask_contract_clause", "change_tariff", "extend_contract"),
    r"glasfaser|verfügbar|ausbau|5g": ("check_availability", "ask_tariff_overview"),
    r"roaming|ausland|urlaub": ("ask_roaming",),
    r"datenvolumen|\bgb\b|daten": ("ask_data_volume",),
    r"tarif|angebot|preis": ("ask_tariff_overview", "recommend_tariff", "change_tariff"),
    r"internet|wlan|w-lan|dsl|festnetz|telefon|handy|tv\b|fernseh": (
        *("report_outage", "report_slow_connection", "ask_tariff_overview"),
    ),
}
_PATTERNS = {re.compile(pattern): intents for pattern, intents in OPENINGS.items()}


def intents_of_opening(text: str) -> list[str]:
    """Return what a very short message may want, likeliest first; nothing for a longer one."""
    lowered = text.lower()
    if len(lowered.split()) > MOST_WORDS:
        return []
    found = next((intents for each, intents in _PATTERNS.items() if each.search(lowered)), ())
    return list(found)
