"""Who is asking: a customer number and a postcode that belong together, checked once for a stay."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol

from actions.backoffice import BackOfficeUnavailableError, Customer, Customers
from actions.dialogue import Dialogue
from actions.speech import Act, Event, Speech, go_on_with, leave_form, remember
from actions.summary import summarised
from actions.vault import VaultUnavailableError
from conversation.signals import Reason

FORM = "identity_form"
CHECKED = "verified"
DIGITS = 8
POSTAL_CODE = re.compile(r"\d{5}")
INVALID = "utter_identity_invalid"
# What may follow a check; a name that an older model left in the slot is never called.
FOLLOWING = frozenset(
    {"action_ticket_status", "action_open_ticket", "action_reopen_ticket", "action_bill"}
    | {"action_book_appointment", "action_reschedule_appointment", "action_cancel_appointment"}
    | {"action_confirm_cancellation", "action_make_appointment", "action_appointment"}
    | {"action_missed_appointment", "action_own_contract"}
)
# What the check is for, as the question for number and postcode begins.
PURPOSES = {
    "action_bill": "Damit ich die Rechnung finde",
    "action_ticket_status": "Damit ich das Ticket finde",
    "action_open_ticket": "Damit ich ein Ticket anlegen kann",
    "action_reopen_ticket": "Damit ich ein neues Ticket anlegen kann",
    "action_book_appointment": "Damit ich einen Termin machen kann",
    "action_reschedule_appointment": "Damit ich den Termin finde",
    "action_cancel_appointment": "Damit ich den Termin finde",
    "action_appointment": "Damit ich den Termin finde",
    "action_missed_appointment": "Damit ich den Termin finde",
    "action_own_contract": "Damit ich den Vertrag finde",
}
PURPOSE = "Damit ich nachsehen kann"
# Who says this looks for the number and comes back with it.
WAITS = re.compile(
    r"\b(?:moment|momentle|sekunde|augenblick|minute|warte|gleich|sofort)\b"
    r"(?! (?:seit|schon|ich)\b)"
    r"|\bich (?:such\w*|hol\w*|schau\w*|guck\w*|seh\w*)\b",
    re.IGNORECASE,
)
ANSWERS = frozenset({"inform", "affirm", "deny", "nlu_fallback", "greet", "thank"})
FEW_WORDS = 4
WAITING_WORDS = 10
NO_NUMBER = re.compile(
    r"\b(?:hab\w*|find\w*|kenn\w*|weiss|weiß|weis)\b.{0,40}\b(?:nicht|nich|net|ned|kein\w*)\b"
    r"|\bkeine? (?:ahnung|kundennummer|nummer)\b|\bnicht (?:zur hand|dabei|da|parat)\b"
    r"|\bbin (?:noch )?kein\w* kund|\bwo (?:finde?|steht|krieg)|\bwoher\b|\bverlegt\b",
    re.IGNORECASE,
)
ONLY_A_NUMBER = re.compile(r"\D{0,30}(?:\d[\d .-]*\d)\D{0,20}")

Serve = Callable[[Customer, Dialogue, Speech], Awaitable[list[Event]]]


class Resolver(Protocol):
    """Knows what placeholders stand for (actions/vault.py)."""

    async def resolve(self, *, conversation: str, placeholders: Sequence[str]) -> dict[str, str]:
        """Return the values that are known. Raises VaultUnavailableError."""


class Identity:
    """Lets an action serve a customer who is known, and asks who it is where that is open."""

    def __init__(self, customers: Customers, vault: Resolver) -> None:
        self._customers = customers
        self._vault = vault

    def actions(self) -> Mapping[str, Act]:
        """Return the mechanism's actions."""
        return {
            "validate_identity_form": self.validate,
            "action_ask_identity_form_verified": self.ask,
            "action_go_on": self.go_on,
        }

    async def serve(
        self, dialogue: Dialogue, speech: Speech, *, then: str, act: Serve
    ) -> list[Event]:
        """Do `act` for the customer who was checked; check first where nobody was.

        `then` is the action that is called again after the check. A back office or a vault that
        fails is admitted, and a person called.
        """
        if dialogue.public:
            speech.say("utter_go_private")
            return leave_form() if dialogue.loop else []
        try:
            customer = await self._checked(dialogue)
            if customer is None:
                return [
                    remember(CHECKED, None),
                    remember("pending_action", then),
                    go_on_with(FORM),
                ]
            return [remember("pending_action", None), *await act(customer, dialogue, speech)]
        except (VaultUnavailableError, BackOfficeUnavailableError):
            return unavailable(dialogue, speech)

    async def known(self, dialogue: Dialogue) -> Customer | None:
        """Return who it is if that can be said without asking anything. Raises nothing."""
        try:
            return await self._checked(dialogue) or await self._matching(dialogue)
        except (VaultUnavailableError, BackOfficeUnavailableError):
            return None

    async def validate(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Read an answer to the question who it is, and check what is known by now."""
        asked = dialogue.word("requested_slot") == CHECKED
        if asked and not _answers(dialogue):
            return self._other_answer(dialogue, speech)
        number, postal_code = dialogue.word("customer_number"), said_postal_code(dialogue)
        if number and postal_code and _pair(dialogue) != dialogue.word("identity_tried"):
            return await self._check(dialogue, speech)
        # Any slot event tells Rasa that the answer counts and that the form goes on asking.
        return [remember("postal_code", postal_code)] if asked else []

    async def ask(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Ask for what is missing: both in one question, or the one that is."""
        purpose = PURPOSES.get(dialogue.word("pending_action") or "", PURPOSE)
        number, postal_code = dialogue.word("customer_number"), said_postal_code(dialogue)
        if number and postal_code:
            speech.say("utter_ask_identity_again")
        elif number:
            speech.say("utter_ask_identity_postal_code", purpose=purpose)
        elif postal_code:
            speech.say("utter_ask_identity_number", purpose=purpose)
        else:
            speech.say("utter_ask_identity", purpose=purpose)
        return []

    async def go_on(self, dialogue: Dialogue, _: Speech) -> list[Event]:
        """Take up what the check, or a choice, was for."""
        pending = dialogue.word("pending_action")
        if pending in FOLLOWING and _is_checked(dialogue):
            return [go_on_with(pending)]
        return []

    async def _checked(self, dialogue: Dialogue) -> Customer | None:
        if not _is_checked(dialogue):
            return None
        number = await self._number(dialogue)
        return await self._customers.customer(number) if number else None

    async def _matching(self, dialogue: Dialogue) -> Customer | None:
        postal_code, number = said_postal_code(dialogue), await self._number(dialogue)
        if not number or not postal_code:
            return None
        return await self._customers.customer_at(number=number, postal_code=postal_code)

    async def _number(self, dialogue: Dialogue) -> str | None:
        """Return the customer number behind the placeholder, None if it cannot be one."""
        placeholder = dialogue.word("customer_number")
        if placeholder is None:
            return None
        values = await self._vault.resolve(
            conversation=dialogue.conversation, placeholders=[placeholder]
        )
        digits = "".join(re.findall(r"\d", values.get(placeholder, "")))
        return digits if len(digits) == DIGITS else None

    async def _check(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        try:
            customer = await self._matching(dialogue)
        except (VaultUnavailableError, BackOfficeUnavailableError):
            return unavailable(dialogue, speech)
        if customer is not None:
            return [
                remember(CHECKED, dialogue.word("customer_number")),
                remember("identity_tried", None),
                remember("identity_failures", None),
                # It may have been another customer's.
                remember("visit_ticket", None),
            ]
        if dialogue.word("identity_failures"):
            return _given_up(dialogue, speech)
        speech.say("utter_identity_wrong")
        return [remember("identity_tried", _pair(dialogue)), remember("identity_failures", "1")]

    def _other_answer(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Neither number nor postcode: there may be none, or it was mistyped, or it is a detour."""
        if waits(dialogue):
            # The action stays pending, so that the number alone goes on with it.
            speech.say("utter_take_your_time")
            return leave_form()
        if NO_NUMBER.search(dialogue.text) or dialogue.intent == "deny":
            speech.say("utter_no_customer_number")
            return [remember("offer", "human"), *leave_form()]
        if dialogue.intent in ANSWERS and ONLY_A_NUMBER.fullmatch(dialogue.text):
            if INVALID in dialogue.said_before:
                return _given_up(dialogue, speech)
            speech.say(INVALID)
            return [remember("identity_tried", dialogue.word("identity_tried"))]
        return []


def waits(dialogue: Dialogue) -> bool:
    """Whether somebody who was asked for their number wants a moment to look for it."""
    if dialogue.word("pending_action") is None:
        return False
    found = WAITS.search(dialogue.text)
    return found is not None and len(dialogue.text.split()) <= WAITING_WORDS


def said_postal_code(dialogue: Dialogue) -> str | None:
    """Return the postcode that is known; five digits that name a ticket are none."""
    found = POSTAL_CODE.search(dialogue.word("postal_code") or "")
    ticket = dialogue.word("ticket_number") or ""
    return found[0] if found and found[0] not in ticket else None


def _is_checked(dialogue: Dialogue) -> bool:
    number = dialogue.word("customer_number")
    return number is not None and dialogue.word(CHECKED) == number


def _pair(dialogue: Dialogue) -> str:
    return f"{dialogue.word('customer_number')} {said_postal_code(dialogue)}"


def _answers(dialogue: Dialogue) -> bool:
    """Whether the message answers; a postcode inside another question does not."""
    if dialogue.entity("customer_number"):
        return True
    if not dialogue.entity("postal_code"):
        return False
    few = len(re.findall(r"[^\W\d]+", dialogue.text)) <= FEW_WORDS
    return few or dialogue.intent in ANSWERS


def _given_up(dialogue: Dialogue, speech: Speech) -> list[Event]:
    speech.say("utter_identity_failed")
    opening = "Kundennummer und Postleitzahl passten zweimal nicht zusammen."
    speech.ask_for_human(Reason.COMPLEXITY, summarised(dialogue, opening))
    return [remember("identity_tried", _pair(dialogue)), *leave_form()]


def unavailable(dialogue: Dialogue, speech: Speech) -> list[Event]:
    """Admit that a person's data cannot be reached, and call a person."""
    speech.say("utter_customer_data_unavailable")
    opening = "Die Kundendaten sind gerade nicht erreichbar, es ist nichts geändert worden."
    speech.ask_for_human(Reason.BOT_UNAVAILABLE, summarised(dialogue, opening))
    return leave_form()
