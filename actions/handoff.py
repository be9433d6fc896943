"""Topic handoff: the wish for a person, and complaints that only a person can take."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from actions.dialogue import Dialogue
from actions.speech import Act, Event, Speech, leave_form, remember
from actions.summary import summarised
from conversation.escalation.wishes import wants_person
from conversation.signals import Reason

_PERSON = r"(?:menschen?|mitarbeiter\w*|person|kolleg\w+|agent\w*|berater\w*|jemand\w*|hotline)"
# "Kein Mitarbeiter meldet sich" misses one, "keinen Mitarbeiter" wants none.
NOT_WANTED = re.compile(
    rf"\b(?:keinen|koan) (?:\w+ )?{_PERSON}\b|\bkeine person\b|\bohne {_PERSON}\b"
    rf"|\bkein {_PERSON},? (?:bitte|nötig|noetig)\b"
    rf"|\bnicht (?:(?:zu|zum|mit|an|von|durch|so|einem|einen|dem|den|einer) ){{0,3}}{_PERSON}\b",
    re.IGNORECASE,
)
# Who is glad to be spared people.
SPARED = re.compile(
    rf"\b(?:niemand\w*|(?:kein\w*|nicht|ohne)\b[^.!?]{{0,30}}\b(?:{_PERSON}|call-?center))\b"
    r"[^.!?]{0,40}\b(?:reden|sprechen|telefonieren|anrufen) (?:zu )?m[uü]ss\w*",
    re.IGNORECASE,
)
# "Ist da kein Mensch?" is a wish for one.
MISSED = re.compile(
    r"\b(?:ist|sitzt|gibt|gibts|erreich\w*|geht|krieg\w*|warum|wieso|seit|endlich"
    r"|nicht (?:mit )?einem (?:bot|roboter|computer|automat))\b",
    re.IGNORECASE,
)
# Who asks for a number wants to know it, for the refrigerator perhaps; nobody has to come.
ASKS_NUMBER = re.compile(
    r"\b(?:hotline|service|telefon|ruf|kontakt)[ -]?(?:nummer|nr)\b"
    r"|\bnummer\b[^.!?]{0,25}\bhotline\b|\bunter welcher (?:telefon)?nummer\b"
    r"|\b(?:habt ihr|haben sie|gibt es|gibts|gibt's)\b[^.!?]{0,20}\b(?:hotline|telefonnummer)\b",
    re.IGNORECASE,
)
LONGEST_QUESTION = 12


@dataclass(frozen=True, slots=True)
class Handoff:
    """Asks for a person. Who comes and when is the desk's to say, so nothing is announced here.

    `phone` is the number that whoever asks for one is told; without it a person comes.
    """

    phone: str = ""

    def actions(self) -> Mapping[str, Act]:
        """Return the topic's actions."""
        return {"action_request_human": self.request_human, "action_complain": self.complain}

    async def request_human(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """The customer wants a person, or just none."""
        unwanted = NOT_WANTED.search(dialogue.said) and not MISSED.search(dialogue.said)
        if unwanted or SPARED.search(dialogue.said):
            speech.say("utter_no_person")
            return []
        if self.phone and _asks_number(dialogue.said):
            speech.say("utter_phone_number", phone=self.phone)
            return [remember("offer", "human")]
        opening = "Möchte mit einem Menschen sprechen."
        speech.ask_for_human(Reason.REQUESTED, summarised(dialogue, opening))
        return leave_form()

    async def complain(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """The customer is angry and wants nothing that the assistant could do."""
        speech.say("utter_sorry")
        speech.ask_for_human(Reason.ANGER, summarised(dialogue, "Beschwert sich."))
        return leave_form()


def _asks_number(said: str) -> bool:
    """Say whether somebody only wants to know where to call."""
    asks = ASKS_NUMBER.search(said) is not None and not wants_person(said)
    return asks and len(said.split()) <= LONGEST_QUESTION
