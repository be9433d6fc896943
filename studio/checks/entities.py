"""Finds entities that an editor has left unmarked: known names, and numbers of a known form."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from studio.content.content import Content
from studio.content.marks import Mark, Sentence

Terms = Mapping[tuple[str, str], tuple[str, ...]]


class EntityFinder:
    """Knows the lookup tables and regular expressions of one content."""

    def __init__(self, terms: Terms, entities: frozenset[str]) -> None:
        self._patterns = list(_patterns(terms, entities))

    def unmarked(self, sentence: Sentence) -> list[Mark]:
        """Return the entities of a sentence that nobody has marked, the longest first come.

        Where a name lies within marked words it is part of them.
        """
        taken = [(mark.start, mark.end) for mark in sentence.marks]
        found: list[Mark] = []
        seen = sorted(self._seen(sentence.words), key=lambda one: one.start - one.end)
        for mark in seen:
            if all(mark.end <= start or mark.start >= end for start, end in taken):
                taken.append((mark.start, mark.end))
                found.append(mark)
        return sorted(found, key=lambda mark: mark.start)

    def _seen(self, words: str) -> Iterator[Mark]:
        for entity, pattern in self._patterns:
            for match in pattern.finditer(words):
                if match[0].strip():
                    yield Mark(match.start(), match.end(), entity)


@lru_cache(maxsize=16)
def finder_of(content: Content) -> EntityFinder:
    """Return the finder of a content."""
    return EntityFinder(content.terms, content.declared.entities)


def _patterns(terms: Terms, entities: frozenset[str]) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Read tables and expressions as the engine's RegexEntityExtractor does: capitals are equal."""
    for (kind, entity), words in terms.items():
        if entity not in entities:
            continue
        if kind == "lookup":
            longest_first = sorted(words, key=len, reverse=True)
            joined = "|".join(re.escape(word) for word in longest_first)
            yield entity, re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE)
        if kind == "regex":
            yield from ((entity, one) for word in words for one in _compiled(word))


def _compiled(expression: str) -> Iterator[re.Pattern[str]]:
    """Compile an expression; one that is broken finds nothing, and the training tells so."""
    try:
        yield re.compile(expression, re.IGNORECASE)
    except re.error:
        return
