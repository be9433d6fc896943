"""How far a training is, and how a person at a terminal or in a log sees it."""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TextIO

BAR_CELLS = 24
SECONDS_BETWEEN_LINES = 10.0


@dataclass(frozen=True)
class Progress:
    """One moment of one step: `done` of `of` units, and the time the step still needs if known."""

    step: str
    done: int
    of: int
    seconds_left: float | None = None


Told = Callable[[Progress], None]


def nobody(_progress: Progress) -> None:
    """Hear of the progress and tell nobody."""


class ProgressPrinter:
    """Shows progress on `output`: a bar that grows on a terminal, now and then a line elsewhere."""

    def __init__(self, output: TextIO | None = None) -> None:
        self._output = output or sys.stdout
        self._step = self._said = ""
        self._shown_at = float("-inf")

    def __call__(self, progress: Progress) -> None:
        """Show `progress`."""
        if self._output.isatty():
            self._draw(progress)
        elif self._is_due(progress) and _words(progress) != self._said:
            self._shown_at, self._said = time.monotonic(), _words(progress)
            print(self._said, file=self._output, flush=True)
        self._step = progress.step

    def close(self) -> None:
        """Leave the line of the bar, so that what follows stands below it."""
        if self._step and self._output.isatty():
            print(file=self._output, flush=True)

    def _draw(self, progress: Progress) -> None:
        if self._step and self._step != progress.step:
            print(file=self._output)
        full = BAR_CELLS * progress.done // max(progress.of, 1)
        bar = "█" * full + "░" * (BAR_CELLS - full)
        print(f"\r\x1b[K{bar} {_words(progress)}", end="", file=self._output, flush=True)

    def _is_due(self, progress: Progress) -> bool:
        at_an_end = progress.step != self._step or progress.done == progress.of
        return at_an_end or time.monotonic() - self._shown_at >= SECONDS_BETWEEN_LINES


def _words(progress: Progress) -> str:
    words = f"{progress.step}: {progress.done} of {progress.of}"
    if progress.seconds_left is None or progress.done == progress.of:
        return words
    return f"{words}, about {round(progress.seconds_left)} s left"
