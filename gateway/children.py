"""Child processes that leave no orphans: each in a group of its own, ended with its parent."""

import asyncio
import ctypes
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1
STOP_SECONDS = 10.0
TAIL_LINES = 12
TAIL_BYTES = 8_000


@dataclass(frozen=True, slots=True)
class Command:
    """What to run: `stdin` is written to the process at its start and then closed.

    `environment` replaces the whole environment.
    """

    name: str
    argv: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    stdin: str = field(default="", repr=False)
    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class Child:
    """A running process."""

    command: Command
    process: asyncio.subprocess.Process

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self.process.returncode is None

    async def stop(self) -> None:
        """Ask it to end, insist after a while, and wait until its whole group is gone."""
        if self.running:
            self._signal(signal.SIGTERM)
            try:
                async with asyncio.timeout(STOP_SECONDS):
                    await self.process.wait()
            except TimeoutError:
                self._signal(signal.SIGKILL)
                await self.process.wait()
        self._signal(signal.SIGKILL)

    def last_words(self) -> str:
        """Return the end of its log, for whoever has to say why it ended."""
        with self.command.log.open("rb") as log:
            log.seek(max(0, self.command.log.stat().st_size - TAIL_BYTES))
            lines = log.read().decode(errors="replace").strip().splitlines()
        return "\n".join(lines[-TAIL_LINES:])

    def _signal(self, number: signal.Signals) -> None:
        try:
            os.killpg(self.process.pid, number)
        except ProcessLookupError:
            return


async def spawn(command: Command) -> Child:
    """Start a process. Raises OSError if its program cannot be run."""
    command.log.parent.mkdir(parents=True, exist_ok=True)
    with command.log.open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *command.argv,
            stdin=asyncio.subprocess.PIPE if command.stdin else asyncio.subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=dict(command.environment),
            cwd=command.folder,
            start_new_session=True,
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,
        )
    if process.stdin:
        process.stdin.write(command.stdin.encode())
        process.stdin.close()
    return Child(command=command, process=process)


def _end_with_parent() -> None:
    """Ask the kernel to end this process when its parent dies, however it dies (prctl(2))."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
