"""Reads what customers wrote and brings what is worth a look into the inbox."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from conversation.messages import ERASED
from conversation.reviews import Candidate, Reviews, SentenceId
from conversation.turns import Understanding
from studio.content.content import Content
from studio.review.worth import Reason, ranking_of, worth
from studio.search.meanings import MeaningUnavailableError
from studio.search.normal import normal
from studio.search.search import Search

AT_ONCE = 100
LETTERS = 2
LONGEST = 500
CHOICES = 8


@dataclass(frozen=True, slots=True)
class Heard:
    """A customer's line, personal data replaced. `id` is the line's, `position` how to go on.

    `noticed` is what people have made of it: handed over, flagged.
    """

    id: str
    position: str
    text: str
    at: datetime
    noticed: tuple[Reason, ...] = ()


class Lines(Protocol):
    """Where customers' lines are remembered."""

    async def heard(self, *, after: str, limit: int) -> list[Heard]:
        """Return the lines after a position, oldest first; "" is the beginning."""


class Reader(Protocol):
    """The assistant that is running now."""

    async def understand(self, text: str) -> Understanding:
        """Return what it would take a sentence for. Raises EngineUnavailableError."""


class Harvest:
    """One pass over new lines; the inbox remembers how far it came, so any process may go on."""

    def __init__(self, lines: Lines, reader: Reader, search: Search, reviews: Reviews) -> None:
        self._lines = lines
        self._reader = reader
        self._search = search
        self._reviews = reviews

    async def step(self, content: Content) -> int:
        """Read the next lines; return how many were read, 0 if there are none.

        `content` is what is published. Raises EngineUnavailableError; then nothing was taken in.
        """
        lines = await self._lines.heard(after=await self._reviews.position(), limit=AT_ONCE)
        if not lines:
            return 0
        found = [await self._candidate(line, content) for line in lines]
        candidates = [one for one in found if one]
        await self._reviews.add(candidates, position=lines[-1].position)
        return len(lines)

    async def _candidate(self, line: Heard, content: Content) -> Candidate | None:
        plain = normal(line.text)
        letters = sum(letter.isalpha() for letter in plain)
        if letters < LETTERS or len(line.text) > LONGEST or line.text == ERASED:
            return None
        understanding = await self._reader.understand(line.text)
        nearness = await self._nearness(line.text, content)
        its = worth(understanding, nearness=nearness, noticed=line.noticed)
        if not its.reasons:
            return None
        return Candidate(
            id=sentence_id(line.text),
            heard=line.id,
            text=line.text,
            at=line.at,
            reasons=tuple(reason.value for reason in its.reasons),
            worth=its.points,
            ranking=ranking_of(understanding)[:CHOICES],
            anger=understanding.anger or 0,
            nearness=round(nearness or 0.0, 4),
        )

    async def _nearness(self, text: str, content: Content) -> float | None:
        try:
            found = await self._search.neighbours(text, content, limit=1)
        except MeaningUnavailableError:
            return None
        return found[0][1] if found else 0.0


def sentence_id(text: str) -> SentenceId:
    """Return the same name for all sentences that differ by spelling only."""
    return SentenceId(hashlib.sha256(normal(text).encode()).hexdigest()[:32])
