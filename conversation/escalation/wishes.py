"""What customers want beside their request: a person, no person, or to sell us something.

Each pattern is narrow: it has to stand on its own, whatever the assistant took the message for.
"""

import re

from conversation.escalation.patterns import CASELESS, any_of

_SOMEBODY = (
    r"(?:menschen?|mitarbeiter\w*|sachbearbeiter\w*|kundenberater\w*|kundenbetreuer\w*|berater\w*"
    r"|ansprechpartner\w*|kolleg(?:en|in)|jemande?[nm]?|person|vorgesetzte[nr]?)"
)
_TALK = (
    r"(?:sprechen|reden|schreiben|telefonieren|verbind\w*|verbunden|durchstell\w*|weiterleit\w*)"
)
_PERSON = any_of(
    r"\b(?:lieber|direkt|persönlich) mit (?:jemande?m?|einem menschen|einem mitarbeiter)\b",
    r"\b(?:sprechen|reden) mit (?:\w+ )?person\b|\bmit (?:\w+ )?person (?:sprechen|reden)\b",
    r"\b(?:will|möchte|moechte|brauche?|bräuchte|gib|gebt|hol\w*|bitte|lieber|verlange?|fordere?"
    r"|her mit)\b"
    r"[^.!?]{0,40}\b(?:echte[mnr]?|richtige[mnr]?|lebende\w*|menschliche\w*|leibhaftige\w*) "
    r"(?:menschen?|mitarbeiter\w*|person|ansprechpartner\w*|berater\w*|kolleg\w*)\b",
    r"\bmit (?:\w+ ){0,3}(?:menschen|mitarbeiter\w*|sachbearbeiter\w*|kundenberater\w*"
    r"|vorgesetzten)\b"
    rf"[^.!?]{{0,25}}\b{_TALK}",
    rf"\b{_TALK} (?:\w+ ){{0,3}}mit (?:\w+ ){{0,3}}(?:menschen|mitarbeiter\w*|vorgesetzten)\b",
    r"\b(?:kann|könnte|koennte|soll|möge)\b[^.!?]{0,25}\b(?:einer|jemand|wer|mensch"
    r"|mitarbeiter\w*)\b"
    r"[^.!?]{0,25}\b(?:anrufen|zurückrufen|zurueckrufen|übernehmen|helfen, der)\b",
    r"(?:^|[.!?,] ?|\bbitte )(?:ruft|rufen sie|ruf) (?:mich|uns) (?:(?:bitte|mal|doch|einfach"
    r"|heute|morgen"
    r"|lieber|da|dazu) ){0,3}(?:an|zurück|zurueck)\b",
    r"\b(?:lieber|bitte|persönlich|nur|das) (?:\w+ ){0,3}(?:telefonisch|am telefon|persönlich)"
    r" (?:\w+ ){0,2}(?:klären|besprechen|sprechen|reden|erledigen)\b",
    r"\b(?:nicht|nich|net|nie) (?:mehr )?(?:weiter )?mit (?:\w+ ){0,2}(?:bots?|robotern?|maschinen?"
    r"|automat(?:en)?|computern?|programm|ki)\b",
    r"\b(?:keine?n?|kein bock auf|keine lust auf) (?:\w+ ){0,2}(?:bots?|roboter|maschine|automat\w*"
    r"|computer|ki)\b[^.!?]{0,30}\b(?:sondern|bitte|mensch\w*|mehr)\b",
    r"\b(?:jemand\w*|wen|einen?) (?:\w+ ){0,3}(?:aus fleisch und blut|mit ahnung|ans telefon"
    r"|an die strippe|am apparat)\b",
    r"\b(?:bitte )?(?:um )?(?:einen )?rückruf (?:bitte|erbeten|gewünscht|wäre)"
    r"|\bbitte um (?:\w+ )?rückruf\b",
    r"\b(?:gib|gebt|geben sie|hol|holt|holen sie|verbinde?|verbindet|verbinden sie) (?:mir|mich"
    r"|uns)? ?"
    rf"(?:\w+ ){{0,2}}{_SOMEBODY}\b",
)
_NO_PERSON = any_of(
    r"\b(?:keinen|koan|keine|ohne) (?:\w+ )?(?:menschen?|mitarbeiter\w*|person|kolleg\w+|agent\w*"
    r"|berater\w*|hotline|rückruf)\b",
    r"\bnicht (?:(?:zu|zum|mit|an|von|durch|so|einem|einen|dem|den|einer) ){0,3}(?:menschen?"
    r"|mitarbeiter\w*|person|kolleg\w+|berater\w*|jemande?[nm]?|hotline)\b",
    r"\bnicht (?:weiterleiten|verbinden|anrufen|durchstellen)\b",
)
# Who is glad to be spared people.
_SPARED = re.compile(
    r"\b(?:niemand\w*|(?:kein\w*|nicht|ohne)\b[^.!?]{0,30}\b(?:menschen?|mitarbeiter\w*|person"
    r"|kolleg\w+|berater\w*|jemand\w*|hotline|call-?center))\b[^.!?]{0,40}"
    r"\b(?:reden|sprechen|telefonieren|anrufen) (?:zu )?m[uü]ss\w*",
    CASELESS,
)
_MISSED = re.compile(
    r"\b(?:erreich\w*|ist da|sitzt|gibt'?s?|krieg\w*|warum|wieso|endlich|meldet|ruft)\b", CASELESS
)
CONCERN = re.compile(
    r"internet|w-?lan|router|leitung|netz\b|empfang|telefon|festnetz|handy|anschluss|glasfaser|dsl"
    r"|fernseh|\btv\b|receiver|vertrag|tarif|rechnung|kunde|kundin|hotline|techniker|termin|störung"
    r"|stoerung|ticket|kündig|kuendig|\bzahle?\b|gezahlt|abgebucht|geld|\bsim\b|mobilfunk"
    r"|datenvolumen"
    r"|lastschrift|mahnung|service|warte|gewartet",
    CASELESS,
)
_ADVERT = re.compile(
    r"https?://|www\.|\bt\.me\b|\bwhatsapp\b|telegram|\bdm me\b|\bpromo\b|@\w+bot\b|\.example\b",
    CASELESS,
)
_ADVERTISED = re.compile(
    r"krypto|crypto|bitcoin|coin\b|invest|profit|rendite|casino|freispiel|bonus|gewinn\w*|follower"
    r"|nebenverdienst|verdien\w*|kredit ohne|onlyfans|giveaway|seo\b|backlink|promo\b|dating"
    r"|singles",
    CASELESS,
)


def wants_person(text: str) -> bool:
    """Say whether somebody surely asks for a person."""
    return _PERSON.search(text) is not None and not wants_no_person(text)


def wants_no_person(text: str) -> bool:
    """Say whether somebody asks not to be passed on. Who misses a person does not."""
    if _SPARED.search(text):
        return True
    return _NO_PERSON.search(text) is not None and _MISSED.search(text) is None


def names_concern(text: str) -> bool:
    """Say whether a message speaks of anything that a customer may have with us."""
    return CONCERN.search(text) is not None


def advertises(text: str) -> bool:
    """Say whether a message is spam: it leads elsewhere, with what nobody asked for."""
    return _ADVERT.search(text) is not None and _ADVERTISED.search(text) is not None
