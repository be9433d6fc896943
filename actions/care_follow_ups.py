"""What bare data about a customer's own contract is for: "T-48213", "lieber Freitag"."""

import re

from actions.dialogue import Dialogue
from actions.identity import FOLLOWING

# Data with one of these words is a wish, whatever it was taken for.
VISIT = re.compile(r"\b(?:technikers?|monteurs?|\w*termin)\b", re.IGNORECASE)
NEGATED = re.compile(r"\b(?:kein\w*|nicht|nich|net|ned)\b", re.IGNORECASE)


def care_action(dialogue: Dialogue) -> str | None:
    """Return what bare data about a person's contract is for."""
    if dialogue.entity("appointment_number"):
        return "action_appointment"
    if VISIT.search(dialogue.text):
        return "action_book_appointment"
    pending = dialogue.word("pending_action")
    if dialogue.entity("customer_number") and pending in FOLLOWING:
        return pending
    if dialogue.entity("ticket_number"):
        return "action_ticket_status"
    topic = dialogue.word("last_topic")
    if topic == "devices" and "utter_which_device_wish" in dialogue.said_before:
        return "action_device_help"
    if topic == "appointments" and (dialogue.entity("date") or dialogue.entity("time_of_day")):
        # A time instead of a yes to "wirklich absagen?" is a wish to move.
        asked = "utter_cancel_sure" in dialogue.said_before
        return "action_reschedule_appointment" if asked else "action_book_appointment"
    return "action_device_help" if topic == "devices" and dialogue.entity("device") else None
