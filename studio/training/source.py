"""Trains candidates from the content of a commit, laid out beside our own code."""

import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from studio.encoders import Workshop
from studio.inputs import copy_inputs
from studio.models import Model
from studio.progress import Told
from studio.talks import TALKS, Talks
from studio.trainer import TrainerSettings, candidate
from studio.training.jobs import Job
from studio.training.running import Train
from studio.versions.git import Commit, Git

FOLDERS = ("data/nlu", "data/rules", "data/stories", "bot/domain", TALKS.as_posix())
#: What makes that a person is needed; content that does not say so has ours.
NEEDS = "data/needs.yml"
CONTENT = (*FOLDERS, NEEDS)


def training_from(git: Git, settings: TrainerSettings) -> Train:
    """Return what trains the candidate of a training, as `settings` say but for its content.

    The rest of what it is trained from is what lies in their root, which is what the engines run.
    """
    target = inputs_of(settings.models_dir)

    def train(job: Job, told: Told, end: threading.Event) -> Model:
        root = lay_out(git, Commit(job.commit), code=settings.root, target=target)
        return candidate(replace(settings, root=root), told=told, cancelled=end)

    return train


def played_with(
    settings: TrainerSettings,
) -> Callable[[Model, Told, threading.Event], tuple[str, ...]]:
    """Return what names the talks of the content that was laid out last that an assistant breaks.

    Raises TrainingError, TrainingCancelledError.
    """
    talks = Talks(
        folder=inputs_of(settings.models_dir) / TALKS,
        root=settings.root,
        engine_python=settings.engine_python,
    )

    def play(model: Model, told: Told, end: threading.Event) -> tuple[str, ...]:
        workshop = Workshop(
            folder=settings.models_dir / "trainings" / "playing",
            python=settings.own_python,
            threads=settings.threads,
            told=told,
            cancelled=end,
        )
        return talks.broken(model, workshop=workshop)

    return play


def inputs_of(models_dir: Path) -> Path:
    """Return where the content of the training that goes on, or of the last one, is laid out."""
    return models_dir / "trainings" / "inputs"


def lay_out(git: Git, commit: Commit, *, code: Path, target: Path) -> Path:
    """Write the content of `commit`, and from `code` all else that is read, to `target`; return it.

    Raises GitError, OSError.
    """
    if target.exists():
        shutil.rmtree(target)
    copy_inputs(code, target)
    for folder in FOLDERS:
        shutil.rmtree(target / folder, ignore_errors=True)
    blobs = git.blobs(commit, CONTENT)
    for place, content in zip(blobs, git.read(list(blobs.values())), strict=True):
        path = target / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return target
