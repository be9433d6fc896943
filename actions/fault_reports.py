"""When words about a fault report it, or say that nothing helped, whatever they were taken for."""

import re

from actions.dates import plain
from actions.dialogue import Dialogue

STEPS_TOLD = "utter_first_steps"
# Who asks for it once more hears that there is one.
TICKET_OPENED = ("utter_ticket_is_opened", "utter_ticket_is_opened_visit")
_FAULT = r"(?:stoerung|fehler|ausfall|defekt|problem|schaden)\w*"
_LITTLE = "das|es|dies|sie|mir|uns|bitte|mal|jetzt|doch|nun|endlich|dann|einfach|gleich"
_TAKE = r"(?:melden?|meldet|aufnehmen|aufgeben|eintragen|weitergeben|weiterleiten)"
_TICKET = r"(?:stoerungs)?(?:ticket|meldung)\w*"
# "Habt ihr eine Störung gemeldet?" asks; "meldet das als Störung" wants.
_WANTS = re.compile(
    rf"\b{_FAULT} (?:(?:{_LITTLE}) ){{0,3}}{_TAKE}\b"
    rf"|\b(?:meldet?|melden|nehmt|nehmen|nimm) (?:(?:{_LITTLE}) ){{0,4}}"
    rf"(?:als|eine?n?|die|diese|den|das) {_FAULT}"
    rf"|\b{_TICKET} (?:\w+ ){{0,2}}(?:auf|an|er)(?:machen|geben|nehmen|legen|oeffnen|stellen)\b"
    rf"|\b(?:eroeffne\w*|erstell\w*|oeffne\w*|macht?|legt?) (?:\w+ ){{0,3}}eine? {_TICKET}\b"
)
_REFUSES = re.compile(rf"\b(?:keine?n?|(?:nicht|nich) als) (?:{_FAULT}|{_TICKET})")
_NOTHING = r"(?:nix|nichts|nicht|nich|net|ned|null)"
_HELPS = r"(?:bringt|brachte|gebracht|hilft|half|geholfen|nuetzt|genuetzt|wirkt)"
_IN_VAIN = re.compile(
    rf"\b{_HELPS}\b[^.!?]{{0,20}}\b{_NOTHING}\b|\b{_NOTHING} (?:\w+ )?{_HELPS}\b"
    r"|\b(?:ohne erfolg|erfolglos|vergeblich|umsonst)\b|\bimmer noch (?:nix|nicht|nichts|kein|tot)"
    r"|\btrotzdem (?:\w+ ){0,2}(?:nix|nicht|nichts|kein\w*|tot|weg)\b"
    r"|\balles (?:\w+ ){0,2}(?:probiert|versucht|getestet|ausprobiert|durch|gemacht)\b"
)
_IF = re.compile(r"\b(?:wenn|falls)\b")


def asks_to_report(text: str) -> bool:
    """Whether somebody wants a fault to be taken down."""
    words = plain(text)
    return _WANTS.search(words) is not None and not _REFUSES.search(words)


def ticket_is_next(dialogue: Dialogue) -> bool:
    """Whether the first steps, just told, were in vain, or a ticket is asked for after them."""
    told = STEPS_TOLD in dialogue.said_before
    if asks_to_report(dialogue.said):
        opened = any(each in dialogue.said_before for each in TICKET_OPENED)
        return told or opened or dialogue.word("steps_given") is not None
    words = plain(dialogue.said)
    return told and _IN_VAIN.search(words) is not None and not _IF.search(words)
