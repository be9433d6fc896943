"""What agents say of the assistant: misunderstood, fetched people too late, or needlessly."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from conversation.identity import AgentId, ConversationId, LineId
from conversation.signals import Reason


class Verdict(StrEnum):
    """Of a handoff: right, too late, not needed; of a line: misunderstood."""

    RIGHT = "right"
    LATE = "late"
    NEEDLESS = "needless"
    MISUNDERSTOOD = "misunderstood"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One judgement. `subject` names what it is about within its conversation: judged once.

    `happened_at` is when that was, `at` when it was judged. `reason` is that of the handoff, or the
    one that should have fetched a person earlier. `line` is what was misunderstood, or where a
    person should have come; `taken` and `meant` are intents.
    """

    conversation: ConversationId
    subject: str
    verdict: Verdict
    by: AgentId
    at: datetime
    happened_at: datetime
    reason: Reason | None = None
    line: LineId | None = None
    taken: str = ""
    meant: str = ""


class Judgements(Protocol):
    """All judgements, kept for good with their conversations."""

    async def judge(self, judgement: Judgement) -> None:
        """Keep a judgement in the place of any earlier one of the same subject."""

    async def of(self, conversation: ConversationId) -> list[Judgement]:
        """Return those of one conversation, by subject."""


@dataclass(frozen=True, slots=True)
class Flagged:
    """A customer's line that an agent says was misunderstood, for whoever teaches the assistant.

    `meant` is the intent that it was, `ranking` what the assistant takes it for, best first.
    """

    conversation: ConversationId
    line: LineId
    text: str
    at: datetime
    meant: str
    ranking: tuple[tuple[str, float], ...] = ()
    anger: int = 0


class Teaching(Protocol):
    """The way from agents to those who teach."""

    async def ranking(self, text: str) -> Mapping[str, float]:
        """Return what the assistant would take a text for, best first; empty while it is out."""

    async def flag(self, flagged: Flagged) -> bool:
        """Bring a line before the editors; False if they have settled it, or it is gone."""
