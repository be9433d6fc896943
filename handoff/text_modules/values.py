"""What the variables of a ready text stand for in one conversation."""

from collections.abc import Mapping

from conversation.context import Context
from conversation.packets import HandoffPacket
from conversation.turns import SlotValue
from handoff.console.placeholders import is_placeholder
from handoff.console.words import fact_value
from staff.language import in_german

#: A variable's name, and that of the fact it stands for.
FACTS = {
    "ticket": "ticket_number",
    "termin": "appointment_number",
    "ort": "city",
    "plz": "postal_code",
    "tarif": "tariff",
    "dienst": "service",
}


def values_of(
    packet: HandoffPacket | None, context: Context, *, agent: str, provider: str
) -> dict[str, str]:
    """Return what is known, by variable: what an agent sees of the facts, and who we are.

    What stands for something personal is left out: an agent puts it in on purpose, or not at all.
    """
    facts: Mapping[str, SlotValue] = {
        **context.slots,
        **context.told,
        **({fact.name: fact.value for fact in packet.facts} if packet else {}),
    }
    values = {"agent": agent, "anbieter": provider}
    for variable, fact in FACTS.items():
        value = facts.get(fact)
        if isinstance(value, str) and value and not is_placeholder(value):
            with in_german():  # customers read it
                values[variable] = fact_value(fact, value)
    return values
