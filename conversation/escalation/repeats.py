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
    r"\bzum wiederholten male?\b",
    r"\bseit (?:wochen|monaten) (?:\w+ ){0,3}(?:rufe?|schreibe?|melde|telefoniere) ich\b",
    r"\bjedes ?mal (?:\w+ ){0,4}(?:erzähl\w*|erklär\w*|von vorn\w*|vertröst\w*)",
)
_SECOND = any_of(
    r"\b(?:zweite[nsmr]?|2\.) (?:mal|anruf|anlauf|meldung|nachricht|mail|versuch)\b[^.!?]{0,60}"
    rf"\b{_CONTACT}\b",
    r"\b(?:schon|bereits) (?:\w+ ){0,3}(?:angerufen|gemeldet|geschrieben|reklamiert|beschwert)\b",
    r"\b(?:ich bin'?s|ich bins|da bin ich) (?:schon )?wieder\b",
    r"\bschon wieder\b[^.!?]{0,40}\b(?:melden|anrufen|schreiben|erklären)\b",
)
_DAYS = (
    r"(?:(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend|(?:vor)?gestern|januar|februar"
    r"|märz|april|mai|juni|juli|august|september|oktober|november|dezember|frühjahr|sommer|herbst"
    r"|winter|(?:letzte|vorige|vergangene|vorletzte)[nrsm]? (?:woche|monat|jahr|mal)"
    r"|vor \w+ (?:tag|woche|monat)\w*)"
)
_TOLD_US = (
    r"(?:angerufen|geschrieben|gemeldet|gesagt|geschildert|nachgefragt|mitgeteilt|telefoniert"
    r"|reklamiert|beschwert|kontaktiert|durchgegeben|anruf|meldung|mail)"
)
#: A contact that is told by its day, one for each.
_ON_A_DAY = re.compile(
    rf"\b({_DAYS})\b[^.!?,;]{{0,45}}?\b(?:{_TOLD_US}|noch ?mal|noch einmal|wieder|erneut)\b",
    CASELESS,
)
_HAS_TOLD_US = re.compile(rf"\b{_TOLD_US}\b", CASELESS)
_TWICE_BEFORE = any_of(
    rf"\b(?:schon|bereits|ja) (?:\w+ ){{0,2}}(?:zweimal|zwei ?mal|2 ?(?:x|mal)) (?:\w+ ){{0,4}}"
    rf"{_TOLD_US}\b",
    r"\b(?:drei|vier|fünf|sechs|sieben|acht|zehn|[3-9]) (?:\w+ )?(?:tickets|meldungen|anrufe"
    r"|störungsmeldungen|beschwerden|anläufe)\b"
    r"|\b(?:drei|vier|fünf|[3-9]) (?:\w+ )?(?:techniker|monteure) (?:\w+ ){0,3}(?:da|hier)\b",
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
    any_of(
        r"\b(?:zwei|drei|verschiedene|unterschiedliche|andere) (?:\w+ )?(?:auskünfte|antworten"
        r"|aussagen|angaben|uhrzeiten)\b",
        r"\b(?:der|die) eine (?:\w+ ){0,2}(?:sagt|meint|schreibt)\w*[^.!?]{0,80}"
        r"\b(?:der|die) andere\b",
        r"\b(?:am telefon|in der (?:mail|app|sms)|im (?:brief|chat|portal|laden|shop))\b"
        r"[^.!?]{0,40}\b(?:hieß|hiess|heißt|steht|stand|sagt\w*|zugesagt|versprochen)\b"
        r"[^.!?]{0,60}\b(?:am telefon|in der (?:mail|app|sms)|im (?:brief|chat|portal|laden|shop)"
        r"|auf der rechnung)\b",
    ),
)
#: Each alone may be a question, or a promise that is about to be kept.
_HINTS = (
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
    r"\bwie oft (?:\w+ ){0,3}noch\b|\b(?:hab|habe) ich (?:doch|schon|bereits|eben) (?:\w+ ){0,3}"
    r"(?:gesagt|geschrieben|gemacht|erklärt|probiert|beantwortet)\b",
    r"\b(?:wieder|nochmal) dasselbe\b|\bimmer dasselbe\b",
)


def contacts_told(text: str) -> int:
    """Return how often somebody says to have turned to us about it: 3 (or more), 2, or 1.

    Those before are told by their number, or by their days; this one comes on top.
    """
    if _TRIED_ALONE.search(text) is None and (_THIRD.search(text) or _TWICE_BEFORE.search(text)):
        return 3
    days = {day.lower() for day in _ON_A_DAY.findall(text)} if _HAS_TOLD_US.search(text) else set()
    if len(days) > 1:
        return 3
    return 2 if _SECOND.search(text) else 1


def contradictions(text: str) -> float:
    """Return how many signs there are that we told contradictory things, or broke a promise.

    What only hints at it is half a sign.
    """
    signs = sum(pattern.search(text) is not None for pattern in _CONTRADICTIONS)
    return signs + sum(pattern.search(text) is not None for pattern in _HINTS) / 2


def tells_of_a_circle(text: str) -> bool:
    """Say whether somebody says that we go in circles: said before, done before, asked before."""
    return _CIRCLE.search(text) is not None
