"""How many different matters one message speaks of: a long story with many needs one head."""

import re

from conversation.escalation.patterns import any_of

_WORD = re.compile(r"[^\W\d_]+")
#: What is said in fewer words is a list of catchwords, or a greeting with a signature.
FEWEST_WORDS = 14
_MATTERS = (
    any_of(r"\bvertr[aä]g\w*|\btarif\w*"),
    any_of(
        r"\brechnung\w*|\bgutschrift\w*|\babgebucht\w*|\babbuch\w*|\bkont(?:o|en)\b|\berstatt\w*"
        r"|\b(?:be)?zahl(?:t|e|en)\b|\bmahnung\w*|\blastschrift\w*|\brabatt\w*"
    ),
    any_of(r"\b(?:ruf|handy|telefon|mobil)?nummern?\b|\btelefonbuch\b|\bportier\w*"),
    any_of(r"\b\w*adresse\w*|\banschrift\w*|\bumzug\w*|\bumgezogen\b|\bziehen\b|\bwohnung\w*"),
    any_of(r"\btechniker\w*|\btermin\w*|\bmonteur\w*"),
    any_of(r"\bticket\w*|\bstörungsmeldung\w*|\bgemeldet\b"),
    any_of(r"\bfernseh\w*|\btv\b|\breceiver\w*|\bsender\b"),
    any_of(r"\brouter\w*|\bfritz\w*|\bmodem\w*|\brepeater\w*|\bsim-?karten?\b|\bgeräte?\b"),
    any_of(r"\binternet\w*|\bw-?lan\b|\bdsl\b|\bleitung\w*|\banschl[uü]ss\w*|\bglasfaser\w*"),
    any_of(r"\bfestnetz\w*|\btelefon\b|\bfax\w*|\bklingel\w*|\btelefonier\w*"),
    any_of(r"\bkündig\w*|\bkuendig\w*|\bwiderruf\w*|\bsoll weg\b|\bwollen wir nicht mehr\b"),
    any_of(r"\b(?:verstorben\w*|getrennt|trennung|geschieden|inhaber\w*|auf (?:sein|ihr)en namen)"),
)

#: What puts one thing after another.
_NEXT = any_of(
    r"(?:^|\s)[1-6][.)] ",
    r"\b(?:erstens|zweitens|drittens|viertens|außerdem|ausserdem|zudem|ferner|obendrein|zusätzlich"
    r"|dazu kommt|des weiteren|und dann noch|und zu guter letzt)\b",
)


def matters_in(text: str) -> int:
    """Return how many kinds of matter a story names; 0 where it is too short for one."""
    if len(_WORD.findall(text)) < FEWEST_WORDS:
        return 0
    named = sum(pattern.search(text) is not None for pattern in _MATTERS)
    listed = len(_NEXT.findall(text))
    return named + max(0, listed - 1) if named > 1 else named
