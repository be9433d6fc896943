"""What the templates about training may use: a dataclass for each page and part."""

from dataclasses import dataclass
from typing import ClassVar

from staff.pages import Layout


@dataclass(frozen=True)
class PresentView:
    """Which assistant answers, since when, who decided so, on how many processes."""

    model: str
    since: str
    who: str
    ready: int
    draining: tuple[str, ...]


@dataclass(frozen=True)
class JobView:
    """A training that waits or goes on; `percent` is of its step, -1 where that is not known."""

    template: ClassVar[str] = "studio/job.html"
    id: str
    csrf: str
    who: str
    what: str
    step: str
    percent: int
    left: str
    stopping: bool
    trainer_runs: bool


@dataclass(frozen=True)
class JobRow:
    """A training in the list; `path` leads to its comparison, empty without one."""

    when: str
    who: str
    what: str
    outcome: str
    failure: str
    path: str


@dataclass(frozen=True)
class DecisionRow:
    """That an assistant was taken, in the list."""

    when: str
    who: str
    what: str
    model: str
    reason: str
    worse: tuple[str, ...]


@dataclass(frozen=True)
class TrainingPage:
    """What answers, what is being trained, what was, and how it came to what answers.

    `way_back` is the assistant before, empty without one; `own` says that there is a draft.
    """

    template: ClassVar[str] = "studio/training.html"
    layout: Layout
    present: PresentView | None
    way_back: str
    job: JobView | None
    own: bool
    jobs: tuple[JobRow, ...]
    history: tuple[DecisionRow, ...]
    notice: str


@dataclass(frozen=True)
class MeasureRow:
    """A figure of both assistants, in words; `verdict` is good, bad or empty for about the same."""

    name: str
    before: str
    after: str
    change: str
    verdict: str


@dataclass(frozen=True)
class SentenceRow:
    """A sentence that both read differently; `meant` is empty where nobody has said it."""

    text: str
    meant: str
    before: str
    after: str
    times: int
    verdict: str


@dataclass(frozen=True)
class Cell:
    """A field of the matrix: its place in steps, how full it is, what it says."""

    column: int
    row: int
    share: float
    right: bool
    says: str


@dataclass(frozen=True)
class MatrixView:
    """Which intent was taken for which, as a picture: `labels` down and across."""

    template: ClassVar[str] = "studio/matrix.html"
    labels: tuple[str, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Dot:
    """Sentences of about the same certainty: place from 0 to 100, size, what it says."""

    across: float
    up: float
    size: float
    says: str


@dataclass(frozen=True)
class CalibrationView:
    """What certainty is worth, as a picture."""

    template: ClassVar[str] = "studio/calibration.html"
    before: tuple[Dot, ...]
    after: tuple[Dot, ...]


@dataclass(frozen=True)
class ComparisonPage:
    """A candidate beside the assistant it was compared with.

    `blocked` says why it cannot be promoted, empty if it can; `worse` asks for a reason. `shadow`
    leads to where it reads along, empty if it never has.
    """

    template: ClassVar[str] = "studio/comparison.html"
    layout: Layout
    id: str
    model: str
    instead_of: str
    measures: tuple[MeasureRow, ...]
    worse: tuple[str, ...]
    shadow: str
    blocked: str
    intents: tuple[MeasureRow, ...]
    messages: int
    held_out: tuple[SentenceRow, ...]
    lines: int
    others: tuple[SentenceRow, ...]
    broken: tuple[str, ...]
    matrix: MatrixView
    calibration: CalibrationView
    reason: str
    notice: str
