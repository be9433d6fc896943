"""Words for the rules by which a person is fetched, their figures and thresholds."""

from babel.numbers import format_decimal

from conversation.escalation.findings import Rule
from staff.language import N_, locale

RULES = {
    Rule.DANGER: N_("Jemand in Gefahr"),
    Rule.VULNERABLE: N_("Auf die Leitung angewiesen"),
    Rule.LANGUAGE: N_("Andere Sprache"),
    Rule.SIGNAL: N_("Der Assistent selbst"),
    Rule.NO_ANSWER: N_("Keine Antwort möglich"),
    Rule.LEGAL_OR_PRESS: N_("Recht, Behörde, Presse"),
    Rule.PROTECTED: N_("Nur durch Menschen"),
    Rule.CANCELS: N_("Kündigt öffentlich"),
    Rule.ASKS_FOR_PERSON: N_("Will einen Menschen"),
    Rule.DISPUTES: N_("Bestreitet eine Rechnung"),
    Rule.ANGER_HIGH: N_("Wut"),
    Rule.ANGER_RISING: N_("Ärger wächst"),
    Rule.ANGER_JUMP: N_("Ärger bricht aus"),
    Rule.ANGER_LASTING: N_("Ärger hält an"),
    Rule.ANGRY: N_("Eine verärgerte Nachricht"),
    Rule.OUTRAGED: N_("Empörte Worte"),
    Rule.THIRD_CONTACT: N_("Wiederholter Kontakt"),
    Rule.CONTRADICTION: N_("Widersprüche, Zusagen"),
    Rule.SAME_QUESTION: N_("Dieselbe Frage wieder"),
    Rule.FORM_LEFT: N_("Vergeblich gefragt"),
    Rule.ASKED_AGAIN: N_("Immer wieder gefragt"),
    Rule.SEVERAL_REQUESTS: N_("Viele Anliegen auf einmal"),
    Rule.MANY_MATTERS: N_("Vieles hängt zusammen"),
    Rule.NOT_UNDERSTOOD: N_("Nicht verstanden"),
}
#: Entries of the table that are no rule.
GENERAL = {
    "needed": N_("Übergabe ab einer Summe von"),
    "doubtful": N_("Der Assistent, wo sonst nichts dafür spricht"),
    "need": N_("Als Bedarf an einem Menschen gelesen"),
    "guarded_turns": N_("Nach Rückgabe derselbe Grund erst nach so vielen Nachrichten"),
}
FIGURES = {
    "weight": N_("Gewicht"),
    "read": N_("Bedarf gelesen"),
    "hint": N_("Gewicht, wo vielleicht"),
    "perhaps": N_("vielleicht ab"),
    "calm": N_("spricht dagegen unter"),
    "life": N_("Sicherheit, wo es ums Leben geht"),
    "answering": N_("Sicherheit, wo jemand antwortet"),
    "level": N_("Stufe"),
    "guess": N_("geraten unter"),
    "sure": N_("Sicherheit"),
    "felt": N_("Ärger"),
    "risen": N_("gewachsen um"),
    "jump": N_("Sprung um"),
    "turns": N_("Nachrichten"),
    "times": N_("Male"),
    "alike": N_("Ähnlichkeit"),
    "asked_before": N_("schon gefragt"),
    "circles_told": N_("Kreis beklagt"),
    "signs": N_("Anzeichen"),
    "requests": N_("Anliegen"),
    "matters": N_("Themen"),
    "contacts_told": N_("Kontakte laut Kunde"),
    "contacts_known": N_("Kontakte laut Verlauf"),
    "share": N_("Anteil der Wörter"),
    "words": N_("Wörter"),
    "by": N_("um mindestens"),
    "to": N_("auf mindestens"),
    "at": N_("ab"),
    "within": N_("innerhalb von Nachrichten"),
    "contacts": N_("Kontakte"),
    "days": N_("Tage"),
    "second": N_("Gewicht beim zweiten Kontakt"),
    "without_concern": N_("Gewicht ohne Anliegen"),
}


def figure_words(name: str) -> str:
    """Return what a figure is; one without words of its own keeps its name."""
    return FIGURES.get(name, name)


def rule_words(name: str) -> str:
    """Return what a rule, or another entry of the table, is called."""
    return GENERAL[name] if name in GENERAL else RULES[Rule(name)]


def number(value: float) -> str:
    """Return a number as people write it: `0,4`, `0.4`, `3`."""
    return str(format_decimal(round(value, 2), "0.######", locale=locale()))
