"""Du or Sie: how a customer addresses us, so that we answer alike."""

import re

DU = "du"
SIE = "sie"

_DU = re.compile(
    r"\b(du|dich|dir|dein(e[mnrs]?)?|euch|euer|eure[mnrs]?|ihr (habt|seid|könnt|koennt|wollt|macht)"
    r"|(habt|seid|könnt|koennt|wollt|macht) ihr|kannste|haste|biste|weißt|schau mal|sag mal)\b",
    re.IGNORECASE,
)
_SIE_AMID = re.compile(r"(?<![.!?:\n])[ ,](Sie|Ihnen|Ihre?[mnrs]?)\b")
_SIE_VERB = re.compile(
    r"\b(können|koennen|haben|sind|würden|wuerden|geben|sagen|helfen|schicken|wissen|machen|bieten"
    r"|wollen|möchten|prüfen|pruefen) sie\b",
    re.IGNORECASE,
)


def address_form(text: str) -> str:
    """Return `du` or `sie` as the text addresses us, or an empty string if it does neither."""
    if _SIE_AMID.search(text) or _SIE_VERB.search(text):
        return SIE
    if _DU.search(text):
        return DU
    return ""
