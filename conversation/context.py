"""What the core remembers of a conversation between two turns, apart from what was said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from conversation.escalation.findings import WeighedTurn
from conversation.messages import Button
from conversation.packets import Understood
from conversation.satisfaction import Survey
from conversation.signals import Reason
from conversation.turns import SlotValue

KEPT_UNDERSTOOD = 20


@dataclass(frozen=True, slots=True)
class Context:
    """The memory of one conversation; replaced as a whole, together with what it led to.

    `slots` are the engine's values after its last turn, to seed the next stay with. `told` are
    facts that customers named, whether a slot took them or not, for agents alone. `offered` are the
    buttons of the last answer: only these may be pressed. `disclosed_at` is when the customer last
    heard that a machine answers. `handed_over_for` are reasons already passed to people, so
    that one reason cannot do it twice in a row. `asked_to_delete`: the customer was told that a
    public message of theirs holds personal data, which is said once. `weighed` is what the rules
    for fetching a person made of the last turns, also of stays before this one. `survey` is the
    last question about their satisfaction.
    """

    slots: Mapping[str, SlotValue] = field(default_factory=dict)
    offered: tuple[Button, ...] = ()
    understood: tuple[Understood, ...] = ()
    misunderstood_in_a_row: int = 0
    address_form: str = ""
    disclosed_at: datetime | None = None
    last_turn_at: datetime | None = None
    handed_over_for: tuple[Reason, ...] = ()
    asked_to_delete: bool = False
    weighed: tuple[WeighedTurn, ...] = ()
    told: Mapping[str, str] = field(default_factory=dict)
    survey: Survey | None = None
