"""A customer's own contract: its dates are told to whom it belongs, its data changed by people."""

import calendar
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime

from actions.backoffice import Customer
from actions.dialogue import Dialogue
from actions.german import full_date, months
from actions.identity import Identity
from actions.speech import Act, Event, Speech, leave_form, remember
from actions.summary import summarised
from conversation.signals import Reason

TELL = "action_own_contract"
CHANGE = "action_change_own_data"
TOPIC = "contracts"
_WHEN = r"(?:bis wann|ab wann|wann|wie lang\w*|wie viele monate|zu wann|wonn|wie lang)"
_OWN = r"(?:mein\w*|unser\w*|mei) (?:\w+ ){0,2}?\w*(?:vertrag\w*|laufzeit|anschluss|tarif|frist)"
_OUT = r"(?:kündig\w*|kuendig\w*|kundig\w*|raus\w*|wechseln|aussteigen|beenden|weg)"
_ASKS_DATES = (
    re.compile(rf"\b{_WHEN}\b.*\b{_OWN}", re.IGNORECASE),
    re.compile(rf"\b{_OWN}\b.*\b(?:noch|aus\b|ende\w*|{_WHEN})", re.IGNORECASE),
    re.compile(r"\bmein (?:genaues )?(?:vertragsende|kündigungsdatum|kuendigungsdatum)", re.I),
    re.compile(rf"\b{_WHEN}\b (?:\w+ ){{0,3}}?(?:ich|wir)\b.*\b{_OUT}", re.IGNORECASE),
)
# A general term is asked for, not somebody's date.
_GENERAL = re.compile(
    r"\bwas (?:heißt|heisst|bedeutet|ist)\b|\bgenerell\b|\ballgemein\b|\bumz\w+|\bfristlos"
    r"|\bwiderr\w*|\bmindestens\b|\bpreiserhöhung"
    r"|\bwenn (?:ich|wir|der|ihr)\b|\bhätte\b|\bhaette\b",
    re.IGNORECASE,
)
_ACCOUNT = (
    r"(?:\biban\b|\[IBAN_\d+\]|\bbank\w*|\b(?:giro|spar)?konto\w*|\blastschrift\w*|\bsepa\b"
    r"|\babbuchung)"
)
_CHANGED = (
    r"(?:\bneue[nrs]?\b|\bgewechsel\w*|\bwechs\w*|\bänder\w*|\baender\w*|\bgeänder\w*"
    r"|\balte[nms]?\b|\bandere[nms]?\b|\bumgestell\w*|\bumstell\w*|\beintrag\w*|\bhinterleg\w*"
    r"|\bstimmt nicht mehr)"
)
_CHANGES_ACCOUNT = re.compile(
    rf"{_ACCOUNT}.*{_CHANGED}|{_CHANGED}.*{_ACCOUNT}|\[IBAN_\d+\]", re.IGNORECASE | re.DOTALL
)
_HOW = re.compile(r"\b(?:wie|wo)\b", re.IGNORECASE)


class OwnContract:
    """Serves who has been checked (identity.py). `now` is the time in the customers' zone."""

    def __init__(self, identity: Identity, *, now: Callable[[], datetime]) -> None:
        self._identity = identity
        self._now = now

    def actions(self) -> Mapping[str, Act]:
        """Return what this class does of the topic's actions."""
        return {TELL: self.tell, CHANGE: self.change}

    async def tell(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Say until when the contract runs, and until when it can be ended."""
        events = await self._identity.serve(dialogue, speech, then=TELL, act=self._tell)
        return [remember("last_topic", TOPIC), *events]

    async def change(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Leave a change of the bank account to a person; in public not even that is said."""
        if dialogue.public:
            speech.say("utter_go_private")
            return leave_form() if dialogue.loop else []
        speech.say("utter_own_data_to_person")
        opening = "Möchte die Bankverbindung ändern; geändert wurde noch nichts."
        speech.ask_for_human(Reason.COMPLEXITY, summarised(dialogue, opening))
        return leave_form()

    async def _tell(self, customer: Customer, dialogue: Dialogue, speech: Speech) -> list[Event]:
        contract = customer.contract
        if contract is None:
            speech.say("utter_own_contract_unknown")
            return [remember("offer", "human"), *leave_form()]
        notice = months(contract.notice_months)
        end = full_date(contract.term_end)
        last_day = before(contract.term_end, months=contract.notice_months)
        today = self._now().date()
        if contract.term_end < today:
            speech.say("utter_own_contract_is_free", end=end, notice=notice)
        elif last_day < today:
            speech.say("utter_own_contract_goes_on", end=end, notice=notice)
        else:
            speech.say("utter_own_contract", end=end, last_day=full_date(last_day), notice=notice)
        return []


def asks_own_dates(text: str) -> bool:
    """Whether somebody asks until when their own contract runs, or when they could end it."""
    return any(each.search(text) for each in _ASKS_DATES) and not _GENERAL.search(text)


def changes_own_data(text: str) -> bool:
    """Whether somebody wants another bank account to be noted; how to do that is a question."""
    return bool(_CHANGES_ACCOUNT.search(text)) and not _HOW.search(text)


def before(day: date, *, months: int) -> date:
    """Return the day so many months earlier, or the last of that month if there is none such."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
