"""The question how satisfied a customer was: whom it is put to, when, and what came of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from conversation.escalation.distress import danger, vulnerable
from conversation.escalation.findings import Rule, Urgency, WeighedTurn
from conversation.escalation.outrage import outraged
from conversation.holds import Owner
from conversation.identity import AgentId, Channel, ConversationId, LineId
from conversation.messages import CustomerMessage, Line, Speaker
from conversation.ratings import rating_in
from conversation.signals import Reason

if TYPE_CHECKING:
    from conversation.context import Context
    from conversation.ports import ConversationState

#: Private channels on which it is asked, and those of them that have buttons to press.
ASKED_ON = frozenset({Channel.WEBCHAT, Channel.X_DM, Channel.MESSENGER})
WITH_BUTTONS = frozenset({Channel.WEBCHAT, Channel.MESSENGER})
#: So long before people were asked for, what a customer wrote belongs to the same concern.
BEFORE = timedelta(days=1)
#: From this anger on, of 0 to 3, the question would be one more insult.
FURIOUS = 1.95
SPARED_REASONS = frozenset({Reason.ANGER, Reason.LEGAL_THREAT, Reason.SENSITIVE})
SPARED_RULES = frozenset(
    {
        *(Rule.DANGER, Rule.VULNERABLE, Rule.LANGUAGE, Rule.LEGAL_OR_PRESS),
        *(Rule.ANGER_HIGH, Rule.ANGER_LASTING, Rule.OUTRAGED),
    }
)


@dataclass(frozen=True, slots=True)
class Survey:
    """One question, put with the end of a person's part; `agent` is that person.

    After `until` it has lapsed. `answers` are the lines that answered it.
    """

    question: LineId
    asked_at: datetime
    until: datetime
    agent: AgentId
    score: int | None = None
    answers: tuple[LineId, ...] = ()
    answered_at: datetime | None = None

    def open(self, now: datetime) -> bool:
        """Say whether an answer is still expected."""
        return self.score is None and now < self.until


class Surveys(Protocol):
    """Decides whether the end of a conversation comes with the question."""

    async def survey(self, state: "ConversationState", context: "Context") -> Survey | None:
        """Return the question to ask, None for none; this case is not asked again for a time."""

    async def take_back(self, conversation: ConversationId) -> None:
        """Say that what `survey` returned was not asked after all."""


class Unasked:
    """Where nobody is asked."""

    async def survey(self, state: "ConversationState", context: "Context") -> Survey | None:
        """See Surveys."""
        return None

    async def take_back(self, conversation: ConversationId) -> None:
        """See Surveys."""


class Asked(Protocol):
    """Who was asked lately: people, cases, whatever has a name."""

    async def claim(self, names: Iterable[str], *, every: timedelta) -> bool:
        """Note that all of `names` are asked now; False, and nothing, if one was lately."""

    async def release(self, names: Iterable[str]) -> None:
        """Take that back."""


def may_be_asked(state: "ConversationState", context: "Context", lines: Iterable[Line]) -> bool:
    """Say whether the question is fit for a conversation that its agent ends.

    Not in public, not where nobody has answered (spam is closed without a word), not in another
    language, and not to people who are furious or in need.
    """
    packet, hold = state.packet, state.hold
    if hold.owner is not Owner.AGENT or state.conversation.channel not in ASKED_ON:
        return False
    begun = packet.handed_off_at if packet and packet.handed_off_at else state.since
    its = [one for one in lines if begun is None or one.at >= begun - BEFORE]
    if not any(one.speaker is Speaker.AGENT and (not begun or one.at >= begun) for one in its):
        return False
    if packet and (
        packet.reason in SPARED_REASONS or packet.urgency is not Urgency.NORMAL or packet.language
    ):
        return False
    weighed = (*context.weighed, *(packet.weighed if packet else ()))
    if any(_spared(one) for one in weighed if begun is None or one.at >= begun - BEFORE):
        return False
    return not any(_in_need(one.text) for one in its if one.speaker is Speaker.CUSTOMER)


def rated(
    survey: Survey | None, messages: Iterable[CustomerMessage], *, now: datetime
) -> Survey | None:
    """Return a survey with the answer that messages give; None if they are something else."""
    messages = tuple(messages)
    if survey is None or not survey.open(now) or any(one.attachments for one in messages):
        return None
    score = rating_in("\n".join(one.text for one in messages))
    if score is None:
        return None
    answers = tuple(LineId(one.id) for one in messages)
    return replace(survey, score=score, answers=answers, answered_at=now)


def _spared(turn: WeighedTurn) -> bool:
    furious = turn.felt is not None and turn.felt >= FURIOUS
    return furious or any(one.rule in SPARED_RULES for one in turn.findings)


def _in_need(text: str) -> bool:
    return danger(text) or vulnerable(text, fault=False) or outraged(text)
