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
class NewIntent:
    """An intent to be made: its name, what it is about, its topic, and what is answered.

    `topic` is the file of examples it belongs to; `formal` the answer to whom it calls Sie, perhaps
    empty.
    """

    name: str
    title: str
    topic: str
    answer: str
    formal: str = ""

    @property
    def said(self) -> str:
        """The name of its answer."""
        return f"utter_{self.name}"


@dataclass(frozen=True, slots=True)
class Split:
    """Make a new intent of some examples of another.

    Without `answered` somebody has to say later what is answered to it.
    """

    intent: str
    new: str
    examples: tuple[ExampleId, ...]
    answered: NewIntent | None = None


@dataclass(frozen=True, slots=True)
class Reword:
    """Let a variant of an answer, by its place among them, say `after` instead of `before`."""

    answer: str
    number: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ReadIn:
    """Teach many new examples at once that came in a file of a `kind`, and make `new` intents."""

    lessons: tuple[Lesson, ...]
    kind: str
    new: tuple[NewIntent, ...] = ()


Change = Add | Edit | Remove | Split | Reword | ReadIn


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one example: its lesson before and after; None is not there."""

    before: Lesson | None
    after: Lesson | None
