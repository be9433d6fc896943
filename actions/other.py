"""Topic other: bare answers find the topic they belong to, and misunderstandings an end."""

from collections.abc import Mapping

from actions.care_follow_ups import NEGATED, care_action
from actions.dialogue import Dialogue
from actions.fault_reports import ticket_is_next
from actions.follow_ups import (
    asks_only_why,
    asks_what_is_there,
    asks_why,
    changes_needs,
    follow_up,
    tells_needs,
)
from actions.identity import waits
from actions.knowledge import Knowledge, KnowledgeUnavailableError
from actions.offers import NOTHING, agrees_to_person, offered, plain_answer
from actions.openings import intents_of_opening
from actions.own_contract import CHANGE, changes_own_data
from actions.speech import Act, Choice, Event, Speech, go_on_with, leave_form, remember
from actions.summary import summarised
from actions.tickets import OPEN as OPEN_TICKET
from actions.vagueness import is_vague
from conversation.signals import Reason

FALLBACK = "nlu_fallback"
ASKED_BACK = "utter_did_you_mean"
# What a customer may have meant, in the words of a button. Small talk needs no button.
TITLES = {
    "ask_tariff_overview": "Tarife ansehen",
    "ask_outage_status": "Störung prüfen",
    "report_outage": "Etwas funktioniert nicht",
    "ask_tariff_details": "Details zu einem Tarif",
    "compare_tariffs": "Tarife vergleichen",
    "recommend_tariff": "Tarif empfehlen lassen",
    "check_availability": "Verfügbarkeit prüfen",
    "change_tariff": "Tarif wechseln",
    "extend_contract": "Vertrag verlängern",
    "ask_contract_clause": "Frage zum Vertrag",
    "cancel_contract": "Vertrag kündigen",
    "relocate": "Umzug melden",
    "ask_data_volume": "Datenvolumen",
    "ask_roaming": "Handy im Ausland",
    "ask_bill": "Rechnung erklären",
    "dispute_bill": "Rechnung stimmt nicht",
    "report_slow_connection": "Internet ist zu langsam",
    "ask_ticket_status": "Stand einer Störungsmeldung",
    "ask_device_help": "Hilfe zum Gerät",
    "book_appointment": "Termin buchen",
    "reschedule_appointment": "Termin verschieben",
    "cancel_appointment": "Termin absagen",
    "ask_appointment": "Wann kommt der Techniker?",
    "report_missed_appointment": "Techniker kam nicht",
    "request_human": "Mit einem Menschen sprechen",
}
PERSON = Choice(title=TITLES["request_human"], intent="request_human")
OFFERED = 3
OUTAGE_WORDS = ("postal_code", "city", "service")
# What a postcode was given for, besides outages.
ABOUT_PLACES = ("recommend_tariff", "relocate")
PLACE_TOPICS = ("tariffs", "contracts")


JUST_BOOKED = ("utter_appointment_booked", "utter_appointment_moved")
SMALL_TALK = frozenset({"greet", "goodbye", "thank", "affirm", "deny", "praise", FALLBACK})
# What "warum?" is answered with in the middle of a form.
REASONS = {
    "identity_form": "utter_why_identity",
    "outage_form": "utter_why_postal_code",
    "availability_form": "utter_why_postal_code",
}

# How much surer an answer has to be where the engine took the question for something else.
SURER = 0.04
FEWEST_WORDS = 3


class Other:
    """What belongs to no topic by itself."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def actions(self) -> Mapping[str, Act]:
        """Return the topic's actions; Rasa's own English fallbacks are among them."""
        return {
            "action_inform": self.inform,
            "action_accept": self.accept,
            "action_decline": self.decline,
            "action_out_of_scope": self.out_of_scope,
            "action_clarify": self.clarify,
            "action_why": self.why,
            "action_default_fallback": self.clarify,
            "action_default_ask_affirmation": self.clarify,
        }

    async def inform(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Pass a bare answer on to the topic it belongs to, or ask what to do with it."""
        if waits(dialogue):
            speech.say("utter_take_your_time")
            return []
        if action := _taken_up(dialogue):
            return [go_on_with(action)]
        return _opened(dialogue, speech) or self._noted(speech)

    async def accept(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """A yes: take up what was offered, or the data that came with it."""
        if ticket_is_next(dialogue):
            # "Ja, alles schon probiert, bringt nix" is no yes to "Hat das geholfen?".
            return [remember("offer", NOTHING), go_on_with(OPEN_TICKET)]
        if dialogue.word("offer") == "human" and not agrees_to_person(dialogue.said):
            speech.say("utter_all_clear")
            return [remember("offer", NOTHING)]
        if action := offered(dialogue.word("offer")).yes:
            return [remember("offer", NOTHING), go_on_with(action)]
        if any(each in dialogue.said_before for each in JUST_BOOKED):
            # Who agrees once more wants to be sure.
            return [go_on_with("action_appointment")]
        if action := _taken_up(dialogue):
            return [go_on_with(action)]
        talked = any(each not in SMALL_TALK for each in dialogue.intents[:-1])
        speech.say("utter_all_clear" if talked else "utter_affirm")
        return []

    async def decline(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """A no: leave what was offered, unless better data came with it."""
        if ticket_is_next(dialogue):
            return [remember("offer", NOTHING), go_on_with(OPEN_TICKET)]
        if _is_about_outages(dialogue):
            return [go_on_with("outage_form")]
        if _is_about_a_place(dialogue):
            return [go_on_with("availability_form")]
        if not NEGATED.search(dialogue.text) and (action := care_action(dialogue)):
            return [go_on_with(action)]
        if action := offered(dialogue.word("offer")).no:
            return [remember("offer", NOTHING), go_on_with(action)]
        speech.say("utter_deny")
        return [remember("offer", NOTHING)]

    async def out_of_scope(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """What is not ours is declined, unless it goes on with the talk or could be anything."""
        if action := _goes_on(dialogue):
            return [go_on_with(action)]
        if await self._is_known(dialogue, speech):
            return []
        if is_vague(dialogue.said):
            return self._asked_back(dialogue, speech)
        speech.say("utter_out_of_scope")
        return []

    async def why(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Say why something was asked or said, as far as that is known."""
        if asks_why(dialogue):
            return [go_on_with("action_explain_recommendation")]
        reason = REASONS.get(dialogue.loop or "")
        if "utter_go_private" in dialogue.said_before:
            reason = "utter_why_private"
        if reason is None and dialogue.said_before:
            speech.say("utter_why_unknown")
            return [remember("offer", "human")]
        speech.say(reason or "utter_affirm")
        return []

    async def clarify(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Ask once what was meant; the second time in a row a person has to help."""
        if action := plain_answer(dialogue.text, offered(dialogue.word("offer"))):
            return [remember("offer", NOTHING), go_on_with(action)]
        if action := _goes_on(dialogue):
            return [go_on_with(action)]
        if not dialogue.loop and (action := _taken_up(dialogue)):
            return [go_on_with(action)]
        if await self._is_known(dialogue, speech):
            return []
        return _opened(dialogue, speech) or self._asked_back(dialogue, speech)

    @staticmethod
    def _asked_back(dialogue: Dialogue, speech: Speech) -> list[Event]:
        if dialogue.repeats(FALLBACK) or ASKED_BACK in dialogue.said_before:
            opening = "Der Assistent hat zweimal hintereinander nicht verstanden, worum es geht."
            speech.ask_for_human(Reason.REPEATED_MISUNDERSTANDING, summarised(dialogue, opening))
            return leave_form()
        if dialogue.loop:
            # The form asks its question again by itself; more buttons would only confuse.
            speech.say("utter_not_understood")
            return []
        speech.say(ASKED_BACK, choices=_choices(dialogue))
        return [remember("offer", NOTHING)]

    @staticmethod
    def _noted(speech: Speech) -> list[Event]:
        speech.say("utter_noted")
        return []

    async def _is_known(self, dialogue: Dialogue, speech: Speech) -> bool:
        """Answer from the knowledge, if it surely knows what nobody else understood."""
        if len(dialogue.said.split()) < FEWEST_WORDS:
            return False
        try:
            found = await self._knowledge.answer(dialogue.said, surer=SURER)
        except KnowledgeUnavailableError:
            # Then it stays what it is without the knowledge: not understood.
            return False
        if found is None:
            return False
        self._knowledge.say(found, dialogue, speech)
        return True


def _opened(dialogue: Dialogue, speech: Speech) -> list[Event]:
    """Offer what an opening of one word may want, once; nothing if it is none."""
    intents = intents_of_opening(dialogue.said)
    if not intents or dialogue.loop or dialogue.word("opening") == intents[0]:
        return []
    speech.say("utter_opening", choices=[*_titled(intents), PERSON])
    return [remember("opening", intents[0])]


def _goes_on(dialogue: Dialogue) -> str | None:
    """Return what a message goes on with; in the middle of a form no other form is begun."""
    if changes_own_data(dialogue.said):
        return CHANGE
    if asks_only_why(dialogue):
        return "action_why"
    if dialogue.loop:
        return follow_up(dialogue)
    if ticket_is_next(dialogue):
        return OPEN_TICKET
    if tells_needs(dialogue):
        return "recommendation_form"
    if asks_what_is_there(dialogue):
        return "availability_form"
    return follow_up(dialogue) or changes_needs(dialogue)


def _taken_up(dialogue: Dialogue) -> str | None:
    """Return the action or form that a bare answer belongs to."""
    if changes_own_data(dialogue.said):
        return CHANGE
    if "utter_tariff_families" in dialogue.said_before and dialogue.entity("service"):
        return "action_tariff_overview"
    bare = dialogue.found or not intents_of_opening(dialogue.said)
    if bare and not dialogue.entity("tariff") and (action := care_action(dialogue)):
        return action
    if _is_about_outages(dialogue):
        return "outage_form"
    if _is_about_a_place(dialogue):
        return "availability_form"
    return _goes_on(dialogue)


def _is_about_outages(dialogue: Dialogue) -> bool:
    about_outages = dialogue.word("last_topic") == "outages"
    return about_outages and any(dialogue.entity(word) for word in OUTAGE_WORDS)


def _is_about_a_place(dialogue: Dialogue) -> bool:
    topic = dialogue.word("last_topic")
    about_places = topic in PLACE_TOPICS and dialogue.last_of(*ABOUT_PLACES)
    if topic != "availability" and not about_places:
        return False
    return any(dialogue.entity(word) for word in ("postal_code", "city"))


def _choices(dialogue: Dialogue) -> list[Choice]:
    likely = [intent for intent in dialogue.ranking if intent in TITLES]
    intents = likely or list(TITLES)
    return [*_titled([each for each in intents if each != PERSON.intent]), PERSON]


def _titled(intents: list[str]) -> list[Choice]:
    return [Choice(title=TITLES[intent], intent=intent) for intent in intents[:OFFERED]]
