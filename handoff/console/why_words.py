"""German words for the rules by which a person is fetched, their figures and thresholds."""

from conversation.escalation.findings import Rule

RULES = {
    Rule.DANGER: "Jemand in Gefahr",
    Rule.VULNERABLE: "Auf die Leitung angewiesen",
    Rule.LANGUAGE: "Andere Sprache",
    Rule.SIGNAL: "Der Assistent selbst",
    Rule.NO_ANSWER: "Keine Antwort möglich",
    Rule.LEGAL_OR_PRESS: "Recht, Behörde, Presse",
    Rule.PROTECTED: "Nur durch Menschen",
    Rule.CANCELS: "Kündigt öffentlich",
    Rule.ASKS_FOR_PERSON: "Will einen Menschen",
    Rule.DISPUTES: "Bestreitet eine Rechnung",
    Rule.ANGER_HIGH: "Wut",
    Rule.ANGER_RISING: "Ärger wächst",
    Rule.ANGER_JUMP: "Ärger bricht aus",
    Rule.ANGER_LASTING: "Ärger hält an",
    Rule.ANGRY: "Eine verärgerte Nachricht",
    Rule.OUTRAGED: "Empörte Worte",
    Rule.THIRD_CONTACT: "Wiederholter Kontakt",
    Rule.CONTRADICTION: "Widersprüche, Zusagen",
    Rule.SAME_QUESTION: "Dieselbe Frage wieder",
    Rule.FORM_LEFT: "Vergeblich gefragt",
    Rule.ASKED_AGAIN: "Immer wieder gefragt",
    Rule.SEVERAL_REQUESTS: "Viele Anliegen auf einmal",
    Rule.MANY_MATTERS: "Vieles hängt zusammen",
    Rule.NOT_UNDERSTOOD: "Nicht verstanden",
}
#: Entries of the table that are no rule.
GENERAL = {
    "needed": "Übergabe ab einer Summe von",
    "doubtful": "Der Assistent, wo sonst nichts dafür spricht",
    "need": "Als Bedarf an einem Menschen gelesen",
    "guarded_turns": "Nach Rückgabe derselbe Grund erst nach so vielen Nachrichten",
}
FIGURES = {
    "weight": "Gewicht",
    "read": "Bedarf gelesen",
    "hint": "Gewicht, wo vielleicht",
    "perhaps": "vielleicht ab",
    "calm": "spricht dagegen unter",
    "life": "Sicherheit, wo es ums Leben geht",
    "answering": "Sicherheit, wo jemand antwortet",
    "level": "Stufe",
    "guess": "geraten unter",
    "sure": "Sicherheit",
    "felt": "Ärger",
    "risen": "gewachsen um",
    "jump": "Sprung um",
    "turns": "Nachrichten",
    "times": "Male",
    "alike": "Ähnlichkeit",
    "asked_before": "schon gefragt",
    "circles_told": "Kreis beklagt",
    "signs": "Anzeichen",
    "requests": "Anliegen",
    "matters": "Themen",
    "contacts_told": "Kontakte laut Kunde",
    "contacts_known": "Kontakte laut Verlauf",
    "share": "Anteil der Wörter",
    "words": "Wörter",
    "by": "um mindestens",
    "to": "auf mindestens",
    "at": "ab",
    "within": "innerhalb von Nachrichten",
    "contacts": "Kontakte",
    "days": "Tage",
    "second": "Gewicht beim zweiten Kontakt",
    "without_concern": "Gewicht ohne Anliegen",
}


def figure_words(name: str) -> str:
    """Return what a figure is; one without words of its own keeps its name."""
    return FIGURES.get(name, name)


def rule_words(name: str) -> str:
    """Return what a rule, or another entry of the table, is called."""
    return GENERAL[name] if name in GENERAL else RULES[Rule(name)]


def number(value: float) -> str:
    """Return a number as people write it: `0,4`, `3`."""
    return f"{round(value, 2):g}".replace(".", ",")
