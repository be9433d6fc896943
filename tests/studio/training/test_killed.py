"""A trainer that is killed at any step loses nothing: the next one goes on, the old one answers."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.training.jobs import Job, State
from tests.studio.training.workshop import TrainersFolder, new_folder

ROOT = Path(__file__).parents[3]
PATIENCE_SECONDS = 40.0


@pytest.fixture
def folder(tmp_path: Path) -> TrainersFolder:
    return new_folder(tmp_path)


def trainer(folder: TrainersFolder) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.studio.training.workshop", str(folder.path)]
    log = folder.path / "trainer.log"
    with log.open("ab") as output:
        return subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output)


def until(folder: TrainersFolder, id: str, seen: Callable[[Job], bool]) -> Job:
    end = time.monotonic() + PATIENCE_SECONDS
    while not ((job := folder.jobs.one(id)) and seen(job)):
        assert time.monotonic() < end, (job, (folder.path / "trainer.log").read_text())
        time.sleep(0.02)
    return job


@pytest.mark.parametrize(
    ("step", "engine", "compares"),
    [
        ("", "works", "works"),
        ("Tuning the encoder", "works", "works"),
        ("Training the engine (seconds)", "hangs", "works"),
        ("Asking the candidate", "works", "hangs"),
    ],
)
def test_a_training_whose_trainer_is_killed_is_finished_by_the_next(
    folder: TrainersFolder, step: str, engine: str, compares: str
) -> None:
    present = folder.present()
    folder.add_example()
    folder.programs.behave(engine=engine)
    folder.compares(compares)
    job = folder.ask()
    first = trainer(folder)
    until(folder, job.id, lambda one: one.begun == 1 and one.step == step)
    first.kill()
    first.wait()
    assert folder.present() == present
    left = folder.jobs.active()
    assert left is not None
    assert left.id == job.id
    folder.programs.behave()
    folder.compares("works")
    second = trainer(folder)
    try:
        done = until(folder, job.id, lambda one: one.state.ended)
    finally:
        second.kill()
        second.wait()
    assert (done.state, done.begun) == (State.DONE, 2), done.failure
    assert done.instead_of == present.name
    assert folder.present() == present
    assert folder.jobs.comparison(job.id) is not None
    assert not list(folder.models.glob(".*.partial"))


def test_nothing_of_a_killed_training_runs_on(folder: TrainersFolder) -> None:
    folder.add_example()
    folder.programs.behave(engine="hangs")
    job = folder.ask()
    killed = trainer(folder)
    until(folder, job.id, lambda one: one.step == "Training the engine (seconds)")
    grandchild = folder.programs.engine.parent / "grandchild"
    while not grandchild.exists() or not grandchild.read_text().strip():
        time.sleep(0.02)
    killed.kill()
    killed.wait()
    assert not folder.jobs.trainer_runs
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end and _running(folder.programs.engine):
        time.sleep(0.05)
    assert not _running(folder.programs.engine)
    os.kill(int(grandchild.read_text()), signal.SIGKILL)


def _running(program: Path) -> bool:
    """Say whether any process runs `program`."""
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if str(program).encode() in entry.read_bytes():
                return True
        except OSError:
            continue
    return False
