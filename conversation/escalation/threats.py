"""What customers write of law, regulator and press, where it is meant for us.

Each pattern is narrow: it has to stand on its own, whatever the assistant took the message for.
"""

from conversation.escalation.patterns import any_of

_LAWYER = r"(?:rechts)?anw[aä]lt\w*|jurist\w*"
_THREAT = any_of(
    rf"\b(?:hör\w*|les\w*) (?:\w+ ){{0,3}}von (?:mein\w*|unser\w*) (?:{_LAWYER})",
    rf"\b(?:{_LAWYER})\b[^.!?]{{0,50}}\b(?:ein(?:schalt|geschalt)\w*|übergeb\w*|uebergeb\w*"
    r"|beauftrag\w*"
    r"|wend\w*|meld\w*|hör\w*|weiter(?:leit|geb)\w*|freut|schreib\w*|informier\w*|kümmer\w*"
    r"|gehe?n?)\b",
    r"\b(?:schalte?|nehme?|beauftrag\w*|gehe?|gebe?|übergebe?|informiere?|wend\w*|hole?)\b"
    r"[^.!?]{0,40}"
    rf"\b(?:mein\w*|unser\w*|einen?|zum|dem|den|ne?n) (?:{_LAWYER})\b",
    r"\b(?:letzte|angemessene|eine) frist (?:bis|von|zur|gesetzt)\b|\b(?:setze?|setzen) (?:ich "
    r"|wir )?"
    r"(?:ihnen |euch |hiermit |eine ){0,4}(?:letzte |angemessene )?(?:nach)?frist\b"
    r"|\bfristsetzung\b",
    r"\b(?:rechtliche|juristische|gerichtliche) schritte\b|\brechtsweg\b|\bvor gericht\b"
    r"|\bverklag\w*|\bklage (?:ein)?(?:reich|erheb)\w*|\b(?:forder\w*|verlang\w*|klag\w*)\b"
    r"[^.!?]{0,30}\bschadens?ersatz|\bmahnbescheid\b"
    r"|\babmahn(?:ung|en)\b|\bstrafanzeige\b|\banzeige (?:erstatt|stell)\w*",
    r"\b(?:bundesnetzagentur|netzagentur|verbraucherzentrale|verbraucherschutz"
    r"|schlichtungsstelle|datenschutz(?:beauftragte\w*|behörde|aufsicht)|aufsichtsbehörde"
    r"|ombuds\w+)\b"
    r"[^.!?]{0,60}\b(?:meld\w*|wend\w*|beschwer\w*|einschalt\w*|informier\w*|schreib\w*|gehe?n?"
    r"|vorgang"
    r"|weiß|weiss|bescheid|kontakt\w*|tisch|freut)\b",
    r"\b(?:meld\w*|wend\w*|beschwer\w*|schalte?|informiere?|schreibe?|gehe?|geht|hab\w*|liegt"
    r"|lande\w*)\b"
    r"[^.!?]{0,40}\b(?:bundesnetzagentur|netzagentur|verbraucherzentrale|verbraucherschutz"
    r"|schlichtungsstelle|datenschutz(?:beauftragte\w*|behörde|aufsicht)|aufsichtsbehörde"
    r"|ombuds\w+)\b",
)
_PRESS = (
    r"(?:presse|zeitung|tageblatt|\bndr\b|\bshz\b|rtl|fernsehen|reporter\w*|journalist\w*|medien)"
)
_IN_PUBLIC = any_of(
    r"\b(?:meld\w*|wend\w*|gehe?|geht|schreibe?|schicke?|bringe?|informiere?|landet|kommt"
    r"|erzähle?)\b"
    rf"[^.!?]{{0,40}}\b(?:an|zu[rm]?|in|bei|der|die|den|ins) (?:\w+ )?{_PRESS}\b",
    rf"\b{_PRESS}\b[^.!?]{{0,40}}\b(?:einschalt\w*|informier\w*|freut|interessier\w*|erfährt|dreht"
    r"|berichte\w*)\b",
    r"\b(?:ich bin|hier ist|schreibe als|arbeite als|anfrage als) (?:\w+ ){0,3}"
    r"(?:journalist\w*|reporter\w*|redakteur\w*)\b|\bpresseanfrage\b|\bredaktionsschluss\b"
    r"|\bum (?:eine |ihre )?stellungnahme\b|\b(?:von|für) (?:der|die) "
    r"(?:redaktion|kieler nachrichten|lübecker nachrichten)\b",
)


_LAUGHS = any_of(
    "[😂🤣😜😝😉😄😁😘😅😆]",
    r";-?\)",
    r"(?<!\w):-?d\b",
    r"\b(?:haha\w*|hihi|nur (?:ein |n |so )?(?:spaß|spass|scherz|witz))\b",
)


def laughs(text: str) -> bool:
    """Say whether somebody does not mean in earnest what they write."""
    return _LAUGHS.search(text) is not None


def threatens(text: str) -> bool:
    """Say whether a message threatens with law, regulator or press, or comes from the press.

    Who laughs about it does not.
    """
    if laughs(text):
        return False
    return _THREAT.search(text) is not None or _IN_PUBLIC.search(text) is not None
