"""Topic other: bare answers find the topic they belong to, and misunderstandings an end."""

from collections.abc import Mapping

from actions.care_follow_ups import NEGATED, care_action
from actions.dialogue import Dialogue
from actions.offers import NOTHING, offered, plain_answer
from actions.speech import Act, Choice, Event, Speech, go_on_with, leave_form, remember
from actions.summary import summarised
from conversation.signals import Reason

FALLBACK = "nlu_fallback"
# What a customer may have meant, in the words of a button.
TITLES = {
    "ask_tariff_overview": "Tarife ansehen",
    "ask_tariff_details": "Details zu einem Tarif",
    "ask_outage_status": "Störung prüfen",
    "report_outage": "Etwas funktioniert nicht",
    "report_slow_connection": "Es ist zu langsam oder bricht ab",
    "ask_device_help": "Hilfe mit einem Gerät",
    "ask_ticket_status": "Stand eines Tickets",
    "book_appointment": "Termin vereinbaren",
    "reschedule_appointment": "Termin verschieben",
    "cancel_appointment": "Termin absagen",
    "ask_appointment": "Wann kommt der Techniker?",
    "report_missed_appointment": "Der Techniker war nicht da",
    "ask_bill": "Frage zur Rechnung",
    "dispute_bill": "Die Rechnung stimmt nicht",
    "request_human": "Mit einem Menschen sprechen",
}
PERSON = Choice(title=TITLES["request_human"], intent="request_human")
OFFERED = 3
OUTAGE_WORDS = ("postal_code", "city", "service")


class Other:
    """What belongs to no topic by itself."""

    def actions(self) -> Mapping[str, Act]:
        """Return the topic's actions; Rasa's own English fallbacks are among them."""
        return {
            "action_inform": self.inform,
            "action_accept": self.accept,
            "action_decline": self.decline,
            "action_clarify": self.clarify,
            "action_default_fallback": self.clarify,
            "action_default_ask_affirmation": self.clarify,
        }

    async def inform(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Pass a bare answer on to the topic it belongs to, or ask what to do with it."""
        if action := _action_of_data(dialogue):
            return [go_on_with(action)]
        speech.say("utter_noted")
        return []

    async def accept(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """A yes: take up what was offered, or the data that came with it."""
        if action := offered(dialogue.word("offer")).yes:
            return [remember("offer", NOTHING), go_on_with(action)]
        if action := _action_of_data(dialogue):
            return [go_on_with(action)]
        speech.say("utter_affirm")
        return []

    async def decline(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """A no: leave what was offered, unless better data came with it."""
        if _is_about_outages(dialogue):
            return [go_on_with("outage_form")]
        if not NEGATED.search(dialogue.text) and (action := care_action(dialogue)):
            return [go_on_with(action)]
        if action := offered(dialogue.word("offer")).no:
            return [remember("offer", NOTHING), go_on_with(action)]
        speech.say("utter_deny")
        return [remember("offer", NOTHING)]

    async def clarify(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Ask once what was meant; the second time in a row a person has to help."""
        if action := plain_answer(dialogue.text, offered(dialogue.word("offer"))):
            return [remember("offer", NOTHING), go_on_with(action)]
        if not dialogue.loop and (action := _action_of_data(dialogue)):
            return [go_on_with(action)]
        if dialogue.repeats(FALLBACK):
            opening = "Der Assistent hat zweimal hintereinander nicht verstanden, worum es geht."
            speech.ask_for_human(Reason.REPEATED_MISUNDERSTANDING, summarised(dialogue, opening))
            return leave_form()
        if dialogue.loop:
            # The form asks its question again by itself; more buttons would only confuse.
            speech.say("utter_not_understood")
            return []
        speech.say("utter_did_you_mean", choices=_choices(dialogue))
        return [remember("offer", NOTHING)]


def _is_about_outages(dialogue: Dialogue) -> bool:
    about_outages = dialogue.word("last_topic") == "outages"
    return about_outages and any(dialogue.entity(word) for word in OUTAGE_WORDS)


def _action_of_data(dialogue: Dialogue) -> str | None:
    """Return the action that bare data is for, None if that is not clear."""
    if dialogue.entity("tariff"):
        return "action_tariff_details"
    if action := care_action(dialogue):
        return action
    return "outage_form" if _is_about_outages(dialogue) else None


def _choices(dialogue: Dialogue) -> list[Choice]:
    likely = [intent for intent in dialogue.ranking if intent in TITLES]
    intents = [intent for intent in (likely or list(TITLES)) if intent != PERSON.intent]
    return [Choice(title=TITLES[intent], intent=intent) for intent in intents[:OFFERED]] + [PERSON]
