"""German wordings by which anybody asks for something; no assistant's sentences in particular."""

import re


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{each})" for each in alternatives), re.IGNORECASE)


#: A sentence with one of these asks for what it names, also without a question mark.
REQUEST = _any(
    r"\bbitte\b",
    r"\bnenn(?:e|en|st|t)?\b",
    r"\bsag(?:e|en|st|t)?\s+(?:mir|uns|einfach|kurz|bescheid)",
    r"\bschick(?:e|en|st|t)?\b",
    r"\bschreib(?:e|en|st|t)?\s+(?:mir|uns|sie|einfach|kurz|hier|dein|ihr)",
    r"\b(?:gib|gebt|geben\s+sie|gibst\s+du)\b",
    r"\bteil(?:e|en|st|t)?\s+(?:sie\s+)?(?:mir|uns|du)\b",
    r"\bverr[aä]t(?:e|en|st)?\b",
    r"\b(?:brauch|benötig)(?:e|en|t)?\s+(?:ich|wir)\b",
    r"\b(?:ich|wir)\s+(?:\w+\s+){0,3}(?:brauch|benötig)(?:e|en|t)?\b",
    r"\bfehl(?:t|en)\s+(?:mir|uns|nur|noch)\b",
    r"\b(?:wähl|tipp|klick)(?:e|en|st|t)?\b",
    r"\bsuch(?:e|en|st|t)?\b.*\baus\b",
    r"\bbestätig(?:e|en|st|t)?\b",
    r"\bantwort(?:e|en|est)?\b",
    r"\b(?:über)?prüf(?:e|en|st)?\s+(?:sie\s+)?(?:\w+\s+){0,3}noch\s*(?:ein)?mal",
    r"\bverr[ae]i?t",
    r"\bmit\s+(?:deiner|ihrer|der|eurer)\s+\w+\s+(?:kann|schaue|prüfe|finde|könnte)\s+ich\b",
    r"\bwie\s+laute[tn]\b",
)

POSTAL_CODE = _any(
    r"\bpostleitzahl(?!gebiet|bereich)",
    r"\bplz\b",
    r"\b(?:welche[mnr]?|in\s+welcher|aus\s+welcher)\s+(?:ort|stadt|gemeinde|gegend|region)\b",
    r"\bwo\s+(?:genau\s+)?(?:wohn|bist|sind|befind|liegt|lebst|leben|tritt|ist\s+(?:das|dein|ihr))",
)
CUSTOMER_NUMBER = _any(
    r"\bkund(?:en|innen)?[-\s]?(?:nummer|nr\b|konto)",
    r"\bkd\.?[-\s]?nr\b",
    r"\bvertrags?(?:konto)?[-\s]?(?:nummer|nr\b)",
)
ADDRESS = _any(
    r"(?<!e-mail-)(?<!mail-)(?<!email-)(?<!mail)(?<!ip-)(?<!ip )(?<!web)\badresse\b",
    r"\b(?:liefer|wohn|anschluss|rechnungs|installations|post)[-\s]?(?:adresse|anschrift)",
    r"\banschrift\b",
    r"\bstra(?:ß|ss)e\b",
    r"\bhausnummer",
)
DATE = _any(
    r"(?<!seit )\bwann\b"
    r"(?!\s+(?:ist|war|hat|trat|begann|fing|kam)\b(?!.*\b(?:recht|möglich|lieb)))",
    r"\b(?:welche[mnrs]?|einen|zu\s+welchem|ein)\s+(?:anderen?\s+|neuen?\s+)?(?:wunsch)?"
    r"(?:tag|datum|wochentag|termin)\b",
    r"\b(?:wunsch)(?:termin|tag|datum)",
    r"\bdatum\b",
    r"\bwelche\s+tage\b",
)
TIME_SLOT = _any(
    r"\bzeit(?:fenster|raum|spanne)",
    r"\buhrzeit",
    r"\btageszeit",
    r"\bum\s+wie\s?viel\s+uhr\b",
    r"\bwelche\s+(?:der\s+|von\s+den\s+)?zeit(?:en)?\b",
    r"\bwelche[nr]?\s+(?:der|dieser|von)\s+(?:\w+\s+)?(?:termine|zeiten|vorschläge|fenster)",
    r"\b(?:welcher|welchen)\s+(?:termin|vorschlag)\b",
    r"\bvormittags?\s*(?:oder|,)\s*(?:(?:lieber|eher|am)\s+)?nachmittags?",
    r"\bmorgens\s*(?:oder|,)\s*(?:(?:lieber|eher)\s+)?(?:mittags|nachmittags|abends)",
)
SERVICE = _any(
    r"\bwelche[nrms]?\s+(?:\w+\s+)?(?:dienst|service|anschluss|leistung|produkt)",
    r"\bwas\s+(?:genau\s+|denn\s+|bei\s+\w+\s+)?(?:ist\s+(?:denn\s+)?(?:gestört|ausgefallen|betroffen)"
    r"|(?:geht|funktioniert|klappt|läuft|streikt)\b)",
    r"\bwas\s+(?:genau\s+)?macht\b.*\b(?:probleme|ärger|schwierigkeiten)",
    r"\bwomit\s+(?:genau\s+)?(?:hast|haben|gibt)",
    r"\bwobei\s+(?:genau\s+)?(?:hast|haben|gibt)",
)
NAME = _any(r"\b(?:vor-?\s?und\s+nach|nach|vor|vollständige[rn]?\s+)?name[n]?\b")
PHONE_NUMBER = _any(
    r"\b(?:telefon|ruf|rückruf|handy|mobil)[-\s]?nummer",
    r"\bunter\s+welcher\s+nummer\b",
    r"\bwie\s+(?:können|kann)\s+\w+\s+(?:dich|sie)\s+(?:telefonisch\s+)?erreichen",
)
TICKET_NUMBER = _any(r"\b(?:ticket|vorgangs|auftrags|störungs)[-\s]?(?:nummer|nr\b|id\b)")

#: Agreement is asked for.
CONFIRMATION = _any(
    r"\bsoll(?:en)?\s+(?:ich|wir|das|der|die|es)\b",
    r"\b(?:darf|kann)\s+ich\s+(?:\w+\s+){0,6}(?:buchen|eintragen|anlegen|stornieren|absagen|schicken"
    r"|verlegen|verschieben|reservieren|übernehmen|weitergeben|melden|einstellen|öffnen|notieren)",
    r"\b(?:möchtest|willst|magst|hättest)\s+du\b",
    r"\b(?:möchten|wollen|hätten|wünschen)\s+sie\b",
    r"\b(?:stimmt|passt|ist|wäre)\s+(?:das|es|dieser\s+termin|der\s+termin|alles)"
    r"(?:\s+(?:so|dir|ihnen|für\s+dich|für\s+sie|denn|alles))*"
    r"(?:\s+(?:richtig|recht|korrekt|ok|okay|in\s+ordnung))?\s*\?",
    r"\bpasst\s+(?:dir|ihnen|euch)\s+(?:das|der|dieser|es)\b",
    r"\b(?:richtig|korrekt|einverstanden|okay|ok|in\s+ordnung)\s*\?",
    r"\b(?:bist\s+du|sind\s+sie)\s+(?:dir\s+|sich\s+)?(?:ganz\s+)?(?:sicher|einverstanden|damit)",
    r"\bwirklich\b.*\?",
    r"\bbestätig(?:e|en|st)\b",
    r"\b(?:verbindlich|jetzt|so|dann)\s+(?:buchen|anlegen|absagen|stornieren|verschieben|eintragen)\?",
)
#: Polite ends of a reply that ask for nothing.
POLITE_END = _any(
    r"\b(?:sonst|weiter)\s?noch\b",
    r"\bnoch\s+(?:etwas|was|irgendetwas|weitere)\b.*\?",
    r"\b(?:wie|womit|was)\s+(?:kann|darf)\s+ich\b.*\?",
    r"\bweitere\s+fragen\b",
)
#: A yes is no answer.
OPEN_QUESTION = _any(
    r"^(?:und\s+)?(?:(?:zu|für|mit|in|an|von|aus|auf|um|bei|nach|über|ab)\s+)?"
    r"(?:was|wie|wann|wo|wer|welche|womit|warum)\w*\b.*\?"
)
#: Questions about how things stand; a yes agrees to nothing.
STATE = _any(
    r"\b(?:geholfen|leuchte[tn]?|blink[et]+n?|brenn[et]n?)\b",
    r"\b(?:geht|gehen|funktioniert|klappt|läuft)\b",
    r"\b(?:hast|haben|ist|sind|war|bist)\s+(?:du|sie|es|er|das|der|die|alle)\b"
    r"(?!.*\b(?:richtig|recht|korrekt|okay|ok|ordnung|einverstanden|sicher|so)\b)",
)
#: What is named is checked with the customer, not asked for.
CHECKED = _any(
    r"\b(?:richtig|korrekt|aktuell)\b.*\?",
    r"\bstimmt\b.*\?",
    r"\bist\s+\d{5}\b.*\?",
)
CHOOSING = _any(
    r"\bpass(?:t|en)\b",
    r"\brecht\b",
    r"\blieber\b",
    r"\bnehm",
    r"\bnimm",
    r"\bwähl",
    r"\bsuch\w*\b.*\baus\b",
    r"\bwelche[nrs]?\b",
    r"\bdavon\b",
    r"\bentscheid",
    r"\bwann\b",
    r"\bbevorzug",
)
#: A stretch of time of a day, such as `8–10 Uhr` or `08:00-10:00`.
WINDOW = re.compile(
    r"\b\d{1,2}(?:[:.]\d{2})?\s*(?:uhr)?\s*(?:-|–|bis|und)\s*\d{1,2}(?:[:.]\d{2}|\s*(?:uhr|h)\b)",
    re.IGNORECASE,
)
DAY = re.compile(
    r"\b(?:Mo|Di|Mi|Do|Fr|Sa|So)\b|\b(?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag"
    r"|heute|morgen|übermorgen)\w*|\b\d{1,2}\.(?=\s*\d|\s*[JFMASOND])",
    re.IGNORECASE,
)
HOUR = re.compile(r"\b\d{1,2}(?:[:.]\d{2})?\s*uhr\b", re.IGNORECASE)
SERVICE_NAME = re.compile(
    r"\b(?:internet|telefon|festnetz|tv|fernseh\w*|mobilfunk|handy)\b", re.IGNORECASE
)
YES = re.compile(
    r"\s*(?:ja\b|jep\b|passt|bestätigen|jetzt\s+buchen|buchen|gerne?\b)", re.IGNORECASE
)
#: Words that may stand between what is named and a `nicht` that forbids to tell it.
FORBIDDING = (
    r"(?:\s+(?:hier|bitte|aber|öffentlich|im|in|den|die|kommentare?n?|brauche?(?:st|n)?|ich|du|sie"
    r"|dafür|mir|uns|musst|müssen|auf|keinen|fall))*\s+(?:nicht|nie|keinesfalls)\b"
)
