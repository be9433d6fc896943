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
    proposed: str
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
class MemberView:
    """One of several sentences that mean the same; `marked` is it as it would be kept."""

    id: str
    heard: str
    marked: str
    anger: int
    times: int


@dataclass(frozen=True)
class ClusterView:
    """Sentences to label at once, and what the assistant takes the first of them for."""

    messages: int
    members: tuple[MemberView, ...]
    intent: str


@dataclass(frozen=True)
class ClustersPage:
    """What waits, put together by meaning; `refused` says what was not learnt, and why."""

    template: ClassVar[str] = "studio/clusters.html"
    layout: Layout
    clusters: tuple[ClusterView, ...]
    intents: tuple[str, ...]
    refused: tuple[str, ...]
    notice: str


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
class Splitting:
    """What was typed to split an intent; `begun`: somebody is about it, `chosen` are examples."""

    begun: bool
    new: str
    title: str
    answer: str
    formal: str
    chosen: frozenset[str]
    speaks_formally: bool


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
    splitting: Splitting
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
class AnswerRow:
    """An answer in the list: its name, its first words, in how many variants it is said."""

    name: str
    text: str
    variants: int


@dataclass(frozen=True)
class AnswersPage:
    """All answers, or those that hold the words that were searched for."""

    template: ClassVar[str] = "studio/answers.html"
    layout: Layout
    answers: tuple[AnswerRow, ...]
    query: str


@dataclass(frozen=True)
class BubbleView:
    """What a customer reads on a channel; `count` of at most `most` characters, 0 for no limit."""

    channel: str
    text: str
    buttons: tuple[str, ...]
    count: int
    most: int
    replaced: bool


@dataclass(frozen=True)
class PreviewView:
    """An answer as it will look, and what is to be said about it."""

    template: ClassVar[str] = "studio/preview.html"
    bubbles: tuple[BubbleView, ...]
    hints: tuple[Hint, ...]


@dataclass(frozen=True)
class VariantView:
    """A variant to reword. `before` is what it says, `text` what it is to say, `whom` to whom."""

    number: int
    before: str
    text: str
    whom: str
    place: str
    preview: PreviewView


@dataclass(frozen=True)
class AnswerPage:
    """One answer in all its variants; `placeholders` may be used in each of them."""

    template: ClassVar[str] = "studio/answer.html"
    layout: Layout
    name: str
    variants: tuple[VariantView, ...]
    placeholders: tuple[str, ...]
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
