"""What customers tell of danger and need: a lifeline without a line, or worse.

Each pattern is narrow: it has to stand on its own, whatever the assistant took the message for.
"""

import re

from conversation.escalation.patterns import CASELESS, any_of

_TROUBLE = re.compile(
    r"\b(?:kein\w*|nicht|nich|net|ned|nix|ohne|tote?\w?|weg|ausgefallen|ausfall|ausfäll\w*|gestört"
    r"|kaputt|defekt|unterbrochen|abgeschaltet|gekappt|stumm|versagt|außer betrieb|streikt|lahm)\b",
    CASELESS,
)
_OVER = re.compile(
    r"\b(?:geht|läuft|laeuft|funktioniert|tutet|klappt|ist|sind) (?:\w+ ){0,2}wieder\b"
    r"|\bwieder (?:da|online|in ordnung|netz|empfang)\b|\bhat sich erledigt\b|\bschwamm drüber\b",
    CASELESS,
)
_AGAIN = re.compile(
    r"\bwieder (?:\w+ ){0,2}(?:los|nicht|nich|net|ned|nix|aus|weg|kaputt|tot|nur|von vorn\w*)\b",
    CASELESS,
)
_WHAT_IF = re.compile(
    r"\b(?:was (?:ist|passiert|mache ich)|wie ist das),? (?:wenn|bei|falls)\b|\bfalls\b"
    r"|\bvorsorglich\b"
    r"|\b(?:funktioniert|geht|läuft|klappt) (?:der|ein|mein|unser|das|mit)\b[^.!?]*\?",
    CASELESS,
)
_LIFELINE = re.compile(
    r"\bhaus-?\s?notruf|notruf-?(?:knopf|gerät|geraet|system|armband|anlage|uhr|taste|telefon)"
    r"|\bnotrufe?s?\b|\b(?:die|der) 11[02]\b|\b11[02] (?:wähl\w*|anruf\w*|erreich\w*|geht|ging)\b"
    r"|\balarmknopf",
    CASELESS,
)
_ONLY_EMERGENCY_CALLS = re.compile(r"\bnur (?:noch )?(?:der |ein )?notrufe?\b", CASELESS)
_ACUTE = any_of(
    r"\bbrustschmerz\w*|\batemnot\b|\bkeine luft\b",
    r"\beinbrecher\b|\bbricht (?:\w+ )?ein\b|\b(?:bedroht|verfolgt|schlägt) (?:mich|uns)\b"
    r"|\bwerde (?:\w+ )?(?:bedroht|verfolgt|gestalkt)\b|\bhäusliche gewalt\b",
    r"\bblutet\b|\bbewegt sich nicht\b|\bist gestürzt\b|\bwehen\b(?! tut)",
    r"\b(?:krankenwagen|notarzt|rettungsdienst|rettungswagen|feuerwehr|polizei)\b"
    r"[^.!?]{0,40}\b(?:ruf\w*|hol\w*|erreich\w*|komm\w*|brauch\w*|verständig\w*)\b",
)
_FOR_LIFE = any_of(
    r"\blebensgefahr\b",
    r"\bbewusstlos",
    r"\batmet (?:nicht|kaum)\b",
    r"\b(?:hat|bekommt|verdacht auf) (?:gerade |eben |wohl |vielleicht )(?:einen? )?"
    r"(?:herzinfarkt|schlaganfall)\b(?! gehabt)",
    r"\b(?:will|möchte|moechte|mag|kann) (?:\w+ ){0,2}nicht mehr leben\b",
    r"\b(?:bringe?|bring'?) mich (?:\w+ )?um\b",
    r"\bmir das leben nehmen\b",
    r"\bsuizid|\bselbstmord|\blebensmüde\b|\bnicht mehr (?:aufwachen|weiterleben)\b",
    r"\b(?:will|möchte|würde) (?:\w+ ){0,2}(?:sterben|tot sein)\b",
    r"\bnicht mehr (?:da sein|auf der welt sein)\b|\bschluss mit (?:allem|meinem leben)\b",
    r"\b(?:riecht|stinkt) (?:\w+ ){0,3}(?:verbrannt|verschmort"
    r"|nach (?:rauch|gas|feuer|verbrann\w+))",
    r"\bgasgeruch\b|\bstromschlag\b|\bverschmort\b",
    r"\b(?:das haus|die wohnung|der keller) brennt\b",
    r"\b(?:router|netzteil|verteiler\w*|kasten|kabel|dose|box|stecker)\b[^.,!?]{0,15}"
    r"\b(?:qualm\w*|raucht|schmort\w*|in flammen|sprüht funken|funken)\b(?! nich)",
    r"\b(?:qualm\w*|rauch|flammen|funken)\b[^.!?]{0,30}\b(?:aus|am) (?:dem |der |meinem )?"
    r"(?:router|netzteil|verteiler|kasten|dose|box)",
)
_FRAIL = any_of(
    r"\bherz(?:krank\w*|patient\w*|schrittmacher|fehler|leiden)|\bschwaches herz\b",
    r"\bdialyse\w*",
    r"\bbeatm(?:et|ung)\w*|\bsauerstoffgerät",
    r"\bpflege(?:bedürftig\w*|beduerftig\w*|stufe|grad|fall)\b",
    r"\bbettlägerig\w*",
    r"\bschwer(?:behindert\w*|st?krank\w*)|\bschwer krank\w*|\btodkrank\w*|\bpalliativ\w*",
    r"\bhochschwanger|\brisikoschwanger\w*",
    r"\bepilep\w*|\binsulinpumpe\w*|\bparkinson\b|\bchemo\w*|\bkrebskrank\w*|\brollstuhl\w*"
    r"|\bgelähmt\w*|\bhospiz\w*|\bpflegedienst\w*|\b(?:alten|senioren|pflege)heim\w*",
    r"\bdement\b|\bdemenz\w*|\bschwer gestürzt\b",
    r"\brufbereitschaft\b|\b(?:habe?|in) bereitschaft\b|\bbereitschaftsarzt\b|\bhebamme\b",
)
_FAULT = re.compile(
    r"\b(?:telefon\w*|festnetz\w*|handy\w*|internet\w*|leitung\w*|anschluss\w*|netz|verbindung"
    r"|empfang"
    r"|wlan|mobilfunk|router)\b",
    CASELESS,
)


def is_over(text: str) -> bool:
    """Say whether somebody tells that the trouble has passed."""
    return _OVER.search(text) is not None and _AGAIN.search(text) is None


def danger(text: str, *, fault: bool = False, offer: bool = False) -> bool:
    """Say whether somebody may be in danger: a lifeline without a line, or worse.

    `fault`: the assistant took the message for the report of one; `offer`: for a question about
    what we sell, where a lifeline is only named.
    """
    cut_off = fault or (_TROUBLE.search(text) and _FAULT.search(text))
    if _FOR_LIFE.search(text) or (cut_off and _ACUTE.search(text)):
        return True
    lifeline = _LIFELINE.search(_ONLY_EMERGENCY_CALLS.sub(" ", text))
    if lifeline is None or _OVER.search(text) or _WHAT_IF.search(text):
        return False
    return fault or (not offer and _TROUBLE.search(text) is not None)


def vulnerable(text: str, *, fault: bool) -> bool:
    """Say whether somebody tells of a person who must not be without a line, and is."""
    if _FRAIL.search(text) is None or _OVER.search(text):
        return False
    told = _TROUBLE.search(text) is not None and _FAULT.search(text) is not None
    return fault or told
