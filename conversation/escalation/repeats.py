"""What customers tell of earlier contacts: how often, and what they heard then.

Each pattern is narrow: it has to stand on its own, whatever the assistant took the message for.
"""

import re

from conversation.escalation.patterns import CASELESS, any_of

_CONTACT = (
    r"(?:meld\w*|gemeldet|anruf\w*|ruf\w*|angerufen|telefonier\w*|schreib\w*|geschrieben"
    r"|geschildert"
    r"|kontakt\w*|nachfrag\w*|nachgefragt|nachhak\w*|nachgehakt|frag\w*|gefragt|beschwer\w*"
    r"|reklamier\w*|reklamation|erklär\w*|erzähl\w*|gesagt|durchgegeben|mitgeteilt|störungsmeldung"
    r"|meldung|ticket|vertröst\w*|techniker|termin|hotline|wegen (?:der|des|dem|dies\w+|dasselbe\w*"
    r"|derselben|der gleichen)|kunde\w*|dienst)"
)
_MANY = (
    r"(?:(?:dritte|vierte|fünfte|sechste|siebte|achte|neunte|zehnte|x-?te|xte|zigste|hundertste"
    r"|gefühlt \w+te)[nsmr]?|[3-9]\.|1\d\.) (?:mal|male|anruf|anlauf|kontakt|meldung|beschwerde"
    r"|anfrage"
    r"|mail|nachricht|versuch|techniker\w*|termin)"
)
_OFTEN = (
    r"(?:dreimal|viermal|fünfmal|sechsmal|zehnmal|zigmal|x-?mal|drei ?mal|vier ?mal|fünf ?mal"
    r"|[3-9] ?(?:x|mal)|mehrfach|mehrmals|schon oft|unzählige male?|tausend ?mal)"
)
_THIRD = any_of(
    rf"(?<!jedes )\b{_MANY}\b[^.!?]{{0,60}}\b{_CONTACT}\b",
    rf"\b{_CONTACT}\b[^.!?]{{0,50}}\b{_MANY}(?!\w)",
    r"\b(?:dritte|vierte|fünfte|sechste|x-?te|[3-9]\.)[nsmr]? (?:anruf|anlauf|meldung|kontakt"
    r"|beschwerde"
    r"|anfrage"
    r"|mail|nachricht|störungsmeldung|techniker\w*)\b",
    rf"\b{_OFTEN} (?:(?!falsch|den|die)\w+ ){{0,3}}(?:angerufen|gemeldet|geschrieben|kontaktiert"
    r"|nachgefragt|reklamiert"
    r"|beschwert|durchgegeben|erklärt|telefoniert|geschildert|vertröstet|hier gewesen"
    r"|da gewesen)\b",
    r"\bjedes ?mal (?:heißt|heisst|hieß|hiess) es\b|\b(?:heißt|heisst|hieß|hiess) es jedes ?mal\b",
    r"\bjedes ?mal (?:\w+ ){0,4}(?:erzähl\w*|erklär\w*|von vorn\w*|vertröst\w*)",
)
_SECOND = any_of(
    r"\b(?:zweite[nsmr]?|2\.) (?:mal|anruf|anlauf|meldung|nachricht|mail|versuch)\b[^.!?]{0,60}"
    rf"\b{_CONTACT}\b",
    r"\b(?:schon|bereits) (?:\w+ ){0,3}(?:angerufen|gemeldet|geschrieben|reklamiert|beschwert)\b",
    r"\b(?:ich bin'?s|ich bins|da bin ich) (?:schon )?wieder\b",
    r"\bschon wieder\b[^.!?]{0,40}\b(?:melden|anrufen|schreiben|erklären)\b",
)
_TRIED_ALONE = re.compile(
    r"\b(?:neu ?gestartet|neustart\w*|stecker|reset\w*|resettet|eingegeben|einzuloggen"
    r"|ausprobiert)\b",
    CASELESS,
)
_CONTRADICTIONS = (
    any_of(
        r"\bjeder?\b[^.!?]{0,30}\b(?:sagt|erzählt|behauptet)\b[^.!?]{0,20}\b(?:anderes|andres"
        r"|anders)\b"
    ),
    any_of(r"\b(?:mal|einmal) (?:heißt|heisst|hieß|sagt\w*)\b[^.!?]{0,60}\b(?:mal|dann)\b"),
    any_of(
        r"\berst (?:heißt|hieß|sagt\w*|war)\b[^.!?]{0,80}\b(?:jetzt|dann|nun|plötzlich)\b",
        r"\b(?:kolleg\w+|hotline|techniker|sms|mail|brief)\b[^.!?]{0,20}\b(?:sagt\w*|meinte"
        r"|schreibt|hieß)\b"
        r"[^.!?]{0,120}\b(?:und|aber|doch) (?:sie|du|ihr) (?:sagen|sagst|sagt|schreib\w*"
        r"|behaupte\w*)\b",
    ),
    any_of(r"\bwidersprüchlich\w*\b|\bwiderspr(?:icht|echen) sich\b|\bim widerspruch zu\b"),
    any_of(r"\bwas stimmt (?:denn )?(?:nun|jetzt)\b|\bwas gilt (?:denn )?(?:nun|jetzt)\b"),
    any_of(
        r"\b(?:kolleg\w+|mitarbeiter\w*|hotline|techniker|berater\w*)\b[^.!?]{0,50}\b(?:hat|haben"
        r"|hatte\w*|wurde|sagte\w*|meinte\w*)\b[^.!?]{0,40}\b(?:versprochen|zugesagt|zugesichert"
        r"|versichert|das gegenteil|was anderes|etwas anderes)\b",
        r"\b(?:mir|uns) (?:wurde|ist|war)\b[^.!?]{0,40}\b(?:versprochen|zugesagt|zugesichert"
        r"|versichert)\b",
    ),
)
_CIRCLE = any_of(
    r"\bim kreis\b",
    r"\b(?:hast du|haben sie|habt ihr|hattest du) (?:\w+ ){0,3}(?:schon|eben|grade?"
    r"|gerade) (?:\w+ ){0,2}"
    r"(?:gesagt|gefragt|geschrieben)\b",
    r"\b(?:schon wieder|immer wieder|immer nur|nochmal) (?:die|der|das)(?:selbe\w*| gleiche\w*)\b",
    r"\b(?:wieder|nochmal) dasselbe\b|\bimmer dasselbe\b",
)


def contacts_told(text: str) -> int:
    """Return how often somebody says to have turned to us about it: 3 (or more), 2, or 1."""
    if _TRIED_ALONE.search(text) is None and _THIRD.search(text):
        return 3
    return 2 if _SECOND.search(text) else 1


def contradictions(text: str) -> int:
    """Return how many signs there are that we told contradictory things, or broke a promise."""
    return sum(pattern.search(text) is not None for pattern in _CONTRADICTIONS)


def tells_of_a_circle(text: str) -> bool:
    """Say whether somebody says that we go in circles: said before, done before, asked before."""
    return _CIRCLE.search(text) is not None
