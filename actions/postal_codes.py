"""A postcode asked for in a form: taken only if it is one, and only for the place meant now."""

import re

from actions.dialogue import Dialogue
from actions.speech import Event, Speech, leave_form, remember
from conversation.signals import Reason

POSTAL_CODE = re.compile(r"(?<!\d)(?:0[1-9]|[1-9]\d)\d{3}(?!\d)")
INVALID = "utter_postal_code_invalid"


def checked_postal_code(dialogue: Dialogue, speech: Speech, *, summary: str) -> list[Event]:
    """Check the postcode just given; the second one in a row that is none calls a person.

    A city without its postcode takes back the one named before. `summary` is for the agent.
    """
    given = dialogue.candidates.get("postal_code")
    begins = dialogue.word("requested_slot") is None
    if given is None and not begins:
        # A question in between, for another action to answer.
        return []
    city = dialogue.entity("city")
    if city and not POSTAL_CODE.search(dialogue.text):
        speech.say("utter_postal_code_of_city", city=city)
        return [remember("postal_code", None)]
    if given is None:
        return []
    if postal_code := POSTAL_CODE.search(str(given)):
        return [remember("postal_code", postal_code.group())]
    if dialogue.entity("service"):
        return [remember("postal_code", None)]
    if INVALID not in dialogue.said_before:
        speech.say(INVALID)
        return [remember("postal_code", None)]
    speech.ask_for_human(Reason.REPEATED_MISUNDERSTANDING, summary)
    return [remember("postal_code", None), *leave_form()]
