"""Stops the engine processes of a running system for a while, by their ids, and lets them go on."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROCESSES = Path("/proc")


@contextmanager
def engines_stopped(launcher: int) -> Iterator[None]:
    """Keep the engines that the keeper below process `launcher` runs from answering.

    They are stopped, not killed: they hold their ports and say nothing, the hardest way to be
    unavailable, and are back at once. Raises LookupError if there is none.
    """
    engines = engine_processes(launcher)
    if not engines:
        raise LookupError("There are no engine processes to stop.")
    _tell(engines, signal.SIGSTOP)
    try:
        yield
    finally:
        _tell(engines, signal.SIGCONT)


def engine_processes(launcher: int) -> list[int]:
    """Return the engines' process ids; each leads a process group of its own."""
    children = _children_of(launcher)
    keepers = [one for one in children if _words(one)[-2:] == [b"serve", b"keeper"]]
    return [
        one
        for keeper in keepers
        for one in _children_of(keeper)
        if b"rasa" in b" ".join(_words(one))
    ]


def _tell(groups: list[int], number: signal.Signals) -> None:
    for group in groups:
        try:
            os.killpg(group, number)
        except ProcessLookupError:
            continue  # the keeper starts another one


def _children_of(parent: int) -> list[int]:
    return sorted(
        int(folder.name)
        for folder in PROCESSES.iterdir()
        if folder.name.isdigit() and _parent_of(folder) == parent
    )


def _parent_of(folder: Path) -> int:
    try:
        # The name stands in parentheses and may hold anything; the parent is the second after it.
        return int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0  # it has ended meanwhile


def _words(process: int) -> list[bytes]:
    try:
        return (PROCESSES / str(process) / "cmdline").read_bytes().rstrip(b"\0").split(b"\0")
    except OSError:
        return []
