"""One German sentence for the agent: what it was about before a person was needed."""

from actions.dialogue import Dialogue
from actions.german import SERVICES

TOPICS = {
    "tariffs": "um Tarife",
    "outages": "um eine Störung",
    "contracts": "um den Vertrag",
    "mobile": "um Mobilfunk",
    "availability": "um die Verfügbarkeit",
}


def summarised(dialogue: Dialogue, opening: str) -> str:
    """Return `opening` and, where it is known, what the talk was about and with which details."""
    topic = TOPICS.get(dialogue.word("last_topic") or "")
    if topic is None:
        return opening
    details = ", ".join(_details(dialogue))
    return f"{opening} Zuletzt ging es {topic}{f' ({details})' if details else ''}."


def _details(dialogue: Dialogue) -> list[str]:
    if dialogue.word("last_topic") in {"tariffs", "contracts", "mobile"}:
        return [tariff] if (tariff := dialogue.word("tariff")) else []
    service = SERVICES.get(dialogue.word("service") or "")
    return [each for each in (dialogue.word("postal_code"), service) if each]
