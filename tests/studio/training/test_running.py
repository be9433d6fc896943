"""A training that was asked for is carried out, watched, ended, and never touches what answers."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from studio.models import alone, load
from studio.training.jobs import Job, State
from studio.training.running import MOST_BEGINNINGS
from tests.studio.training.samples import BETTER
from tests.studio.training.workshop import TrainersFolder, new_folder

PATIENCE_SECONDS = 20.0


@pytest.fixture
def folder(tmp_path: Path) -> TrainersFolder:
    return new_folder(tmp_path)


def found(folder: TrainersFolder, job: Job) -> Job:
    now = folder.jobs.one(job.id)
    assert now
    return now


async def until(folder: TrainersFolder, job: Job, seen: Callable[[Job], bool]) -> Job:
    end = time.monotonic() + PATIENCE_SECONDS
    while not seen(now := found(folder, job)):
        assert time.monotonic() < end, now
        await asyncio.sleep(0.05)
    return now


async def test_a_candidate_is_trained_and_compared_and_the_present_one_stays(
    folder: TrainersFolder,
) -> None:
    present = folder.present()
    folder.add_example()
    job = folder.ask()
    await folder.trainings().step()
    done = found(folder, job)
    assert done.state is State.DONE
    assert done.instead_of == present.name
    assert folder.present() == present
    candidate = load(folder.models, done.model)
    assert candidate.inputs_fingerprint != present.inputs_fingerprint
    assert folder.jobs.comparison(job.id) == BETTER


async def test_what_was_trained_already_is_only_compared(folder: TrainersFolder) -> None:
    before = folder.programs.calls()
    job = folder.ask()
    await folder.trainings().step()
    assert found(folder, job).model == folder.present().name
    assert folder.programs.calls() == before


async def test_what_is_changed_after_the_asking_counts_for_the_next_one(
    folder: TrainersFolder,
) -> None:
    job = folder.ask()
    folder.add_example()
    await folder.trainings().step()
    assert found(folder, job).model == folder.present().name


async def test_a_failure_is_told_and_the_next_one_is_taken(folder: TrainersFolder) -> None:
    folder.add_example()
    folder.programs.behave(engine="fails")
    job = folder.ask()
    await folder.trainings().step()
    failed = found(folder, job)
    assert failed.state is State.FAILED
    assert failed.failure.startswith("Das Training ist abgebrochen")
    assert "YamlException: line 3 is wrong" in failed.failure
    folder.programs.behave()
    second = folder.ask()
    await folder.trainings().step()
    assert found(folder, second).state is State.DONE


@pytest.mark.parametrize("behaviour", ["fails", "damages"])
async def test_a_comparison_that_fails_is_told(folder: TrainersFolder, behaviour: str) -> None:
    folder.compares(behaviour)
    job = folder.ask()
    await folder.trainings().step()
    assert found(folder, job).state is State.FAILED
    assert found(folder, job).failure


async def test_content_that_is_gone_is_told(folder: TrainersFolder) -> None:
    job = folder.ask()
    folder.jobs.write(replace(job, commit="0" * 40))
    await folder.trainings().step()
    assert found(folder, job).state is State.FAILED


@pytest.mark.parametrize("place", ["training", "comparing"])
async def test_progress_is_told_and_a_stopped_one_ends(folder: TrainersFolder, place: str) -> None:
    present = folder.present()
    folder.add_example()
    folder.programs.behave(engine="hangs" if place == "training" else "works")
    folder.compares("hangs")
    job = folder.ask()
    working = asyncio.create_task(folder.trainings().step())
    step = "Training the engine (seconds)" if place == "training" else "Asking the candidate"
    now = await until(folder, job, lambda one: one.step == step)
    assert (now.state.value, now.of > 0) == (place, True)
    with folder.jobs.alone():
        folder.jobs.stop(job.id, at=now.asked_at)
    await asyncio.wait_for(working, PATIENCE_SECONDS)
    assert found(folder, job).state is State.STOPPED
    assert folder.present() == present


async def test_a_trainer_that_is_told_to_stop_leaves_the_training_to_the_next(
    folder: TrainersFolder,
) -> None:
    folder.compares("hangs")
    folder.add_example()
    job = folder.ask()
    stopping = asyncio.Event()
    working = asyncio.create_task(folder.trainings().run(stopping))
    trained = await until(folder, job, lambda one: one.step == "Asking the candidate")
    stopping.set()
    await asyncio.wait_for(working, PATIENCE_SECONDS)
    assert not found(folder, job).state.ended
    calls = folder.programs.calls()
    folder.compares("works")
    await folder.trainings().step()
    assert found(folder, job).state is State.DONE
    assert found(folder, job).model == trained.model
    assert folder.programs.calls() == calls


async def test_one_that_trainers_die_over_is_given_up(folder: TrainersFolder) -> None:
    job = folder.ask()
    folder.jobs.write(replace(job, state=State.TRAINING, begun=MOST_BEGINNINGS))
    await folder.trainings().step()
    assert found(folder, job).state is State.FAILED
    assert "3-mal" in found(folder, job).failure


async def test_a_training_by_hand_is_waited_for(
    folder: TrainersFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.training.running.BUSY_SECONDS", 0.01)
    folder.add_example()
    job = folder.ask()
    with alone(folder.models):
        await folder.trainings().step()
        waiting = found(folder, job)
        assert (waiting.state, waiting.begun) == (State.WAITING, 0)
    await folder.trainings().step()
    assert found(folder, job).state is State.DONE


async def test_of_two_trainers_one_works(folder: TrainersFolder) -> None:
    folder.add_example()
    job = folder.ask()
    stopping = asyncio.Event()
    two = [asyncio.create_task(folder.trainings().run(stopping)) for _ in range(2)]
    done = await until(folder, job, lambda one: one.state.ended)
    stopping.set()
    await asyncio.wait(two)
    assert (done.state, done.begun) == (State.DONE, 1)
    assert folder.programs.calls().count("encoder.tune") == 2
