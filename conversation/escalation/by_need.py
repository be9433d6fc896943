"""What the assistant has learnt to read as a need for a person, where no wording rule finds it."""

from collections.abc import Sequence

from conversation.escalation.evidence import KIND, Evidence
from conversation.escalation.findings import Figure, Finding, Rule
from conversation.escalation.table import Table

#: The rule that each need is one more sign for; the names are those of `data/needs.yml`.
RULES = {
    "danger": Rule.DANGER,
    "vulnerable": Rule.VULNERABLE,
    "legal": Rule.LEGAL_OR_PRESS,
    "press": Rule.LEGAL_OR_PRESS,
    "data_change": Rule.PROTECTED,
    "wants_person": Rule.ASKS_FOR_PERSON,
    "fury": Rule.ANGER_HIGH,
    "repeated": Rule.THIRD_CONTACT,
    "tangled": Rule.MANY_MATTERS,
    "dispute": Rule.DISPUTES,
    "cancellation": Rule.CANCELS,
}
# Whoever writes of these need not speak of us.
_OF_LIFE = frozenset({Rule.DANGER, Rule.VULNERABLE})


def with_need(found: Sequence[Finding], evidence: Evidence, table: Table) -> list[Finding]:
    """Return what the rules found and what was read beside it; one matter is found once."""
    read = need(evidence, table)
    if read is None:
        return list(found)
    same = [each for each in found if each.rule is read.rule]
    if any(each.weight >= read.weight for each in same):
        return list(found)
    return [*(each for each in found if each not in same), read]


def need(evidence: Evidence, table: Table) -> Finding | None:
    """The message reads like those of people who needed a person.

    Needs exclude one another, so that together they say how likely any of them is; the likeliest
    names the rule.
    """
    row, read = table.need, evidence.needed
    rule = next((RULES[name] for name, _ in evidence.needs if name in RULES), None)
    if rule is None or read < row.perhaps or not _may_be(rule, evidence, table):
        return None
    weight = row.weight if read >= row.sure else row.hint
    return Finding(rule, weight, (Figure("read", read, row.sure),))


def _may_be(rule: Rule, evidence: Evidence, table: Table) -> bool:
    """Say whether nothing else in a message speaks against a need that was read."""
    if evidence.intent in KIND:
        return False
    if rule is Rule.ANGER_HIGH:
        felt = evidence.felt is not None and evidence.felt >= table.need.felt
        return felt and evidence.has_concern
    if rule is Rule.CANCELS:
        return "?" not in evidence.text
    return rule in _OF_LIFE or not evidence.curious
