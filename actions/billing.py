"""Topic billing: bills are explained here, and disputes go to a person."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from actions.backoffice import BackOfficeUnavailableError, Bill, Bills, Customer
from actions.bill_words import asked_about, explained, kinds_in, whole
from actions.dates import plain
from actions.dialogue import Dialogue
from actions.follow_ups import asks_of_shown_tariff, asks_only_why
from actions.german import MONTHS, money
from actions.identity import Identity, waits
from actions.knowledge import Knowledge, KnowledgeUnavailableError
from actions.own_contract import CHANGE, changes_own_data
from actions.speech import Act, Event, Speech, go_on_with, leave_form, remember
from actions.summary import summarised
from conversation.signals import Reason

BILL = "action_bill"
ASKED = "ask_bill"
SHOWN = 3
# Who asks what something is means the thing, and not what stands on their own bill.
TERM = re.compile(
    r"\b(?:was (?:ist|sind|bedeutet|heißt|heisst|meint)|wofür|wofuer|wozu|wos is|wat is)\b"
    r"(?!.*\b(?:mein\w*|meiner|mir|letzten?)\b)(?!.*\d)",
    re.IGNORECASE,
)
ABOUT_BILLS = re.compile(r"rechnung|abgebucht|abbuch|posten|betrag|bezahl|gezahlt", re.IGNORECASE)


class Billing:
    """Serves who has been checked (identity.py). `now` is the time in the customers' zone."""

    def __init__(
        self,
        bills: Bills,
        identity: Identity,
        *,
        knowledge: Knowledge,
        now: Callable[[], datetime],
    ) -> None:
        self._bills = bills
        self._identity = identity
        self._knowledge = knowledge
        self._now = now

    def actions(self) -> Mapping[str, Act]:
        """Return the topic's actions."""
        return {BILL: self.bill, "action_dispute_bill": self.dispute}

    async def bill(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Explain the last bill, or the lines of it that are asked about."""
        if dialogue.intent == ASKED and (action := _about_something_else(dialogue)):
            return [go_on_with(action)]
        unknown = dialogue.word("verified") is None
        if dialogue.intent == ASKED and unknown and await self._is_explained(dialogue, speech):
            return [remember("last_topic", "billing")]
        return await self._identity.serve(dialogue, speech, then=BILL, act=self._bill)

    async def dispute(self, dialogue: Dialogue, speech: Speech) -> list[Event]:
        """Regret, and pass on to a person what can be known without asking."""
        if changes_own_data(dialogue.said):
            return [go_on_with(CHANGE)]
        if waits(dialogue):
            # "Moment, ich suche die Rechnung": there the customer number stands.
            speech.say("utter_take_your_time")
            return []
        if dialogue.public:
            speech.say("utter_go_private")
            return leave_form() if dialogue.loop else []
        speech.say("utter_dispute_regret")
        facts = [f"genannter Betrag: {amount}" for amount in [dialogue.entity("amount")] if amount]
        bill = await self._last_bill(dialogue)
        if bill is not None:
            date = self._local(bill.date)
            day = f"{date.day}.{date.month}.{date.year}"
            facts.insert(0, f"letzte Rechnung {bill.number} vom {day} über {money(bill.total)}")
        known = f" ({'; '.join(facts)})" if facts else ""
        opening = f"Bestreitet eine Rechnung{known}."
        speech.ask_for_human(Reason.DISPUTE, summarised(dialogue, opening))
        return [remember("last_topic", "billing"), *leave_form()]

    async def _bill(self, customer: Customer, dialogue: Dialogue, speech: Speech) -> list[Event]:
        bills = await self._bills.bills(customer)
        if not bills:
            speech.say("utter_no_bill")
            return []
        words = dialogue.words_of(ASKED) or dialogue.text
        bill = self._meant(bills, words)
        items = await self._bills.items(bill)
        asked = asked_about(words, items)
        if not asked and kinds_in(words):
            speech.say("utter_bill_lacks_that")
        lines = [explained(each) for each in asked[:SHOWN]] or whole(items)
        date = self._local(bill.date)
        speech.say(
            "utter_bill",
            month=self._month(bill),
            day=f"{date.day}.{date.month}.",
            total=money(bill.total),
            items="\n".join(f"• {line}" for line in lines),
        )
        return [remember("last_topic", "billing")]

    async def _is_explained(self, dialogue: Dialogue, speech: Speech) -> bool:
        """Explain a term that stands on bills to anybody, if it is surely known."""
        if not TERM.search(dialogue.said):
            return False
        try:
            found = await self._knowledge.answer(dialogue.said)
        except KnowledgeUnavailableError:
            # Then the bill itself has to explain it.
            return False
        if found is not None:
            self._knowledge.say(found, dialogue, speech)
        return found is not None

    def _meant(self, bills: Sequence[Bill], words: str) -> Bill:
        """Return the bill of a month that is named, else the last one."""
        said = plain(words)
        return next((each for each in bills if plain(self._month(each)) in said), bills[0])

    def _month(self, bill: Bill) -> str:
        """Name the month that a bill is for."""
        middle = self._local(bill.period_start) + timedelta(days=14)
        return MONTHS[middle.month - 1]

    async def _last_bill(self, dialogue: Dialogue) -> Bill | None:
        """Return the last bill if it is known whose; a dispute waits for nothing."""
        customer = await self._identity.known(dialogue)
        if customer is None:
            return None
        try:
            bills = await self._bills.bills(customer)
        except BackOfficeUnavailableError:
            return None
        return bills[0] if bills else None

    def _local(self, when: datetime) -> datetime:
        return when.astimezone(self._now().tzinfo)


def _about_something_else(dialogue: Dialogue) -> str | None:
    """Return what a question that was taken for one about a bill is really about."""
    if asks_only_why(dialogue):
        return "action_why"
    if changes_own_data(dialogue.said):
        return CHANGE
    if asks_of_shown_tariff(dialogue) and not ABOUT_BILLS.search(dialogue.said):
        return "action_tariff_details"
    return None
