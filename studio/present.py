"""Which assistant is the present one and who decided so: one file, replaced as a whole.

A decision and its reason cannot get lost between two files, and whoever is killed while deciding
leaves the old assistant with its history or the new one with its own.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from studio.files import replace_file

POINTER = "current.json"


class OvertakenError(Exception):
    """Somebody else has decided meanwhile; nothing was changed."""


@dataclass(frozen=True, kw_only=True)
class Decision:
    """That an assistant became the present one, `instead_of` another.

    `by` is an account's id and `name` what colleagues read; both are empty for the command line.
    `worse` says in what it was measured to be worse, `reason` why it was taken all the same.
    `back`: it had been the present one before, and somebody went back to it.
    """

    model: str
    at: datetime
    by: str = ""
    name: str = ""
    reason: str = ""
    instead_of: str = ""
    worse: tuple[str, ...] = ()
    back: bool = False


_DECISIONS = TypeAdapter(tuple[Decision, ...])


def present_name(models_dir: Path) -> str:
    """Return the name of the present assistant, empty if there is none or it cannot be read."""
    name = _pointer(models_dir).get("name")
    return name if isinstance(name, str) else ""


def decisions(models_dir: Path) -> tuple[Decision, ...]:
    """Return how the present assistant came to be that, oldest first; what is unreadable is not."""
    try:
        return _DECISIONS.validate_python(_pointer(models_dir).get("decisions", []))
    except ValidationError:
        return ()


def decide(models_dir: Path, decision: Decision) -> None:
    """Let an assistant be the present one, unless another was decided for meanwhile.

    Raises:
        OvertakenError: The present assistant is not the one that the decision is to replace.
        OSError: The folder cannot be written.
    """
    with _one_at_a_time(models_dir):
        if present_name(models_dir) != decision.instead_of:
            raise OvertakenError("Inzwischen hat jemand anders entschieden; bitte neu ansehen.")
        _write(models_dir, decision)


def point_to(models_dir: Path, model: str) -> None:
    """Let `model` be the present assistant, as the command line does, whatever was before."""
    with _one_at_a_time(models_dir):
        instead_of = present_name(models_dir)
        _write(models_dir, Decision(model=model, at=datetime.now(UTC), instead_of=instead_of))


def _write(models_dir: Path, decision: Decision) -> None:
    told = [asdict(one) for one in (*decisions(models_dir), decision)]
    content = {"name": decision.model, "decisions": told}
    body = json.dumps(content, indent=2, default=datetime.isoformat)
    replace_file(models_dir / POINTER, body.encode())


def _pointer(models_dir: Path) -> dict[str, Any]:
    try:
        read = json.loads((models_dir / POINTER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Hold the folder itself, so that no file for a lock is needed."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
