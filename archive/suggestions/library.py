"""Looks through vectors in memory; what they stand for is refreshed beside the requests."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

import numpy as np
from sqlalchemy.exc import SQLAlchemyError

from archive.suggestions.answered import AnsweredQuestions, Vectors
from chassis.logs import get_logger
from conversation.ports import Clock
from conversation.suggestions import (
    Passage,
    Source,
    Suggestion,
    SuggestionsUnavailableError,
)

#: Below this nearness nothing is shown; see docs/measurements/suggestions.md.
THRESHOLD = 0.85
OF_EACH = 3
STEP = 32
# After each step the encoder is left alone for so many times as long as the step took.
BREATH = 2.0
PAUSE_SECONDS = 30.0
PATIENCE_SECONDS = 2.0
#: By then all that belongs to the end of a conversation is archived for certain.
SETTLED = timedelta(minutes=1)

Passages = Callable[[], Awaitable[Sequence[Passage]]]


class Encoded(Protocol):
    """Vectors of length one, a row for each text; only those of one model may be compared."""

    @property
    def model(self) -> str:
        """Which model they are of."""

    @property
    def vectors(self) -> Vectors:
        """A row for each text."""


class Meanings(Protocol):
    """Whatever knows what sentences mean."""

    async def of(self, texts: Sequence[str]) -> Encoded:
        """Return the vectors of texts. Raises SuggestionsUnavailableError."""


@dataclass(frozen=True)
class Shelf:
    """All that can be found, of one model; `owners` names the passage of each row."""

    model: str
    owners: tuple[Passage, ...]
    passages: Vectors
    ids: tuple[str, ...]
    answers: Vectors


@dataclass
class Library:
    """See conversation.suggestions.Suggestions. `wall` neither stands nor jumps."""

    meanings: Meanings
    answered: AnsweredQuestions
    passages: Sequence[Passages]
    wall: Clock
    threshold: float = THRESHOLD
    breath: float = BREATH
    settled: timedelta = SETTLED
    _known: dict[str, Vectors] = field(default_factory=dict)
    _shelf: Shelf | None = None
    _state: object = None

    async def run(self) -> None:
        """Refresh until cancelled; trouble with the encoder or the database is waited out."""
        while True:
            try:
                await self.refresh()
            except SuggestionsUnavailableError as error:
                get_logger().info("suggestions_wait", why=str(error))
            except SQLAlchemyError as error:
                get_logger().warning("suggestions_not_refreshed", exc_info=error)
            await asyncio.sleep(PAUSE_SECONDS)

    async def refresh(self) -> None:
        """Take in what is new. Raises SuggestionsUnavailableError, and what the database raises."""
        until = self.wall.now() - self.settled
        while await self.answered.gather(until=until):
            continue
        found = [one for passages in self.passages for one in await passages()]
        model = (await self.meanings.of(["Moin"])).model
        if self._shelf is None or self._shelf.model != model:
            self._known, self._shelf, self._state = {}, None, None
        await self._learn([text for one in found for text in one.wordings], model)
        while unread := await self.answered.unread(model, limit=STEP):
            vectors = await self._vectors(list(unread.values()), model)
            await self.answered.keep(dict(zip(unread, vectors, strict=True)), model=model)
        await self._fill(found, model)

    async def near(self, question: str) -> Sequence[Suggestion]:
        """See Suggestions."""
        shelf = self._shelf
        if shelf is None:
            raise SuggestionsUnavailableError("What can be found is being learnt.")
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                encoded = await self.meanings.of([question])
        except TimeoutError:
            raise SuggestionsUnavailableError("The encoder takes too long.") from None
        if encoded.model != shelf.model:
            raise SuggestionsUnavailableError("The encoder was changed.")
        vector = encoded.vectors[0]
        found = [*self._passages(shelf, vector), *await self._answers(shelf, vector)]
        return sorted(found, key=lambda one: -one.score)

    def _passages(self, shelf: Shelf, vector: Vectors) -> list[Suggestion]:
        """Return the nearest passages, each once, some of each source."""
        best: dict[tuple[Source, str], Suggestion] = {}
        many = dict.fromkeys(Source, 0)
        for place, score in _ranked(shelf.passages, vector, self.threshold):
            one = shelf.owners[place]
            if (one.source, one.key) in best or many[one.source] == OF_EACH:
                continue
            many[one.source] += 1
            best[one.source, one.key] = Suggestion(
                one.source, one.key, one.title, one.wordings[0], one.text, score
            )
        return list(best.values())

    async def _answers(self, shelf: Shelf, vector: Vectors) -> list[Suggestion]:
        """Return the nearest answers; what they say is read now, so that nothing erased is told."""
        ranked = _ranked(shelf.answers, vector, self.threshold)[: 4 * OF_EACH]
        scores = {shelf.ids[place]: score for place, score in ranked}
        known = await self.answered.read(scores) if scores else {}
        found: dict[str, Suggestion] = {}
        for id, score in scores.items():
            if (one := known.get(id)) and one.answer not in found and len(found) < OF_EACH:
                title = one.at.strftime("%d.%m.%Y")
                found[one.answer] = Suggestion(
                    Source.ANSWER, id, title, one.question, one.answer, score
                )
        return list(found.values())

    async def _learn(self, texts: Sequence[str], model: str) -> None:
        missing = [text for text in dict.fromkeys(texts) if text not in self._known]
        for start in range(0, len(missing), STEP):
            some = missing[start : start + STEP]
            self._known.update(zip(some, await self._vectors(some, model), strict=True))

    async def _vectors(self, texts: Sequence[str], model: str) -> Vectors:
        started = time.monotonic()
        encoded = await self.meanings.of(texts)
        if encoded.model != model:
            raise SuggestionsUnavailableError("The encoder was changed in the middle.")
        await asyncio.sleep(self.breath * (time.monotonic() - started))
        return encoded.vectors

    async def _fill(self, found: Sequence[Passage], model: str) -> None:
        """Put all of it on the shelf at once; answers are loaded only if there are others."""
        state = await self.answered.state(model)
        if self._shelf is None or state != self._state:
            ids, answers = await self.answered.vectors(model)
        else:
            ids, answers = self._shelf.ids, self._shelf.answers
        rows = [(one, self._known[text]) for one in found for text in one.wordings]
        empty = np.zeros((0, 0), dtype=np.float32)
        passages = np.stack([vector for _, vector in rows]) if rows else empty
        self._shelf = Shelf(model, tuple(one for one, _ in rows), passages, ids, answers)
        self._state = state


def _ranked(matrix: Vectors, vector: Vectors, least: float) -> list[tuple[int, float]]:
    """Return rows and how near they are, the nearest first, none below `least`."""
    if not len(matrix):
        return []
    scores = matrix @ vector
    places = np.flatnonzero(scores >= least)
    ordered = places[np.argsort(-scores[places], kind="stable")]
    return [(int(place), min(1.0, float(scores[place]))) for place in ordered]
