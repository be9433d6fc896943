"""Sentences of customers that an editor should look at, each by one editor and once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType, Protocol

#: The same for all sentences that differ by spelling only; whoever adds candidates makes it.
SentenceId = NewType("SentenceId", str)


class TakenError(Exception):
    """Another editor has the sentence, or it is done; nothing was changed."""


class Outcome(StrEnum):
    """What an editor made of a sentence."""

    LABELLED = "labelled"
    NOT_FOR_TRAINING = "not_for_training"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence as it was heard once. `heard` names the line it was, so that it counts once.

    `reasons` say why it is worth a look, `worth` how much. `ranking` is what the assistant takes it
    for, best first; `nearness` how near the nearest example is, 0 to 1. `proposed` is the intent
    that an agent says it was.
    """

    id: SentenceId
    heard: str
    text: str
    at: datetime
    reasons: tuple[str, ...]
    worth: float
    ranking: tuple[tuple[str, float], ...] = ()
    anger: int = 0
    nearness: float = 0.0
    proposed: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A sentence in the inbox, and how often and when it was heard last."""

    candidate: Candidate
    times: int = 1
    claimed_by: str | None = None
    claimed_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """What a sentence is to teach: as it enters the data, marked, stand-ins for what is personal.

    Kept with the sentence before it enters a draft, so that nothing is lost in between.
    """

    intent: str
    marked: str
    anger: int = 0


@dataclass(frozen=True, slots=True)
class Taught:
    """A label that has been given and perhaps not entered the editor's draft yet."""

    id: SentenceId
    label: Label


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is: waiting, and settled by outcome."""

    waiting: int = 0
    settled: Mapping[Outcome, int] = field(default_factory=dict)


class Reviews(Protocol):
    """The inbox of sentences. Every step is atomic over all processes."""

    async def position(self) -> str:
        """Return up to where the archive was read; empty at the beginning."""

    async def add(self, candidates: Sequence[Candidate], *, position: str) -> int:
        """Take candidates in and note up to where was read; return how many were heard newly.

        A sentence that is known is heard once more; one that is settled stays settled. Of several
        hearings the reasons add up and the greatest worth counts. A line that was changed, erased
        or forgotten since it was read is left out.
        """

    async def flag(self, candidate: Candidate) -> bool:
        """Bring a sentence before the editors that an agent reports, heard before or not.

        Its reasons and worth add to what is known, and what is proposed now takes the place of an
        earlier proposal. Return False, having done nothing, if an editor has settled it or its line
        was changed, erased or forgotten.
        """

    async def forget(self, heard: Collection[str]) -> None:
        """Forget lines, as those do whose customers had them erased.

        A sentence that nobody else has written goes with its line, once its label, if it has one,
        is in a draft; an example that was made of it is the editor's own and stays.
        """

    async def claim(self, editor: str, *, limit: int, lease: timedelta) -> list[Waiting]:
        """Give an editor the worthiest free sentences, their own first renewed, best first."""

    async def claim_these(
        self, editor: str, ids: Collection[SentenceId], *, lease: timedelta
    ) -> list[Waiting]:
        """Give an editor those of some sentences that are free."""

    async def release(self, editor: str) -> None:
        """Give all back that an editor has claimed."""

    async def postpone(self, editor: str, id: SentenceId) -> None:
        """Give one back, to come after all that is waiting now. Raises TakenError."""

    async def settle(
        self, editor: str, id: SentenceId, outcome: Outcome, label: Label | None = None
    ) -> None:
        """Take a sentence out of the inbox for good. Raises TakenError.

        A claim that ran out is still good as long as nobody else has claimed the sentence.
        """

    async def untaught(self, editor: str) -> list[Taught]:
        """Return the labels of an editor that have not entered their draft, oldest first."""

    async def taught(self, id: SentenceId) -> None:
        """Note that a label has entered the draft; a sentence whose lines are forgotten goes."""

    async def waiting(self, *, limit: int) -> list[Waiting]:
        """Return what waits and nobody has claimed, best first."""

    async def counts(self) -> Counts:
        """Return how much there is."""
