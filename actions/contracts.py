"""Topic contracts: clauses in plain words; changes, renewals and endings go to a person."""

import re
from collections.abc import Mapping

from actions.backoffice import BackOfficeUnavailableError, Catalogue, Offering
from actions.dialogue import Dialogue
from actions.follow_ups import MOST_WORDS, PLACE_TOLD
from actions.german import money
from actions.knowledge import Knowledge
from actions.own_contract import TELL as OWN_DATES
from actions.own_contract import asks_own_dates
from actions.speech import Act, Choice, Event, Speech, go_on_with, leave_form, remember
from actions.summary import summarised
from actions.tariff_aspects import asked_for
from actions.tariffs import named_in, of_the_talk
from conversation.signals import Reason

TOPIC = "contracts"
CLAUSES = ("Kündigungsfrist", "Mindestlaufzeit", "Widerrufsrecht", "Preisgarantie", "Umzug")
# Who says this wants to know something, whatever else the words sound like.
ONLY_ASKS = re.compile(
    r"\b(?:will|möchte|moechte|mag|wollen|wollte)\b[^.!?,]{0,25}\b(?:nicht|net|nich|ned)\s+(?:\w+\s+)?"
    r"(?:kündigen|kuendigen|kundigen|beenden|aufhören)|\bnet\s+kündige\b"
    r"|\b(?:nicht|nich)\s+kündigen,?\s+(?:nur|bloß|sondern)"
    r"|\bkeine?\s+(?:kündigung|kuendigung)\b|\bnur\s+(?:die\s+|mal\s+)?(?:\w+\s+)?frist",
    re.IGNORECASE,
)
NOT_WANTED = re.compile(
    r"(?:\bich\s+)?(?:\b(?:will|möchte|mag|moechte)\s+)?(?:\b(?:ja|doch|gar|eigentlich)\s+)*"
    r"\b(?:nicht|net|nich|ned)\s+(?:kündigen?|kuendigen?|kundigen?)\b|\bkeine?\s+kündigung\b",
    re.IGNORECASE,
)
# A number that moves is asked for as a term; the house need not move with it.
NUMBER_MOVES = re.compile(
    r"\b(?:ruf|telefon|handy|festnetz|mobil)?-?nummern?\b.*(?:mit\w*|behalt\w*|übernehm\w*|portier\w*)"
    r"|(?:behalt\w*|portier\w*).*nummer|rufnummernmitnahme|portierung",
    re.IGNORECASE,
)
POINTS_BACK = re.compile(r"\b(?:den|der|dem|diesen|dieser|ihn|das|dahin|dorthin)\b", re.IGNORECASE)
ASKS_OF_TARIFFS = frozenset(
    {"ask_tariff_overview", "ask_tariff_details", "compare_tariffs", "recommend_tariff"}
)


class Contracts:
    """Explains what the contract says; what changes one is left to people."""

    def __init__(self, catalogue: Catalogue, *, knowledge: Knowledge) -> None:
        self._catalogue = catalogue
        self._knowledge = knowledge

    def actions(self) -> Mapping[str, Act]:
        """Return the topic's actions."""
        return {
            "action_contract_clause": self.clause,
            "action_cancel_contract": self.cancel,
            "action_change_tariff": self.change,
            "action_extend_contract": self.extend,
            "action_relocate": self.relocate,
        }

    async def clause(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Explain a clause, or a term of the tariff that is being talked about."""
        if not dialogue.said.strip():
            speech.say("utter_which_clause", choices=_clauses())
            return [remember("last_topic", TOPIC)]
        if asks_own_dates(dialogue.said):
            return [go_on_with(OWN_DATES)]
        if _goes_on_about_a_tariff(dialogue):
            return [go_on_with("action_tariff_details")]
        # What somebody does not want is not what they ask for.
        question = " ".join(NOT_WANTED.sub(" ", dialogue.said).split()).strip(" ,.;")
        events = await self._knowledge.tell(dialogue, speech, topic=TOPIC, question=question)
        return [remember("last_topic", TOPIC), *events]

    async def cancel(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """A person takes the cancellation; nobody is talked out of it."""
        if ONLY_ASKS.search(dialogue.said) or asks_own_dates(dialogue.said):
            return await self.clause(dialogue, speech)
        if dialogue.public:
            return _in_private(dialogue, speech)
        speech.say("utter_cancellation_to_person")
        opening = "Möchte den Vertrag kündigen; es wurde weder geprüft noch ein Angebot gemacht."
        return _to_person(dialogue, speech, opening)

    async def change(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """A person changes the tariff; the wished one and its price are named before."""
        if dialogue.public:
            return _in_private(dialogue, speech)
        wished = await self._wished(dialogue)
        if wished is None:
            speech.say("utter_change_to_person")
            return _to_person(dialogue, speech, "Möchte den Tarif wechseln.")
        price = money(wished.monthly)
        speech.say("utter_change_to_tariff", name=wished.name, price=price)
        opening = f"Möchte zu {wished.name} ({price} im Monat) wechseln."
        return [
            remember("shown_tariffs", wished.name),
            *_to_person(dialogue, speech, opening),
        ]

    async def extend(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """A person renews the contract."""
        if dialogue.public:
            return _in_private(dialogue, speech)
        speech.say("utter_extension_to_person")
        return _to_person(dialogue, speech, "Möchte den Vertrag verlängern.")

    async def relocate(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Say what to do before moving; with the new postcode also what there is."""
        if dialogue.entity("postal_code") and _was_told_of_a_place(dialogue):
            # Who was told what there is at the wrong place has not asked how to move.
            return [go_on_with("action_check_availability")]
        if NUMBER_MOVES.search(dialogue.said):
            return await self.clause(dialogue, speech)
        self._knowledge.say(self._knowledge.known("moving"), dialogue, speech)
        if dialogue.entity("postal_code"):
            return [remember("last_topic", TOPIC), go_on_with("action_check_availability")]
        speech.say("utter_relocation_place")
        return [remember("last_topic", TOPIC), remember("offer", "human")]

    async def _wished(self, dialogue: Dialogue) -> Offering | None:
        """Return the tariff that somebody wants to change to, if that is clear."""
        try:
            offerings = await self._catalogue.offerings()
        except BackOfficeUnavailableError:
            # The person who takes over has the prices.
            return None
        clear = [each[0] for each in named_in(dialogue, offerings) if len(each) == 1]
        if clear:
            return clear[-1]
        before = of_the_talk(dialogue, offerings)
        return before[0] if len(before) == 1 and POINTS_BACK.search(dialogue.said) else None


def _in_private(dialogue: Dialogue, speech: Speech) -> list[Event]:
    """What changes a contract is spoken of in private alone."""
    speech.say("utter_go_private")
    return leave_form() if dialogue.loop else []


def _was_told_of_a_place(dialogue: Dialogue) -> bool:
    return any(each in dialogue.said_before for each in PLACE_TOLD)


def _to_person(dialogue: Dialogue, speech: Speech, opening: str) -> list[Event]:
    speech.ask_for_human(Reason.COMPLEXITY, summarised(dialogue, opening))
    return [remember("last_topic", TOPIC), *leave_form()]


def _clauses() -> list[Choice]:
    return [
        Choice(title=each, intent="ask_contract_clause", values={"wording": each})
        for each in CLAUSES
    ]


def _goes_on_about_a_tariff(dialogue: Dialogue) -> bool:
    """Whether "und die Laufzeit?" is asked of the tariff that was just explained."""
    before = dialogue.intents[-2] if len(dialogue.intents) > 1 else ""
    follows = dialogue.word("shown_tariffs") is not None and before in ASKS_OF_TARIFFS
    short = len(dialogue.said.split()) <= MOST_WORDS
    names_one = dialogue.entity("tariff") is not None
    return bool(asked_for(dialogue.said)) and (names_one or (short and follows))
