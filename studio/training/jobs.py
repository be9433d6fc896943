"""Trainings that editors have asked for: one file each, written as a whole, found after any crash.

models/trainings/<id>.json              what was asked for and how far it is; the trainer writes it
models/trainings/<id>.stop              somebody wants it to end
models/trainings/<id>.comparison.json   what the candidate makes of messages, and the present one
models/trainings/.trainer               held by the trainer that works, as long as it lives
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from pydantic import TypeAdapter

from studio.evaluation.comparison import Comparison
from studio.files import replace_file
from studio.training.entries import Entries, is_id, new_id


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


class Jobs(Entries[Job]):
    """The folder of trainings; safe for several processes at once."""

    def __init__(self, models_dir: Path) -> None:
        super().__init__(models_dir / "trainings", _JOB, worker=".trainer")

    def ask(self, asker: Asker, *, commit: str, draft: bool, at: datetime) -> Job:
        """Ask for a training. Raises AlreadyTrainingError while another is not done, OSError."""
        with self._asking():
            if self.active():
                raise AlreadyTrainingError("Es läuft schon ein Training.")
            job = Job(
                id=new_id(at), asked_at=at, by=asker.id, name=asker.name, commit=commit, draft=draft
            )
            self.write(job)
        return job

    def active(self) -> Job | None:
        """Return the training that waits or goes on, if there is one."""
        return next((job for job in self.all() if not job.state.ended), None)

    def stop(self, id: str, *, at: datetime) -> None:
        """Ask for the end of a training; one that nobody works on ends here."""
        job = self.one(id)
        if job is None or job.state.ended:
            return
        self._want_end(id)
        with self.alone() as nobody_works:
            if nobody_works and (job := self.one(id)) and not job.state.ended:
                self.write(replace(job, state=State.STOPPED, ended_at=at))

    def keep_comparison(self, id: str, comparison: Comparison) -> None:
        """Keep what was found out about a candidate. Raises OSError."""
        path = self._folder / f"{id}.comparison.json"
        replace_file(path, _COMPARISON.dump_json(comparison))

    def comparison(self, id: str) -> Comparison | None:
        """Return what was found out about a candidate, None if nothing was."""
        if not is_id(id):
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
