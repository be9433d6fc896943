"""What each rule stands for: the reason recorded, the agent's sentence, the place in the queue."""

from conversation.escalation.by_mood import MOOD
from conversation.escalation.findings import Rule, Urgency
from conversation.signals import Reason

_REASONS = {
    Rule.DANGER: Reason.SENSITIVE,
    Rule.VULNERABLE: Reason.SENSITIVE,
    Rule.LANGUAGE: Reason.UNSUPPORTED_LANGUAGE,
    Rule.LEGAL_OR_PRESS: Reason.LEGAL_THREAT,
    Rule.PROTECTED: Reason.COMPLEXITY,
    Rule.CANCELS: Reason.COMPLEXITY,
    Rule.ASKS_FOR_PERSON: Reason.REQUESTED,
    Rule.DISPUTES: Reason.DISPUTE,
    **dict.fromkeys(MOOD, Reason.ANGER),
    Rule.OUTRAGED: Reason.ANGER,
    Rule.THIRD_CONTACT: Reason.COMPLEXITY,
    Rule.CONTRADICTION: Reason.COMPLEXITY,
    Rule.SAME_QUESTION: Reason.COMPLEXITY,
    Rule.FORM_LEFT: Reason.COMPLEXITY,
    Rule.ASKED_AGAIN: Reason.REPEATED_MISUNDERSTANDING,
    Rule.SEVERAL_REQUESTS: Reason.COMPLEXITY,
    Rule.MANY_MATTERS: Reason.COMPLEXITY,
    Rule.NOT_UNDERSTOOD: Reason.REPEATED_MISUNDERSTANDING,
}
_SUMMARIES = {
    Rule.DANGER: "Hier kann jemand in Gefahr sein. Bitte sofort ansehen.",
    Rule.VULNERABLE: "Jemand, der auf die Leitung angewiesen ist, hat keine.",
    Rule.LANGUAGE: "Schreibt in einer Sprache, die der Assistent nicht spricht.",
    Rule.LEGAL_OR_PRESS: "Droht mit rechtlichen Schritten, Behörden oder Öffentlichkeit.",
    Rule.PROTECTED: "Es geht um Daten oder Rechte, die nur Menschen prüfen und ändern.",
    Rule.CANCELS: "Möchte kündigen, öffentlich; es wurde weder geprüft noch ein Angebot gemacht.",
    Rule.ASKS_FOR_PERSON: "Möchte mit einem Menschen sprechen.",
    Rule.DISPUTES: "Bestreitet, was wir berechnet haben.",
    Rule.ANGER_HIGH: "Ist wütend.",
    Rule.ANGER_RISING: "Wird von Nachricht zu Nachricht ärgerlicher.",
    Rule.ANGER_JUMP: "Ist plötzlich verärgert.",
    Rule.ANGER_LASTING: "Ist seit mehreren Nachrichten verärgert.",
    Rule.ANGRY: "Ist verärgert.",
    Rule.OUTRAGED: "Ist empört.",
    Rule.THIRD_CONTACT: "Meldet sich wiederholt wegen derselben Sache.",
    Rule.CONTRADICTION: "Hat von uns Widersprüchliches gehört oder eine Zusage, die nicht hielt.",
    Rule.SAME_QUESTION: "Stellt dieselbe Frage wieder, die Antwort hat nicht geholfen.",
    Rule.FORM_LEFT: "Der Assistent hat mehrmals vergeblich nach derselben Angabe gefragt.",
    Rule.ASKED_AGAIN: "Der Assistent fragt immer wieder nach derselben Angabe.",
    Rule.SEVERAL_REQUESTS: "Hat mehrere Anliegen auf einmal.",
    Rule.MANY_MATTERS: "Erzählt von vielem, was zusammenhängt.",
    Rule.NOT_UNDERSTOOD: "Der Assistent hat mehrmals nicht verstanden, worum es geht.",
}
_URGENCIES = {Rule.DANGER: Urgency.EMERGENCY, Rule.VULNERABLE: Urgency.SOON}


def has_reason(rule: Rule) -> bool:
    """Say whether a rule is one of ours, and not the assistant's own word."""
    return rule in _REASONS


def reason_of(rule: Rule) -> Reason:
    """Return the reason by which a handoff for this rule is recorded. Raises KeyError."""
    return _REASONS[rule]


def summary_of(rule: Rule) -> str:
    """Return one German sentence for the agent. Raises KeyError."""
    return _SUMMARIES[rule]


def urgency_of(rule: Rule) -> Urgency:
    """Return how urgent a handoff for this rule is."""
    return _URGENCIES.get(rule, Urgency.NORMAL)
