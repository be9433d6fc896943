"""For which messages a person would be fetched, going by the rules and what was understood."""

import pytest

from conversation.escalation.table import Table
from conversation.turns import Understanding
from gateway.fetching import fetches_person

FURIOUS = (0.0, 0.0, 0.05, 0.95)
CALM = (0.97, 0.03, 0.0, 0.0)


@pytest.mark.parametrize(
    ("text", "intent", "chances", "fetched"),
    [
        ("Was kostet Zuhause M?", "ask_tariff_details", CALM, False),
        ("Meine Rechnung ist eine Frechheit!!!", "dispute_bill", FURIOUS, True),
        ("Meine Rechnung ist eine Frechheit!!!", "dispute_bill", CALM, False),
        ("Ich will mit einem Menschen sprechen", "request_human", CALM, True),
        ("Vielen Dank", "thank", FURIOUS, False),
    ],
)
def test_rules_decide(text: str, intent: str, chances: tuple[float, ...], fetched: bool) -> None:
    anger = max(range(4), key=chances.__getitem__)
    understood = Understanding(intent, 0.9, anger=anger, anger_chances=chances)
    assert fetches_person(text, understood, Table()) is fetched
