"""Rules over the course of a stay: misunderstandings, circles, too many requests at once."""

from conversation.escalation.circles import alike, in_a_row
from conversation.escalation.evidence import Evidence
from conversation.escalation.findings import Figure, Finding, Rule, WeighedTurn
from conversation.escalation.repeats import tells_of_a_circle
from conversation.escalation.table import Table

TOLD = "circles_told"


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
    """The customer asks again what was answered before, or says that we go in circles."""
    row = table.same_question
    likeness = [alike(evidence.gist, each.gist) for each in evidence.before]
    again = sum(each >= row.alike for each in likeness)
    told = tells_of_a_circle(evidence.text)
    if not again and not told:
        return None
    told_before = sum(_told(each) for each in evidence.before) if told else 0
    figures = (
        Figure("asked_before", again),
        Figure("alike", max(likeness, default=0.0), row.alike),
        Figure(TOLD, told + told_before),
    )
    return Finding(Rule.SAME_QUESTION, row.weight * (again + told + told_before), figures)


def _told(turn: WeighedTurn) -> bool:
    """Whether the customer said in that turn that we go in circles."""
    figures = (one for each in turn.findings for one in each.figures)
    return any(one.name == TOLD and one.value for one in figures)


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
