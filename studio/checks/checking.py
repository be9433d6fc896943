"""Looks at an example while an editor types it: against all others, and for what must not be."""

from typing import Protocol

from studio.checks.entities import finder_of
from studio.checks.warnings import Kind, Warning
from studio.content.content import Content
from studio.content.examples import Example, ExampleId, Lesson
from studio.content.marks import parse
from studio.content.problems import RefusedChangeError
from studio.search.meanings import MeaningUnavailableError
from studio.search.normal import normal
from studio.search.search import Search, shelf_of

# Above this two sentences mean the same to the assistant; see docs/decisions/0013.
NEAR = 0.9
NEIGHBOURS = 5
MOST_NEAR = 3


class Personal(Protocol):
    """Whoever recognises personal data."""

    def kinds(self, text: str) -> list[str]:
        """Return in German what kinds of personal data are in `text`, each as often as it is."""

    def hidden(self, text: str) -> str:
        """Return `text` with placeholders for all of it, as the assistant reads it."""


class Checking:
    """All checks of one example. Cheap enough to be asked at each pause in typing."""

    def __init__(self, search: Search, personal: Personal) -> None:
        self._search = search
        self._personal = personal

    @property
    def personal_data(self) -> Personal:
        """Whoever recognises personal data here."""
        return self._personal

    async def warnings(
        self, lesson: Lesson, content: Content, *, instead_of: ExampleId | None = None
    ) -> list[Warning]:
        """Return what is to be said about `lesson`, what forbids it first.

        `instead_of` is the example that is being edited. Without the encoder what is only near in
        meaning goes unnoticed; all other checks work.
        """
        try:
            sentence = parse(lesson.marked)
        except RefusedChangeError:
            return []
        same = [*_same(lesson, content, instead_of)]
        near = await self._near(lesson, content, instead_of) if sentence.words.strip() else []
        told = {warning.example for warning in same}
        return [
            *self.personal(sentence.words),
            *same,
            *(warning for warning in near if warning.example not in told),
            *_unmarked(lesson, content),
        ]

    def personal(self, words: str) -> list[Warning]:
        """Return what personal data is in `words`; placeholders are none."""
        return [
            Warning(
                Kind.PERSONAL,
                f"Hier steht etwas Persönliches ({kind}); bitte ersetzen, erst dann wird es "
                "gespeichert.",
            )
            for kind in dict.fromkeys(self._personal.kinds(words))
        ]

    def refuse_personal(self, words: str) -> None:
        """Raise RefusedChangeError if personal data is in `words`."""
        for warning in self.personal(words):
            raise RefusedChangeError(warning.sentence)

    async def _near(
        self, lesson: Lesson, content: Content, instead_of: ExampleId | None
    ) -> list[Warning]:
        try:
            found = await self._search.neighbours(lesson.words, content, limit=NEIGHBOURS)
        except MeaningUnavailableError:
            return []
        others = [
            example
            for example, nearness in found
            if nearness >= NEAR
            and example.lesson.intent != lesson.intent
            and example.lesson.id != instead_of
        ]
        return [
            Warning(
                Kind.NEAR,
                f"Fast dasselbe steht unter „{one.lesson.intent}“: „{one.lesson.words}“.",
                example=one.lesson.id,
            )
            for one in others[:MOST_NEAR]
        ]


def _same(lesson: Lesson, content: Content, instead_of: ExampleId | None) -> list[Warning]:
    """Compare by words alone: the same sentence, but for capitals, commas and spelt umlauts."""
    shelf, wanted = shelf_of(content), normal(lesson.words)
    if not wanted:
        return []
    same = [
        example
        for example, text in zip(shelf.examples, shelf.normal, strict=True)
        if text == wanted and example.lesson.id != instead_of
    ]
    return [warning for one in same for warning in _compared(lesson, one)]


def _compared(lesson: Lesson, other: Example) -> list[Warning]:
    id, words = other.lesson.id, other.lesson.words
    if other.lesson.intent != lesson.intent:
        sentence = f"Derselbe Satz steht unter „{other.lesson.intent}“: „{words}“."
        return [Warning(Kind.CONTRADICTION, sentence, example=id)]
    # Capitals and exclamation marks are what anger sounds like; apart from them it is the same.
    if other.lesson.words.casefold() != lesson.words.casefold():
        return []
    if other.lesson.anger != lesson.anger:
        sentence = f"Derselbe Satz steht hier schon mit Ärger {other.lesson.anger}: „{words}“."
        return [Warning(Kind.CONTRADICTION, sentence, example=id)]
    return [Warning(Kind.DUPLICATE, f"Diesen Satz gibt es hier schon: „{words}“.", example=id)]


def _unmarked(lesson: Lesson, content: Content) -> list[Warning]:
    sentence = parse(lesson.marked)
    return [
        Warning(
            Kind.UNMARKED,
            f"„{sentence.words[mark.start : mark.end]}“ ist nicht als „{mark.entity}“ markiert.",
            mark=mark,
        )
        for mark in finder_of(content).unmarked(sentence)
    ]
