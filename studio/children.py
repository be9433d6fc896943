"""Runs other programs for a training: watched, cancellable, and never left behind."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from studio.errors import TrainingCancelledError

PR_SET_PDEATHSIG = 1
LOOK_SECONDS = 0.2
TAIL_BYTES = 8_000


@dataclass(frozen=True, kw_only=True)
class Program:
    """What to run: where, with what on standard input, and the file that takes all it says.

    Without an `environment` it gets ours. Asked to end, it has `stop_seconds` before it is killed.
    """

    argv: Sequence[str]
    folder: Path
    log: Path
    stdin: str = field(default="", repr=False)
    environment: Mapping[str, str] | None = None
    stop_seconds: float = 10.0


class Child:
    """A running program and all it starts; a context at whose end none of them is left."""

    def __init__(self, program: Program) -> None:
        """Start it. Raises OSError if there is no such program."""
        self._program = program
        with program.log.open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own command lines
                program.argv,
                cwd=program.folder,
                env=program.environment,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                process_group=0,
                preexec_fn=_end_with_parent if sys.platform == "linux" else None,
            )
        assert self._process.stdin is not None
        with suppress(BrokenPipeError), self._process.stdin as stdin:
            stdin.write(program.stdin.encode())

    def __enter__(self) -> "Child":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def status(self) -> int | None:
        """Its exit status; None while it runs."""
        return self._process.poll()

    def look(self, *, cancelled: threading.Event) -> bool:
        """Wait a moment; say whether it still runs.

        Raises:
            TrainingCancelledError: Somebody has stopped the training.
        """
        if cancelled.is_set():
            raise TrainingCancelledError("The training was stopped.")
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(LOOK_SECONDS)
        return self._process.returncode is None

    def wait(self, *, cancelled: threading.Event, meanwhile: Callable[[], None]) -> int:
        """Call `meanwhile` now and then until it ends; return its exit status.

        Raises:
            TrainingCancelledError: Somebody has stopped the training.
        """
        while self.look(cancelled=cancelled):
            meanwhile()
        meanwhile()
        return self._process.wait()

    def stop(self) -> None:
        """Ask its whole group to end, insist after a while, and wait until it is gone."""
        self._signal(signal.SIGTERM)
        try:
            self._process.wait(self._program.stop_seconds)
        except subprocess.TimeoutExpired:
            self._signal(signal.SIGKILL)
            self._process.wait()

    def said(self) -> str:
        """Return all it has said so far."""
        return self._program.log.read_text(encoding="utf-8", errors="replace")

    def _signal(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)


def last_line(log: Path) -> str:
    """Return the last line of `log` that says something."""
    lines = [line.strip() for line in log.read_text(errors="replace")[-TAIL_BYTES:].splitlines()]
    return next((line for line in reversed(lines) if line), "it said nothing")


def _end_with_parent() -> None:
    """Ask the kernel to end this process when its parent dies, however it dies (prctl(2))."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
