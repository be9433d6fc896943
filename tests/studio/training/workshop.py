"""A folder with all that a trainer needs: a repository, stand-in programs, a present assistant.

`python -m tests.studio.training.workshop <folder>` is a trainer that works in it until it is ended.
"""

import asyncio
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from gateway.clock import SystemClock
from studio.errors import DamagedModelError
from studio.evaluation.comparison import Comparison
from studio.models import Model, load, load_current
from studio.progress import Progress, Told
from studio.trainer import TrainerSettings, train
from studio.training.jobs import Job, Jobs
from studio.training.running import ComparisonError, Trainings
from studio.training.source import training_from
from studio.versions.git import Git
from tests.studio.sample import StandIns, write_sample, write_stand_ins
from tests.studio.training.samples import BETTER, NOON, TOMKE

MORE = "    - Danke dir\n"


@dataclass(frozen=True)
class TrainersFolder:
    """The folder; `behaviour` of the comparison: works, fails, hangs."""

    path: Path

    @property
    def models(self) -> Path:
        return self.path / "models"

    @property
    def git(self) -> Git:
        return Git(self.path / "root")

    @property
    def jobs(self) -> Jobs:
        return Jobs(self.models)

    @property
    def programs(self) -> StandIns:
        folder = self.path / "programs"
        return StandIns(engine=folder / "engine" / "python", own=folder / "own" / "python")

    def settings(self) -> TrainerSettings:
        return TrainerSettings(
            root=self.path / "root",
            engine_python=self.programs.engine,
            models_dir=self.models,
            own_python=self.programs.own,
        )

    def compares(self, behaviour: str) -> None:
        (self.path / "compares").write_text(behaviour)

    def add_example(self) -> None:
        """Publish something new."""
        file = self.path / "root" / "data" / "nlu" / "sample.yml"
        file.write_text(file.read_text() + MORE)
        self.hand("commit", "-qam", "Mehr")

    def ask(self) -> Job:
        commit = self.git.commit_of("HEAD")
        assert commit
        return self.jobs.ask(TOMKE, commit=commit, draft=False, at=NOON)

    def hand(self, *arguments: str) -> None:
        options = ["-c", "user.name=Hand", "-c", "user.email=hand@foerdekom.example"]
        root = self.path / "root"
        subprocess.run(["git", *options, *arguments], cwd=root, check=True, capture_output=True)

    def present(self) -> Model:
        return load_current(self.models)

    def trainings(self) -> Trainings:
        return Trainings(
            jobs=self.jobs,
            train=training_from(self.git, self.settings()),
            compare=self._compare,
            load=lambda name: load(self.models, name),
            clock=SystemClock(),
        )

    async def _compare(self, candidate: Model, told: Told) -> tuple[str, Comparison]:
        behaviour = (self.path / "compares").read_text()
        told(Progress(step="Asking the candidate", done=1, of=2))
        if behaviour == "hangs":
            await asyncio.sleep(300)
        if behaviour == "fails":
            raise ComparisonError("Der Kandidat ließ sich nicht vergleichen.")
        if behaviour == "damages":
            raise DamagedModelError("It is not what was trained.")
        return self.present().name, BETTER


def new_folder(path: Path) -> TrainersFolder:
    """Return a folder whose present assistant was trained from what is published."""
    write_sample(path / "root")
    write_stand_ins(path / "programs")
    folder = TrainersFolder(path)
    folder.compares("works")
    folder.hand("init", "-q", "-b", "main")
    folder.hand("add", ".")
    folder.hand("commit", "-qm", "Anfang")
    train(folder.settings())
    return folder


if __name__ == "__main__":
    asyncio.run(TrainersFolder(Path(sys.argv[1])).trainings().run(asyncio.Event()))
