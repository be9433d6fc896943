"""What editors do to the content, as values that can be applied, told and remembered."""

from dataclasses import dataclass

from studio.content.examples import ExampleId, Lesson


@dataclass(frozen=True, slots=True)
class Add:
    """Teach a new example."""

    lesson: Lesson


@dataclass(frozen=True, slots=True)
class Edit:
    """Let an example teach something else: another sentence, marks, anger or intent."""

    example: ExampleId
    lesson: Lesson


@dataclass(frozen=True, slots=True)
class Remove:
    """Teach an example no more."""

    example: ExampleId


@dataclass(frozen=True, slots=True)
class Split:
    """Make a new intent of some examples of another."""

    intent: str
    new: str
    examples: tuple[ExampleId, ...]


@dataclass(frozen=True, slots=True)
class Reword:
    """Let a variant of an answer, by its place among them, say `after` instead of `before`."""

    answer: str
    number: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ReadIn:
    """Teach many new examples at once that came in a file of a `kind`."""

    lessons: tuple[Lesson, ...]
    kind: str


Change = Add | Edit | Remove | Split | Reword | ReadIn


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one example: its lesson before and after; None is not there."""

    before: Lesson | None
    after: Lesson | None
