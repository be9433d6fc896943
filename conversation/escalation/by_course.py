"""Rules over the course of a stay: misunderstandings, circles, too many requests at once."""

from conversation.escalation.circles import alike, in_a_row
from conversation.escalation.evidence import OUT_OF_SCOPE, WHO_AND_WHERE, Evidence
from conversation.escalation.findings import Figure, Finding, Rule, WeighedTurn
from conversation.escalation.matters import matters_in
from conversation.escalation.misses import says_missed
from conversation.escalation.repeats import tells_of_a_circle
from conversation.escalation.table import Table

TOLD = "circles_told"


def missed(evidence: Evidence, table: Table) -> int:
    """Return how many turns this one shows to have been missed: itself, perhaps some before.

    A refusal as out of scope that the assistant was not sure of is a miss. Who says that the answer
    before missed what was meant tells of that one, and of a guess just before it.
    """
    unsure = evidence.intent == OUT_OF_SCOPE and evidence.confidence < table.not_understood.sure
    now = int(evidence.clarified or unsure)
    if not evidence.before or not says_missed(evidence.text):
        return now
    last, guess = evidence.before[-1], evidence.before[-2:-1]
    row = table.not_understood
    guessed = any(not each.missed and each.confidence < row.guess for each in guess)
    return now + (not last.missed) + guessed


def not_understood(evidence: Evidence, table: Table) -> Finding | None:
    """Turns that the assistant missed in one stay; two in a row are its own signal."""
    row = table.not_understood
    recent = evidence.before[max(0, len(evidence.before) + 1 - int(row.within)) :]
    now = missed(evidence, table)
    times = sum(each.missed for each in recent) + now
    if not now or times < row.times:
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
    """The assistant has asked for the same in vain, and gone on without, several times.

    Who somebody is and where they live are the same: without, nothing can be looked up.
    """
    row = table.form_left
    if not evidence.left:
        return None
    same = WHO_AND_WHERE if evidence.left in WHO_AND_WHERE else {evidence.left}
    times = 1 + sum(each.left in same for each in evidence.before)
    if times < row.times:
        return None
    return Finding(Rule.FORM_LEFT, row.weight, (Figure("times", times, row.times),))


def asked_again(evidence: Evidence, table: Table) -> Finding | None:
    """The assistant asks for the same again and again, no nearer; one time fewer weighs half."""
    row = table.asked_again
    turns = [(each.asked, each.nearer) for each in evidence.before]
    times = in_a_row((*turns, (evidence.asked, evidence.nearer)))
    if times < max(2, row.times - 1):
        return None
    weight = row.weight if times >= row.times else row.weight / 2
    return Finding(Rule.ASKED_AGAIN, weight, (Figure("times", times, row.times),))


def several_requests(evidence: Evidence, table: Table) -> Finding | None:
    """One message with more requests than a person would expect a machine to keep apart."""
    row = table.several_requests
    count = evidence.turn.understanding.requests if evidence.turn else 0
    if count < row.times:
        return None
    weight = row.weight * (count - row.times + 1)
    return Finding(Rule.SEVERAL_REQUESTS, weight, (Figure("requests", count, row.times),))


def many_matters(evidence: Evidence, table: Table) -> Finding | None:
    """One story in which many matters hang together; one fewer weighs half."""
    row, count = table.many_matters, matters_in(evidence.text)
    if evidence.curious or count < max(2, row.times - 1):
        return None
    weight = row.weight if count >= row.times else row.weight / 2
    return Finding(Rule.MANY_MATTERS, weight, (Figure("matters", count, row.times),))
