"""Rules over the mood: high, rising, jumping or lasting anger."""

from conversation.escalation.distress import is_over
from conversation.escalation.evidence import KIND, Evidence
from conversation.escalation.findings import Figure, Finding, Rule
from conversation.escalation.outrage import outraged as tells_outrage
from conversation.escalation.table import Table
from conversation.escalation.threats import laughs

#: Of these only the heaviest counts: they tell of one anger.
MOOD = frozenset(
    {Rule.ANGER_HIGH, Rule.ANGER_RISING, Rule.ANGER_JUMP, Rule.ANGER_LASTING, Rule.ANGRY}
)


def anger_high(evidence: Evidence, table: Table) -> Finding | None:
    """One furious message; without any concern of a customer it is left to the assistant."""
    row = table.anger_high
    read, felt = evidence.turn.understanding if evidence.turn else None, evidence.felt
    if read is None or read.anger is None or felt is None or _is_kind(evidence):
        return None
    chances = read.anger_chances
    sure = sum(chances[int(row.level) :]) if chances else float(read.anger >= row.level)
    if sure < row.sure and felt < row.felt:
        return None
    weight = row.weight if evidence.has_concern else row.without_concern
    figures = (Figure("felt", felt, row.felt), Figure("sure", sure, row.sure))
    return Finding(Rule.ANGER_HIGH, weight, figures)


def anger_rising(evidence: Evidence, table: Table) -> Finding | None:
    """Anger that grows from message to message."""
    row, mood = table.anger_rising, evidence.mood
    risen = mood.risen(int(row.turns))
    if not _is_felt(evidence) or risen < row.by or mood.now < row.to:
        return None
    figures = (Figure("felt", mood.now, row.to), Figure("risen", risen, row.by))
    return Finding(Rule.ANGER_RISING, row.weight, figures)


def anger_jump(evidence: Evidence, table: Table) -> Finding | None:
    """Anger that breaks out between two messages."""
    row, mood = table.anger_jump, evidence.mood
    if not _is_felt(evidence) or mood.jump < row.by or mood.now < row.to:
        return None
    figures = (Figure("felt", mood.now, row.to), Figure("jump", mood.jump, row.by))
    return Finding(Rule.ANGER_JUMP, row.weight, figures)


def anger_lasting(evidence: Evidence, table: Table) -> Finding | None:
    """Anger that does not go away."""
    row, mood = table.anger_lasting, evidence.mood
    turns = mood.lasting(row.at)
    if not _is_felt(evidence) or turns < row.turns:
        return None
    figures = (Figure("felt", mood.now, row.at), Figure("turns", turns, row.turns))
    return Finding(Rule.ANGER_LASTING, row.weight, figures)


def angry(evidence: Evidence, table: Table) -> Finding | None:
    """One angry message, which with something else may be enough."""
    row = table.angry
    if not _is_felt(evidence) or evidence.mood.now < row.at:
        return None
    return Finding(Rule.ANGRY, row.weight, (Figure("felt", evidence.mood.now, row.at),))


def outraged(evidence: Evidence, table: Table) -> Finding | None:
    """Words of outrage from a customer, however calmly the message sounds."""
    if evidence.intent in KIND or not evidence.has_concern:
        return None
    if laughs(evidence.text) or not tells_outrage(evidence.text):
        return None
    return Finding(Rule.OUTRAGED, table.outraged.weight)


def _is_felt(evidence: Evidence) -> bool:
    """Whether this very message was read, by somebody who wants something of us.

    Thanks and greetings are no anger, however they are written.
    """
    return evidence.felt is not None and not _is_kind(evidence) and evidence.has_concern


def _is_kind(evidence: Evidence) -> bool:
    """Whether somebody thanks, greets, or tells that it works again."""
    return evidence.intent in KIND or is_over(evidence.text)
