"""One German sentence for the agent: what it was about before a person was needed."""

from actions.dialogue import Dialogue
from actions.german import SERVICES

TOPICS = {
    "tariffs": "um Tarife",
    "outages": "um eine Störung",
    "tickets": "um ein Ticket",
    "appointments": "um einen Termin",
    "billing": "um eine Rechnung",
    "devices": "um ein Gerät",
    "contracts": "um den Vertrag",
    "mobile": "um Mobilfunk",
    "availability": "um die Verfügbarkeit",
}
# What an agent wants to know of a topic, by the slots that hold it.
DETAILS = {
    "tariffs": ("tariff",),
    "contracts": ("tariff",),
    "mobile": ("tariff",),
    "tickets": ("ticket_number", "customer_number"),
    "appointments": ("appointment_number", "customer_number"),
    "billing": ("customer_number",),
    "devices": ("device",),
}


def summarised(dialogue: Dialogue, opening: str) -> str:
    """Return `opening` and, where it is known, what the talk was about and with which details."""
    topic = TOPICS.get(dialogue.word("last_topic") or "")
    if topic is None:
        return opening
    details = ", ".join(_details(dialogue))
    return f"{opening} Zuletzt ging es {topic}{f' ({details})' if details else ''}."


def _details(dialogue: Dialogue) -> list[str]:
    slots = DETAILS.get(dialogue.word("last_topic") or "")
    if slots is not None:
        return [value for slot in slots if (value := dialogue.word(slot))]
    service = SERVICES.get(dialogue.word("service") or "")
    return [each for each in (dialogue.word("postal_code"), service) if each]
