"""Killed at any moment: no half-written file, no example lost, and whoever comes next goes on."""

import os
import random
import signal
import subprocess
import sys
import time
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from studio.content.changes import Add
from studio.content.examples import Lesson
from studio.content.folder import read_folder
from studio.versions.drafts import Drafts
from studio.versions.git import Git
from studio.versions.publishing import Publishing
from tests.studio.versions.repository import ANNA, Studio, Watch, new_studio, studio_at

REPOSITORY = Path(__file__).parents[3]
ROUNDS = 10


def worked_until_killed(studio: Studio, name: str, *, seconds: float) -> list[str]:
    """Let a worker and all its git be killed after a while; return what it said it had kept."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.studio.versions.worker", str(studio.root), name],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    first = process.stdout.readline()
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGKILL)
    rest = process.communicate(timeout=20)[0]
    assert process.returncode == -signal.SIGKILL, "It ended by itself."
    return [first.strip(), *rest.split("\n")[:-1]]


def test_an_editor_killed_at_any_moment_loses_nothing(tmp_path: Path) -> None:
    studio = new_studio(tmp_path)
    chance = random.Random(7)
    kept: set[str] = set()
    for number in range(ROUNDS):
        kept |= set(worked_until_killed(studio, str(number), seconds=chance.random() * 0.6))
        after = studio_at(tmp_path)
        folder = read_folder(tmp_path)
        assert folder.problems == ()
        for lock in tmp_path.glob(".git/**/*.lock"):
            # As if ten seconds had gone by, after which a lock belongs to nobody living.
            os.utime(lock, (0, 0))
        draft = after.drafts.open(ANNA)
        assert kept <= {one.lesson.words for one in draft.content.examples.values()}
    after.publishing.finish()
    after.publishing.publish(ANNA)
    assert after.hand("status", "--porcelain") == ""
    published = read_folder(tmp_path)
    assert kept <= {one.lesson.words for one in published.content.examples.values()}
    assert len(kept) > ROUNDS
    assert after.hand("fsck", "--no-dangling") == ""


class DyingGit(Git):
    """Dies at its call number `last`, before or after it has done what was asked."""

    def __init__(self, root: Path, *, last: int, after: bool) -> None:
        super().__init__(root)
        self.left, self._after = last, after

    def _run(self, *arguments: Any, **options: Any) -> Any:
        self.left -= 1
        if self.left == 0 and not self._after:
            raise SystemExit
        done = super()._run(*arguments, **options)
        if self.left == 0:
            raise SystemExit
        return done


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_publication_that_dies_at_any_step_is_finished_by_the_next(
    tmp_path: Path, after: bool
) -> None:
    studio = new_studio(tmp_path)
    for step in count(1):
        words = f"Satz {step}"
        studio.drafts.change(ANNA, Add(Lesson("greet", words)))
        dying = DyingGit(tmp_path, last=step, after=after)
        try:
            Publishing(dying, Drafts(dying, Watch())).publish(ANNA)
        except SystemExit:
            assert read_folder(tmp_path).problems == ()
            studio.publishing.publish(ANNA)
        told = {one.lesson.words for one in read_folder(tmp_path).content.examples.values()}
        assert words in told
        assert studio.hand("status", "--porcelain") == ""
        if dying.left > 0:
            break
    assert step > 10
