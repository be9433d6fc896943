"""What the console shows where agents judge the assistant, as data for its templates."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Option:
    """An entry to choose; `hint` says more about it."""

    value: str
    words: str
    hint: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class IntentsView:
    """Intents for one line: what the assistant takes it for, best first, then all others."""

    template: ClassVar[str] = "console/judge_intents.html"
    likely: tuple[Option, ...]
    others: tuple[Option, ...]


@dataclass(frozen=True)
class JudgeView:
    """What can be judged in one conversation. `handed_over` is why it was, empty if it was not."""

    template: ClassVar[str] = "console/judge.html"
    csrf: str
    path: str
    lines: tuple[Option, ...]
    intents: IntentsView
    handed_over: str
    verdicts: tuple[Option, ...]
    reasons: tuple[Option, ...]
