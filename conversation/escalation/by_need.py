"""What the assistant has learnt to read as a need for a person, where no wording rule finds it."""

from collections.abc import Sequence
from dataclasses import replace

from conversation.escalation.evidence import ANSWERS, KIND, Evidence
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
# What words and tone tell less surely than the whole message.
_DOUBTED = frozenset(
    {Rule.ANGER_HIGH, Rule.ANGER_RISING, Rule.ANGER_JUMP}
    | {Rule.LEGAL_OR_PRESS, Rule.PROTECTED, Rule.THIRD_CONTACT}
)
READ = "read"


def with_need(found: Sequence[Finding], evidence: Evidence, table: Table) -> list[Finding]:
    """Return what the rules found and what was read beside it; one matter is found once."""
    found = [_doubted(each, evidence, table) for each in found]
    read = need(evidence, table)
    if read is None:
        return found
    same = [each for each in found if each.rule is read.rule]
    if any(each.weight >= read.weight for each in same):
        return found
    return [*(each for each in found if each not in same), read]


def need(evidence: Evidence, table: Table) -> Finding | None:
    """The message reads like those of people who needed a person.

    Needs exclude one another, so that together they say how likely any of them is; the likeliest
    names the rule. What may be in two messages in a row is as good as sure; what answers us has to
    be surer, for "alles probiert, hilft nicht" is what we asked for.
    """
    row, read = table.need, evidence.needed
    rule = next((RULES[name] for name, _ in evidence.needs if name in RULES), None)
    if rule is None or read < row.perhaps or not _may_be(rule, evidence, table):
        return None
    life = sum(chance for name, chance in evidence.needs if RULES.get(name) in _OF_LIFE)
    if rule in _OF_LIFE and life >= row.life:
        return Finding(rule, row.weight, (Figure(READ, life, row.life),))
    enough = row.answering if evidence.answers else row.sure
    sure = read >= enough or (not evidence.answers and _read_before(evidence, table))
    return Finding(rule, row.weight if sure else row.hint, (Figure(READ, read, enough),))


def _read_before(evidence: Evidence, table: Table) -> bool:
    """Say whether a need was read in the turn before, too."""
    findings = (each for turn in evidence.before[-1:] for each in turn.findings)
    figures = (one for each in findings for one in each.figures)
    return any(one.name == READ and one.value >= table.need.perhaps for one in figures)


def _doubted(finding: Finding, evidence: Evidence, table: Table) -> Finding:
    """Return what words or tone told; half a sign where the whole reads like no need at all."""
    row, read = table.need, evidence.needed
    if finding.rule not in _DOUBTED or not evidence.needs or read >= row.calm:
        return finding
    figures = (*finding.figures, Figure(READ, read, row.calm))
    return replace(finding, weight=min(finding.weight, row.hint), figures=figures)


def _may_be(rule: Rule, evidence: Evidence, table: Table) -> bool:
    """Say whether nothing else in a message speaks against a need that was read."""
    if evidence.intent in KIND:
        return False
    likeliest = evidence.needs[0][1]
    if rule is not Rule.ANGER_HIGH and likeliest >= table.need.certain:
        return True
    if evidence.intent in ANSWERS and evidence.confidence >= table.not_understood.sure:
        return rule in _OF_LIFE or rule is Rule.ASKS_FOR_PERSON
    if rule is Rule.ANGER_HIGH:
        felt = evidence.felt is not None and evidence.felt >= table.need.felt
        return felt and evidence.has_concern
    if rule is Rule.CANCELS:
        return "?" not in evidence.text
    return rule in _OF_LIFE or not evidence.curious or evidence.has_concern
