"""Trainings that editors have asked for: one file each, written as a whole, found after any crash.

models/trainings/<id>.json              what was asked for and how far it is; the trainer writes it
models/trainings/<id>.stop              somebody wants it to end
models/trainings/<id>.comparison.json   what the candidate makes of messages, and the present one
models/trainings/.trainer               held by the trainer that works, as long as it lives
"""

import fcntl
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from pydantic import TypeAdapter, ValidationError

from studio.evaluation.comparison import Comparison
from studio.files import replace_file

_ID = re.compile(r"\d{8}T\d{6}-[0-9a-f]{8}\Z")


class State(StrEnum):
    """Where a training is. The last three are its ends."""

    WAITING = "waiting"
    TRAINING = "training"
    COMPARING = "comparing"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"

    @property
    def ended(self) -> bool:
        """Whether nothing more comes."""
        return self in (State.DONE, State.FAILED, State.STOPPED)


class AlreadyTrainingError(Exception):
    """A training is going on; the one asked for was not begun."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """A training that somebody has asked for: `by` is an account's id, `name` what is shown.

    `commit` holds the content, of a draft or published. `model` is the candidate once it is there,
    `instead_of` the assistant it was compared with, empty without one. `seconds_left` is for the
    present step; `begun` counts how often a trainer has begun with it.
    """

    id: str
    asked_at: datetime
    by: str
    name: str
    commit: str
    draft: bool = False
    state: State = State.WAITING
    step: str = ""
    done: int = 0
    of: int = 0
    seconds_left: float | None = None
    begun: int = 0
    model: str = ""
    instead_of: str = ""
    failure: str = ""
    ended_at: datetime | None = None


class Asker(Protocol):
    """Who may ask for a training: studio.versions.drafts.Editor."""

    @property
    def id(self) -> str:
        """The account's id."""

    @property
    def name(self) -> str:
        """What colleagues read."""


_JOB = TypeAdapter(Job)
_COMPARISON = TypeAdapter(Comparison)


class Jobs:
    """The folder of trainings; safe for several processes at once."""

    def __init__(self, models_dir: Path) -> None:
        self._folder = models_dir / "trainings"

    def ask(self, asker: Asker, *, commit: str, draft: bool, at: datetime) -> Job:
        """Ask for a training. Raises AlreadyTrainingError while another is not done, OSError."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._asking():
            if self.active():
                raise AlreadyTrainingError("Es läuft schon ein Training.")
            id = f"{at:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
            job = Job(id=id, asked_at=at, by=asker.id, name=asker.name, commit=commit, draft=draft)
            self.write(job)
        return job

    def all(self) -> list[Job]:
        """Return all trainings, latest first; a file that cannot be read is left out."""
        ids = sorted((path.stem for path in self._folder.glob("*.json")), reverse=True)
        return [job for id in ids if (job := self.one(id))]

    def one(self, id: str) -> Job | None:
        """Return a training, None if there is none of that id."""
        if not _ID.match(id):
            return None
        try:
            return _JOB.validate_json((self._folder / f"{id}.json").read_bytes())
        except (FileNotFoundError, ValidationError):
            return None

    def active(self) -> Job | None:
        """Return the training that waits or goes on, if there is one."""
        return next((job for job in self.all() if not job.state.ended), None)

    def write(self, job: Job) -> None:
        """Keep how far a training is. Raises OSError."""
        replace_file(self._folder / f"{job.id}.json", _JOB.dump_json(job, indent=2))

    def stop(self, id: str, *, at: datetime) -> None:
        """Ask for the end of a training; one that nobody works on ends here."""
        job = self.one(id)
        if job is None or job.state.ended:
            return
        (self._folder / f"{id}.stop").touch()
        with self.alone() as nobody_works:
            if nobody_works and (job := self.one(id)) and not job.state.ended:
                self.write(replace(job, state=State.STOPPED, ended_at=at))

    def stopped(self, id: str) -> bool:
        """Say whether somebody wants the end of a training."""
        return (self._folder / f"{id}.stop").exists()

    def keep_comparison(self, id: str, comparison: Comparison) -> None:
        """Keep what was found out about a candidate. Raises OSError."""
        path = self._folder / f"{id}.comparison.json"
        replace_file(path, _COMPARISON.dump_json(comparison))

    def comparison(self, id: str) -> Comparison | None:
        """Return what was found out about a candidate, None if nothing was."""
        if not _ID.match(id):
            return None
        try:
            body = (self._folder / f"{id}.comparison.json").read_bytes()
        except FileNotFoundError:
            return None
        return _COMPARISON.validate_json(body)

    @property
    def trainer_runs(self) -> bool:
        """Whether a trainer is there to work."""
        with self.alone() as nobody_works:
            return not nobody_works

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Say whether nobody else works on trainings, and keep it so as long as the context."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / ".trainer").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True

    @contextmanager
    def _asking(self) -> Iterator[None]:
        handle = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)
