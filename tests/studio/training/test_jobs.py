"""One training at a time, found again by everybody who looks."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from studio.training.jobs import AlreadyTrainingError, Job, Jobs, State
from tests.studio.training.samples import BETTER, NOON, TOMKE


@pytest.fixture
def jobs(tmp_path: Path) -> Jobs:
    return Jobs(tmp_path)


def ask(jobs: Jobs, **later: float) -> Job:
    return jobs.ask(TOMKE, commit="c" * 40, draft=True, at=NOON + timedelta(**later))


def test_what_is_asked_for_is_found_by_others(jobs: Jobs, tmp_path: Path) -> None:
    job = ask(jobs)
    assert Jobs(tmp_path).active() == job
    assert (job.name, job.state, job.draft) == ("Tomke Ahrens", State.WAITING, True)


def test_a_second_one_is_refused_until_the_first_has_ended(jobs: Jobs) -> None:
    job = ask(jobs)
    with pytest.raises(AlreadyTrainingError):
        ask(jobs, minutes=1)
    jobs.write(replace(job, state=State.FAILED))
    second = ask(jobs, minutes=1)
    assert [one.id for one in jobs.all()] == [second.id, job.id]


def test_without_any_there_is_nothing(jobs: Jobs) -> None:
    assert (jobs.all(), jobs.active()) == ([], None)


@pytest.mark.parametrize("id", ["", "../current", "20261124T120000-0000000", "x" * 500])
def test_an_id_that_is_none_finds_nothing(jobs: Jobs, id: str) -> None:
    assert jobs.one(id) is None
    assert jobs.comparison(id) is None


def test_a_comparison_is_kept(jobs: Jobs) -> None:
    job = ask(jobs)
    assert jobs.comparison(job.id) is None
    jobs.keep_comparison(job.id, BETTER)
    assert jobs.comparison(job.id) == BETTER
    assert jobs.all() == [job]


def test_one_that_nobody_works_on_ends_when_it_is_stopped(jobs: Jobs) -> None:
    job = ask(jobs)
    jobs.stop(job.id, at=NOON)
    assert jobs.active() is None
    assert [one.state for one in jobs.all()] == [State.STOPPED]


def test_one_that_is_worked_on_is_left_to_the_trainer(jobs: Jobs, tmp_path: Path) -> None:
    job = ask(jobs)
    with jobs.alone() as mine:
        assert mine
        assert Jobs(tmp_path).trainer_runs
        Jobs(tmp_path).stop(job.id, at=NOON)
        assert jobs.active() == job
        assert jobs.stopped(job.id)
    assert not jobs.trainer_runs


def test_a_file_that_cannot_be_read_is_left_out(jobs: Jobs, tmp_path: Path) -> None:
    job = ask(jobs)
    (tmp_path / "trainings" / "20261124T130000-00000000.json").write_text("{")
    assert jobs.all() == [job]
