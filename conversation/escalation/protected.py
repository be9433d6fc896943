"""What only people may see through or change: whose contract it is, whose data, whose line.

Each pattern is narrow: it has to stand on its own, whatever the assistant took the message for.
"""

import re

from conversation.escalation.patterns import CASELESS, any_of

_RELATIVE = (
    r"(?:mann|frau|vater|mutter|papa|mama|eltern\w*|[ou]mm?a|opp?a|groß(?:mutter|vater|eltern)"
    r"|schwieger\w+|bruder|schwester|sohn|tochter|tante|onkel|(?:lebens)?partner\w*|gatt(?:e|in)"
    r"|(?:vertrags)?inhaber\w*|mieter\w*|nachbar\w*|vorstand\w*|chef\w*)"
)
_DEATH = any_of(
    r"\b(?:verstorben\w*|verstarb|todesfall\w*|sterbe(?:urkunde|fall)\w*|todesanzeige"
    r"|erbschein\w*|erbengemeinschaft|hinterblieben\w*|nachlass(?:gericht|verwalt|pfleg)\w*)\b",
    rf"\b{_RELATIVE}\b[^.!?]{{0,60}}\b(?:gestorben|von uns gegangen|beerdig\w*|ist tot)\b",
    r"\b(?:nach dem |durch den )?tod (?:mein|unser)(?:er|es)\b",
)
_THING = r"(?:handy|smartphone|i-?phone|telefon|tablet|sim(?:-?karte)?|karte|tasche|gerät)"
_TAKEN = r"(?:geklaut|gestohlen|geraubt|entwendet|gemopst|stibitzt)"
_STOLEN = any_of(
    rf"\b{_THING}\b[^.!?]{{0,50}}\b{_TAKEN}\b|\b{_TAKEN}\b[^.!?]{{0,50}}\b{_THING}\b",
    rf"\b{_THING}\b[^.!?]{{0,40}}\b(?:verloren|weggekommen|liegen ?gelassen)\b.{{0,60}}\bsperr",
)
_ACCOUNT = r"(?:kunden)?(?:konto|account|portal\w*|zugang|zugänge|vertrag\w*|profil|daten)"
_INTRUDER = any_of(
    r"\b(?:jemand(?: anders| fremde\w*)?|irgendwer|fremde\w*|unbekannte\w*|mein(?:e)? ex\w*)\b"
    rf"[^.!?]{{0,50}}\b(?:mein\w*|unser\w*) {_ACCOUNT}\b",
    rf"\b(?:mein\w*|unser\w*) (?:\w+ ){{0,2}}{_ACCOUNT}\b[^.!?]{{0,40}}\b(?:gehackt|geknackt"
    r"|übernommen|missbraucht)\b",
    r"\b(?:auf|unter|in|mit) meine[mn] namen\b[^.!?]{0,40}\b(?:bestellt|abgeschlossen|verlängert"
    r"|telefoniert|eröffnet|gemacht)\b",
    r"\b(?:geändert|bestellt|abgeschlossen|verlängert|umgestellt)\b[^?]{0,60}"
    r"\b(?:ich|wir) (?:war|waren|bin|hab|habe|haben)(?:'?s)?(?: das| es| den| die)? (?:aber )?"
    r"(?:gar )?nicht\b",
    r"\b(?:geändert|bestellt|abgeschlossen|verlängert|umgestellt)\b[^?]{0,60}"
    r"\bwar(?:en)? (?:ich|wir) (?:aber |doch )?nicht\b|\bidentitätsdiebstahl\b",
)
_ON_BEHALF = any_of(
    r"\b(?:gesetzliche\w*|rechtliche\w*|berufs|bestellte\w*)[ -]?betreu(?:er|ung)\w*",
    r"\bbetreuerausweis\b|\bvormund(?:schaft)?\b|\binsolvenzverwalt\w*",
    r"\b(?:vertrag|verträge|rechnung|daten|anschluss|konto)\w*\b[^.!?]{0,20}"
    rf"\bmeine[rsm] {_RELATIVE}\b"
    r"[^.!?]{0,60}\b(?:einseh\w*|einsicht|auskunft|zugriff|sehen|verwalten)\b",
    r"\b(?:habe?|mit|per|liegt|schick\w*|anbei|eine?|ihre?|seine?) (?:\w+ )?"
    r"(?:vorsorge|general|konto)?vollmacht\b(?! der | des )",
)
_CHANGES = (
    r"(?:änder\w*|geändert\w*|aender\w*|korrigier\w*|berichtig\w*|anpass\w*|angepasst"
    r"|aktualisier\w*|umschreib\w*|umzuschreiben|umgeschrieben|überschreib\w*|umstell\w*"
    r"|eintrag\w*|hinterleg\w*|mitteil\w*|gewechselt|austausch\w*)"
)
_ENTRY = (
    r"(?:e-?mail(?:-?adresse)?|mail-?adresse|kontaktdaten|stammdaten|kundendaten|geburtsdatum"
    r"|anrede|(?:post)?anschrift)"
)
_NAME = any_of(
    r"\b(?:geheiratet|hochzeit|heirat|scheidung|geschieden|trauung|eheschließung)\b[^?]{0,90}"
    r"\b(?:nach|familien)?nam\w+\b|\b(?:geheiratet|geschieden)\b[^?]{0,60}\b(?:heiß|heiss)\w*",
    r"\bnamens(?:änderung|wechsel)\w*",
    rf"\b(?:nach|familien|mädchen)?namen?\b[^.!?]{{0,40}}\b{_CHANGES}\b",
)
_THEIR_DATA = any_of(
    rf"\b(?:bank(?:verbindung|daten|konto)?|konto(?:verbindung|nummer|daten)?|iban|lastschrift\w*"
    rf"|sepa\w*|einzugsermächtigung)\b[^.!?]{{0,60}}\b{_CHANGES}\b",
    rf"\b{_CHANGES}\b[^.!?]{{0,40}}\b(?:bankverbindung|bankdaten|kontoverbindung|kontonummer|iban)",
    r"\b(?:neue|andere|geänderte) (?:bankverbindung|kontoverbindung|kontonummer|iban"
    r"|rechnungs(?:adresse|anschrift)|post(?:adresse|anschrift))\b",
    rf"\brechnungs(?:adresse|anschrift|empfänger)\b[^.!?]{{0,40}}\b{_CHANGES}\b",
    r"\b(?:inhaber|kontoinhaber|vertragspartner|halter)-?wechsel\w*|\bvertragsübernahme\b",
    r"\b(?:vertrag|anschluss|rufnummer|nummer|tarif)\b[^.!?]{0,50}\bauf (?:mich|ihn|sie|mein\w*"
    r"|unser\w*|ihren|seinen|den namen)\b[^.!?]{0,30}\b(?:umschreib\w*|umzuschreiben|überschreib\w*"
    r"|übertrag\w*|umgeschrieben|laufen lassen)\b",
    rf"\b(?:mein|unser|neue)\w* (?:\w+ )?{_ENTRY}\b[^.!?]{{0,50}}\b{_CHANGES}\b",
    rf"\b{_CHANGES}\b[^.!?]{{0,30}}\b(?:mein|unser|neue)\w* (?:\w+ )?{_ENTRY}\b",
    r"\b(?:alle |sämtliche )?(?:meine|unsere) (?:\w+ )?daten\b[^.!?]{0,30}\blösch(?:en|t|ung)\b",
)
# Who asks how it is done may be told; and the name of a wireless network is nobody's.
_ONLY_ASKS = re.compile(
    r"\b(?:wie|wo) (?:kann|könnte|muss|soll|änder\w*|aender\w*|meld\w*|geht|mach\w*|trag\w*)\b"
    r"|\bkann man\b|\bkann ich\b[^.!?]{0,40}\bselb(?:st|er)\b|\bw-?lan|\bssid\b|\bnetzwerk",
    CASELESS,
)
_HARDSHIP = any_of(
    r"\bratenzahlung\b|\bin raten\b|\bstundung\b|\b(?:privat)?insolven\w*|\bschuldnerberat\w*"
    r"|\bzahlungsaufschub\b|\bpfändung\w*|\bgepfändet\b",
    r"\bkann (?:\w+ ){0,5}(?:nicht|nich|nimmer) (?:\w+ )?(?:be)?zahlen\b"
    r"|\bnicht (?:mehr )?(?:be)?zahlen k[aö]nn",
)
_RIGHTS = any_of(
    r"\bdaten(?:schutz)?-?auskunft\b|\bauskunft (?:\w+ ){0,3}(?:gespeicherte\w*|meine) daten\b"
    r"|\b(?:nach|gemäß|laut) (?:der )?dsgvo\b"
)
_AT_ONCE = (_HARDSHIP, _RIGHTS, _DEATH, _STOLEN, _INTRUDER, _ON_BEHALF)
_UNLESS_ASKED = (_NAME, _THEIR_DATA)


def only_for_people(text: str) -> bool:
    """Say whether somebody wants what only people may see through or change."""
    if any(pattern.search(text) for pattern in _AT_ONCE):
        return True
    wants = any(pattern.search(text) for pattern in _UNLESS_ASKED)
    return wants and _ONLY_ASKS.search(text) is None
