"""What the rules found in a turn, with the figures: kept, so that a page can show why."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from conversation.identity import LineId
from conversation.signals import Reason


class Rule(StrEnum):
    """The rules. Where several weigh the same, the earlier one names the reason."""

    DANGER = "danger"
    VULNERABLE = "vulnerable"
    LANGUAGE = "language"
    SIGNAL = "signal"
    NO_ANSWER = "no_answer"
    LEGAL_OR_PRESS = "legal_or_press"
    PROTECTED = "protected"
    ASKS_FOR_PERSON = "asks_for_person"
    DISPUTES = "disputes"
    ANGER_HIGH = "anger_high"
    ANGER_RISING = "anger_rising"
    ANGER_JUMP = "anger_jump"
    ANGER_LASTING = "anger_lasting"
    THIRD_CONTACT = "third_contact"
    CONTRADICTION = "contradiction"
    SAME_QUESTION = "same_question"
    FORM_LEFT = "form_left"
    ASKED_AGAIN = "asked_again"
    SEVERAL_REQUESTS = "several_requests"
    MANY_MATTERS = "many_matters"
    CANCELS = "cancels"
    NOT_UNDERSTOOD = "not_understood"
    ANGRY = "angry"
    OUTRAGED = "outraged"


class Urgency(IntEnum):
    """Who comes before whom in the queue, whatever was promised; the highest first."""

    NORMAL = 0
    SOON = 1
    EMERGENCY = 2


@dataclass(frozen=True, slots=True)
class Figure:
    """One number a rule looked at, and the threshold it was held against, where there is one."""

    name: str
    value: float
    threshold: float | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that found something. `counts`: its weight is in the sum."""

    rule: Rule
    weight: float
    figures: tuple[Figure, ...] = ()
    counts: bool = True


@dataclass(frozen=True, slots=True)
class WeighedTurn:
    """What a customer's turn was taken for and what the rules made of it; no words of theirs.

    `stay` is the epoch of the assistant's hold. `felt` is the anger to be expected, 0 to 3. `asked`
    is the slot that the assistant asked for at the end, `left` one that it had asked for in vain.
    `nearer`: the customer's words brought what is asked for closer, so that asking on is no circle.
    `missed` is how many turns this one shows not to have been understood: itself, and those just
    before where the customer says so.
    `gist` tells a question asked again (see circles.py). `handed_over` is the reason, if it was.
    """

    line: LineId
    at: datetime
    stay: int
    intent: str = ""
    confidence: float = 1.0
    felt: float | None = None
    asked: str = ""
    left: str = ""
    nearer: bool = False
    missed: int = 0
    gist: tuple[int, ...] = ()
    findings: tuple[Finding, ...] = ()
    total: float = 0.0
    needed: float = 1.0
    handed_over: Reason | None = None
