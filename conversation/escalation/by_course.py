"""Rules over the course of a stay: misunderstandings, circles, too many requests at once."""

from conversation.escalation.circles import alike, in_a_row
from conversation.escalation.evidence import Evidence
from conversation.escalation.findings import Figure, Finding, Rule
from conversation.escalation.table import Table


def not_understood(evidence: Evidence, table: Table) -> Finding | None:
    """Attempts at clarifying in one stay; two in a row are the assistant's own signal."""
    row = table.not_understood
    recent = evidence.before[max(0, len(evidence.before) + 1 - int(row.within)) :]
    times = sum(each.clarified for each in recent) + evidence.clarified
    if not evidence.clarified or times < row.times:
        return None
    figures = (Figure("times", times, row.times),)
    return Finding(Rule.NOT_UNDERSTOOD, row.weight, figures)


def same_question(evidence: Evidence, table: Table) -> Finding | None:
    """The customer asks again what was answered before: the answer was none."""
    row = table.same_question
    likeness = [alike(evidence.gist, each.gist) for each in evidence.before]
    times = sum(each >= row.alike for each in likeness)
    if not times:
        return None
    figures = (Figure("asked_before", times), Figure("alike", max(likeness), row.alike))
    return Finding(Rule.SAME_QUESTION, row.weight * times, figures)


def form_left(evidence: Evidence, table: Table) -> Finding | None:
    """The assistant has asked for the same in vain, and gone on without, several times."""
    row = table.form_left
    if not evidence.left:
        return None
    times = 1 + sum(each.left == evidence.left for each in evidence.before)
    if times < row.times:
        return None
    return Finding(Rule.FORM_LEFT, row.weight, (Figure("times", times, row.times),))


def asked_again(evidence: Evidence, table: Table) -> Finding | None:
    """The assistant asks for the same turn after turn."""
    row = table.asked_again
    times = in_a_row((*(each.asked for each in evidence.before), evidence.asked))
    if times < row.times:
        return None
    return Finding(Rule.ASKED_AGAIN, row.weight, (Figure("times", times, row.times),))


def several_requests(evidence: Evidence, table: Table) -> Finding | None:
    """One message with more requests than a person would expect a machine to keep apart."""
    row = table.several_requests
    count = evidence.turn.understanding.requests if evidence.turn else 0
    if count < row.times:
        return None
    weight = row.weight * (count - row.times + 1)
    return Finding(Rule.SEVERAL_REQUESTS, weight, (Figure("requests", count, row.times),))
