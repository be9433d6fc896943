"""Rules over a message's words: danger, threats, language, a person wanted, a third contact."""

from conversation.escalation import distress, repeats, threats, wishes
from conversation.escalation.evidence import BROWSING, CANCELLATION, KIND, OFFERS, REPORTS, Evidence
from conversation.escalation.findings import Figure, Finding, Rule
from conversation.escalation.languages import Reading, language_of
from conversation.escalation.protected import only_for_people
from conversation.escalation.table import Table


def danger(evidence: Evidence, table: Table) -> Finding | None:
    """Somebody may be in danger: at once, and first in the queue."""
    fault, offer = evidence.intent in REPORTS, evidence.intent in OFFERS
    if distress.danger(evidence.text, fault=fault, offer=offer):
        return Finding(Rule.DANGER, table.danger.weight)
    return None


def vulnerable(evidence: Evidence, table: Table) -> Finding | None:
    """Somebody who must not be without a line is."""
    if distress.vulnerable(evidence.text, fault=evidence.intent in REPORTS):
        return Finding(Rule.VULNERABLE, table.vulnerable.weight)
    return None


def legal_or_press(evidence: Evidence, table: Table) -> Finding | None:
    """A lawyer, the regulator, a court, the papers: against us, not against anybody else."""
    if evidence.curious or not threats.threatens(evidence.text):
        return None
    return Finding(Rule.LEGAL_OR_PRESS, table.legal_or_press.weight)


def protected(evidence: Evidence, table: Table) -> Finding | None:
    """Somebody wants what only people may see through or change."""
    beside_the_point = evidence.curious or evidence.intent in BROWSING | KIND
    if beside_the_point or not only_for_people(evidence.text):
        return None
    return Finding(Rule.PROTECTED, table.protected.weight)


def cancels(evidence: Evidence, table: Table) -> Finding | None:
    """Somebody leaves us in public, where the assistant would only point to another door."""
    row, sure = table.cancels, evidence.confidence
    only_asks = "?" in evidence.text
    if not evidence.public or evidence.intent != CANCELLATION or only_asks or sure < row.sure:
        return None
    return Finding(Rule.CANCELS, row.weight, (Figure("sure", sure, row.sure),))


def asks_for_person(evidence: Evidence, table: Table) -> Finding | None:
    """Somebody surely wants a person, whatever the assistant took it for."""
    if evidence.curious or not wishes.wants_person(evidence.text):
        return None
    return Finding(Rule.ASKS_FOR_PERSON, table.asks_for_person.weight)


def third_contact(evidence: Evidence, table: Table) -> Finding | None:
    """Somebody turns to us again about one matter, as they say or as we know."""
    if evidence.curious:
        return None
    row = table.third_contact
    told, known = repeats.contacts_told(evidence.text), evidence.visits(row.days)
    contacts = max(told, known)
    if contacts < 2:
        return None
    weight = row.weight if contacts >= row.contacts else row.second
    figures = (
        Figure("contacts_told", told, row.contacts),
        Figure("contacts_known", known, row.contacts),
    )
    return Finding(Rule.THIRD_CONTACT, weight, figures)


def contradiction(evidence: Evidence, table: Table) -> Finding | None:
    """Somebody was told contradictory things, or promised what was not kept; each sign weighs."""
    signs = 0 if evidence.curious else repeats.contradictions(evidence.text)
    if not signs:
        return None
    weight = table.contradiction.weight * signs
    return Finding(Rule.CONTRADICTION, weight, (Figure("signs", signs),))


def language(evidence: Evidence, table: Table) -> Finding | None:
    """A language we do not speak.

    A message without a concern (how is the weather?) weighs half, and full when it is the second.
    """
    row, reading = table.language, foreign(evidence, table)
    if reading is None:
        return None
    before = any(each.rule is Rule.LANGUAGE for turn in evidence.before for each in turn.findings)
    whole = reading.concern or before
    figures = (Figure("share", reading.share, row.share), Figure("words", reading.words, row.words))
    return Finding(Rule.LANGUAGE, row.weight if whole else row.weight / 2, figures)


def foreign(evidence: Evidence, table: Table) -> Reading | None:
    """Return the language of a message that is surely not German."""
    row, reading = table.language, language_of(evidence.text)
    if reading is None or reading.share < row.share or reading.words < row.words:
        return None
    return reading
