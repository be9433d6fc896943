"""Searches the examples of a draft: by words, and by what they mean."""

import asyncio
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.content.content import Content
from studio.content.examples import Example
from studio.search.library import VectorLibrary
from studio.search.meanings import MeaningUnavailableError
from studio.search.normal import normal

FIRST = 20
# A sentence that holds all the words stands above any that only means something alike.
BY_WORDS = 1.0
DRAFTS = 16


@dataclass(frozen=True, slots=True)
class Found:
    """An example and how well it fits: above 1 by its words, else its nearness in meaning."""

    example: Example
    score: float
    by_words: bool


@dataclass(frozen=True, slots=True)
class Results:
    """What was found, best first; without `meaning` the encoder was out and only words counted."""

    found: tuple[Found, ...]
    meaning: bool = True


@dataclass(frozen=True)
class Shelf:
    """The examples of one content, side by side with their words."""

    examples: tuple[Example, ...]
    words: tuple[str, ...]
    normal: tuple[str, ...]

    @cached_property
    def joined(self) -> str:
        """All sentences in one text, each between blanks on a line of its own."""
        return "".join(f" {text} \n" for text in self.normal)

    @cached_property
    def starts(self) -> list[int]:
        """Where each sentence begins in `joined`."""
        return list(accumulate((len(text) + 3 for text in self.normal), initial=0))

    def holding(self, word: str) -> Iterator[int]:
        """Return which sentences hold `word`, also within a longer one."""
        at = self.joined.find(word)
        while at >= 0:
            place = bisect(self.starts, at) - 1
            yield place
            at = self.joined.find(word, self.starts[place + 1])


@lru_cache(maxsize=DRAFTS)
def shelf_of(content: Content) -> Shelf:
    """Return the shelf of a content, which is remembered as long as it is in use."""
    examples = tuple(content.examples.values())
    words = tuple(example.lesson.words for example in examples)
    return Shelf(examples, words, tuple(normal(one) for one in words))


class Search:
    """Finds examples among up to some ten thousand, in well below 100 ms."""

    def __init__(self, library: VectorLibrary) -> None:
        self._library = library

    async def learn(self, content: Content) -> None:
        """Prepare searching by meaning. Raises MeaningUnavailableError."""
        shelf = await asyncio.to_thread(shelf_of, content)
        await self._library.learn(shelf.words)

    async def find(
        self, query: str, content: Content, *, intent: str = "", limit: int = FIRST
    ) -> Results:
        """Return examples for `query`, with `intent` only that one's."""
        shelf = shelf_of(content)
        scores = _by_words(normal(query), shelf)
        by_words = scores > 0
        try:
            near = await self._library.nearness(query, shelf.words)
            meaning = True
        except MeaningUnavailableError:
            near, meaning = np.zeros(len(shelf.words), dtype=np.float32), False
        scores += np.maximum(near, 0)
        if intent:
            fits = [example.lesson.intent == intent for example in shelf.examples]
            scores = np.where(fits, scores, 0)
        found = tuple(
            Found(shelf.examples[place], round(float(scores[place]), 4), bool(by_words[place]))
            for place in _best(scores, limit)
        )
        return Results(found, meaning)

    async def neighbours(
        self, words: str, content: Content, *, limit: int = FIRST
    ) -> list[tuple[Example, float]]:
        """Return the examples nearest in meaning, with their nearness.

        Raises MeaningUnavailableError.
        """
        shelf = shelf_of(content)
        near = await self._library.nearness(words, shelf.words)
        return [(shelf.examples[place], float(near[place])) for place in _best(near, limit)]


def _by_words(query: str, shelf: Shelf) -> NDArray[np.float64]:
    """Give 1 to sentences with all words of the query, a little more where they are whole."""
    words = sorted(query.split(), key=len, reverse=True)
    scores = np.zeros(len(shelf.normal), dtype=np.float64)
    for place in shelf.holding(words[0]) if words else ():
        text = shelf.normal[place]
        if all(word in text for word in words):
            whole = f" {query} " in f" {text} "
            scores[place] = BY_WORDS + (0.5 if whole else 0.0) + (0.5 if text == query else 0.0)
    return scores


def _best(scores: NDArray[np.floating[Any]], limit: int) -> list[int]:
    count = min(limit, len(scores))
    if not count:
        return []
    best = np.argpartition(-scores, count - 1)[:count]
    ordered = best[np.lexsort((best, -scores[best]))]
    return [int(place) for place in ordered if scores[place] > 0]
