"""What the rules look at: one turn, what came before it in this stay, and earlier visits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from conversation.context import Context
from conversation.escalation.circles import gist_of
from conversation.escalation.findings import WeighedTurn
from conversation.escalation.misses import breaks_off, cannot_tell
from conversation.escalation.moods import Mood, felt_of
from conversation.escalation.wishes import names_concern
from conversation.identity import LineId
from conversation.signals import Signal
from conversation.turns import SlotValue, Turn

NOT_UNDERSTOOD = "nlu_fallback"
OUT_OF_SCOPE = "out_of_scope"
INSULT = "insult"
COMPLAINT, THREAT, CANCELLATION = "complain", "threaten_consequences", "cancel_contract"
REPORTS = frozenset({"report_outage", "report_slow_connection"})
FAULTS = REPORTS | {"ask_outage_status", "ask_ticket_status", "report_missed_appointment"}
BROWSING = frozenset(
    {"ask_tariff_overview", "ask_tariff_details", "compare_tariffs", "recommend_tariff"}
    | {"check_availability"}
)
OFFERS = BROWSING | {"change_tariff", "extend_contract", "ask_contract_clause"}
#: Slots without which the assistant cannot look anything up.
WHO_AND_WHERE = frozenset({"verified", "customer_number", "postal_code"})
#: Slots that change as a customer and the assistant agree on what it asks for, step by step.
STEPS = ("proposed_times", "wish")
#: What is said without wanting anything of a telecom's help desk.
TALK = frozenset(
    {"greet", "goodbye", "thank", "affirm", "deny", "praise", "bot_challenge", "ask_capabilities"}
    | {"cancel_process", "inform", INSULT, OUT_OF_SCOPE, NOT_UNDERSTOOD, ""}
)
#: What nobody says in anger, whatever it is written like.
KIND = frozenset({"greet", "thank", "goodbye", "praise"})
#: What answers the assistant, and tells nothing anew.
ANSWERS = frozenset({"affirm", "deny", "cancel_process"})
#: What tells whether something helped that the assistant had told to try, and the offers by which
#: it asks for that.
REPORTS_BACK = ANSWERS | FAULTS | {"inform", "ask_device_help"}
TRIED = frozenset({"helped", "device_helped"})
#: The button that every attempt at clarifying ends with.
PERSON_BUTTON = "/request_human"
# A pause after which somebody turns to us anew.
VISIT_GAP = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One turn of a customer, to be weighed.

    `text` is what they wrote, placeholders for what is personal. `turn` is the assistant's answer,
    None if it had none; then `failure` says why. `stay` is the epoch of the assistant's hold.
    `public`: everybody can read along.
    """

    line: LineId
    text: str
    at: datetime
    stay: int
    context: Context
    turn: Turn | None = None
    failure: Signal | None = None
    public: bool = False

    @property
    def intent(self) -> str:
        """What the assistant took it for; empty if nobody read it."""
        return self.turn.understanding.intent if self.turn else ""

    @property
    def confidence(self) -> float:
        """How sure the assistant was of that."""
        return self.turn.understanding.confidence if self.turn else 0.0

    @property
    def needs(self) -> tuple[tuple[str, float], ...]:
        """What a person may be needed for, with the chance of each, the likeliest first."""
        return self.turn.understanding.needs if self.turn else ()

    @property
    def needed(self) -> float:
        """How likely a person is needed at all, 0 where nobody read it: needs exclude another."""
        return sum(chance for _, chance in self.needs)

    @property
    def has_concern(self) -> bool:
        """Whether this customer has wanted anything of us in this stay."""
        intents = (self.intent, *(each.intent for each in self.before))
        return any(each not in TALK for each in intents) or names_concern(self.text)

    @property
    def curious(self) -> bool:
        """Whether the message is about anything but us."""
        return self.intent == OUT_OF_SCOPE and not names_concern(self.text)

    @property
    def before(self) -> tuple[WeighedTurn, ...]:
        """The turns before in this stay, the oldest first."""
        return tuple(each for each in self.context.weighed if each.stay == self.stay)

    @property
    def felt(self) -> float | None:
        """The anger to be expected of this message."""
        if self.turn is None:
            return None
        read = self.turn.understanding
        return felt_of(read.anger, read.anger_chances)

    @property
    def mood(self) -> Mood:
        """The mood of this stay, this message last."""
        felt = (*(each.felt for each in self.before), self.felt)
        return Mood(tuple(one for one in felt if one is not None))

    @property
    def clarified(self) -> bool:
        """Whether the assistant tried to find out what was meant, with choices."""
        if self.turn is None or self.intent != NOT_UNDERSTOOD:
            return False
        buttons = (button for reply in self.turn.replies for button in reply.buttons)
        return any(button.payload == PERSON_BUTTON for button in buttons)

    @property
    def asked(self) -> str:
        """The slot that the assistant asks for at the end of this turn."""
        return (self.turn.requested_slot or "") if self.turn else ""

    @property
    def nearer(self) -> bool:
        """Whether this turn brought them nearer to what the assistant asks for."""
        if self.turn is None:
            return False
        before, after = self.context.slots, self.turn.slots
        return any(after.get(step) and after.get(step) != before.get(step) for step in STEPS)

    @property
    def left(self) -> str:
        """The slot that the assistant had asked for in vain: it asks no more, or shall not."""
        asked = self.before[-1].asked if self.before else ""
        if not asked or self.turn is None:
            return ""
        if breaks_off(self.text) or (asked in WHO_AND_WHERE and cannot_tell(self.text)):
            return asked
        if asked == self.asked:
            return ""
        return asked if _is_empty(self.turn.slots, asked) else ""

    @property
    def answers(self) -> bool:
        """Whether the message answers what the assistant asked: for a slot, or what steps did."""
        if self.turn is None:
            return False
        asked = self.before[-1].asked if self.before else ""
        if asked:
            return asked != self.asked and not _is_empty(self.turn.slots, asked)
        return self.context.slots.get("offer") in TRIED and self.intent in REPORTS_BACK

    @property
    def gist(self) -> tuple[int, ...]:
        """What a question asked again is told by; nothing of what is no question."""
        return () if self.intent in TALK else gist_of(self.text)

    def visits(self, days: float) -> int:
        """Return how often somebody has come about faults in so many days, this time included.

        0 if they have not come about one now.
        """
        if self.intent not in FAULTS:
            return 0
        since = self.at - timedelta(days=days)
        about = [each for each in self.context.weighed if each.intent in FAULTS]
        moments = [*(each.at for each in about if each.at >= since), self.at]
        return 1 + sum(later - earlier >= VISIT_GAP for earlier, later in pairwise(moments))


def _is_empty(slots: Mapping[str, SlotValue], name: str) -> bool:
    return slots.get(name) in (None, "", [])
