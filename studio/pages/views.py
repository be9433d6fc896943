"""What the studio's templates may use: a dataclass for each page and part."""

from dataclasses import dataclass
from typing import ClassVar

from staff.pages import Layout


@dataclass(frozen=True)
class Hint:
    """A warning as it is shown; what `forbids` keeps a sentence out."""

    sentence: str
    forbids: bool


@dataclass(frozen=True)
class HintsView:
    """What is to be said about a sentence; `marked` is it with all suggested marks, if any."""

    template: ClassVar[str] = "studio/hints.html"
    hints: tuple[Hint, ...]
    marked: str


@dataclass(frozen=True)
class Choice:
    """An intent to choose, by one key; how likely the assistant holds it, 0 to 100."""

    key: str
    intent: str
    percent: int


@dataclass(frozen=True)
class CardView:
    """One sentence to label. `heard` is as the customer wrote it, `marked` as it would be kept."""

    template: ClassVar[str] = "studio/card.html"
    id: str
    csrf: str
    heard: str
    marked: str
    times: int
    reasons: tuple[str, ...]
    choices: tuple[Choice, ...]
    intents: tuple[str, ...]
    entities: tuple[str, ...]
    anger: int
    waiting: int
    hints: HintsView
    notice: str


@dataclass(frozen=True)
class NoCardView:
    """Nothing to label right now; `waiting` sentences are in other editors' hands."""

    template: ClassVar[str] = "studio/no_card.html"
    waiting: int
    notice: str


@dataclass(frozen=True)
class ReviewPage:
    """The review inbox."""

    template: ClassVar[str] = "studio/review.html"
    layout: Layout
    card: CardView | NoCardView


@dataclass(frozen=True)
class ExampleRow:
    """An example in a list."""

    id: str
    marked: str
    intent: str
    anger: int


@dataclass(frozen=True)
class IntentRow:
    """An intent in the list, and what it lacks."""

    name: str
    count: int
    hints: int


@dataclass(frozen=True)
class IntentsPage:
    """All intents, what cannot be read, and what a search has found.

    `by_meaning` is False while the encoder is out.
    """

    template: ClassVar[str] = "studio/intents.html"
    layout: Layout
    intents: tuple[IntentRow, ...]
    problems: tuple[str, ...]
    query: str
    found: tuple[ExampleRow, ...]
    by_meaning: bool


@dataclass(frozen=True)
class IntentPage:
    """An intent's examples, and a line for a new one; what was refused stays in it."""

    template: ClassVar[str] = "studio/intent.html"
    layout: Layout
    intent: str
    examples: tuple[ExampleRow, ...]
    lacks: tuple[str, ...]
    marked: str
    anger: int
    notice: str


@dataclass(frozen=True)
class PastEvent:
    """One step in an example's history."""

    when: str
    who: str
    what: str
    why: str


@dataclass(frozen=True)
class ExamplePage:
    """One example: to edit, to move, to delete, and where it came from."""

    template: ClassVar[str] = "studio/example.html"
    layout: Layout
    example: ExampleRow
    place: str
    intents: tuple[str, ...]
    marked: str
    events: tuple[PastEvent, ...]
    hints: HintsView
    notice: str


@dataclass(frozen=True)
class ConflictRow:
    """Two versions that an editor has to decide between."""

    id: str
    place: str
    sentence: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class DraftPage:
    """What an editor has not published yet, and what stands against it."""

    template: ClassVar[str] = "studio/draft.html"
    layout: Layout
    changes: tuple[PastEvent, ...]
    behind: bool
    problems: tuple[str, ...]
    conflicts: tuple[ConflictRow, ...]
    notice: str
