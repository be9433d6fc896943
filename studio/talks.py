"""Plays the content's own test talks with a trained assistant, and tells which of them break.

Like `trainer.py` it knows that the engine is Rasa: they are stories of Rasa's own test command.
"""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from studio.children import Child, Program, last_line
from studio.encoders import Workshop, running
from studio.errors import TrainingError
from studio.models import Model
from studio.progress import Progress, nobody

#: Where content keeps them, below its root.
TALKS = Path("tests", "stories")
STEP = "Playing the talks"
FAILED = "failed_test_stories.yml"
# No action is carried out, but the engine wants to know where it would be.
NOWHERE = {"ENGINE_TOKEN": "-", "ACTIONS_URL": "http://127.0.0.1:9", "ACTIONS_TOKEN": "-"}


@dataclass(frozen=True, kw_only=True)
class Talks:
    """The talks in `folder`, with the code in `root` and the engine's own interpreter."""

    folder: Path
    root: Path
    engine_python: Path

    def broken(self, model: Model, *, workshop: Workshop) -> tuple[str, ...]:
        """Return the names of the talks that do not go as written; none where there are none.

        Raises:
            TrainingError: They could not be played.
            TrainingCancelledError: Somebody has stopped it.
        """
        if not any(self.folder.glob("test_*.yml")):
            return ()
        out = workshop.folder / "talks"
        shutil.rmtree(out, ignore_errors=True)
        workshop.folder.mkdir(parents=True, exist_ok=True)
        workshop.told(Progress(step=STEP, done=0, of=0))
        quiet = replace(workshop, told=nobody)
        with running(model.encoder_dir, workshop=quiet) as encoder:
            program = self._program(model, out, workshop, encoder_url=encoder.url)
            with Child(program) as child:
                child.wait(cancelled=workshop.cancelled, meanwhile=lambda: None)
        names = _names(out / FAILED, program.log)
        # The command names the file by its whole path.
        return tuple(name.replace(f"({self.folder}/", "(") for name in names)

    def _program(self, model: Model, out: Path, workshop: Workshop, *, encoder_url: str) -> Program:
        return Program(
            argv=[
                *(str(self.engine_python.absolute()), "-m", "rasa", "test", "core", "--e2e"),
                *("--model", str(model.file), "--stories", str(self.folder)),
                *("--out", str(out), "--no-plot"),
            ],
            folder=self.root,
            log=workshop.folder / "talks.log",
            environment={
                "PATH": "/usr/local/bin:/usr/bin:/bin",
                "HOME": str(workshop.folder),
                "LANG": "C.UTF-8",
                "ENCODER_URL": encoder_url,
                "RASA_TELEMETRY_ENABLED": "false",
                "TF_CPP_MIN_LOG_LEVEL": "3",
                "OMP_NUM_THREADS": str(workshop.threads),
                **NOWHERE,
            },
        )


def _names(failed: Path, log: Path) -> tuple[str, ...]:
    """Return the names of the stories that the test command has written down as failed."""
    try:
        read: dict[str, Any] = YAML(typ="safe").load(failed) or {}
        return tuple(str(story["story"]) for story in read.get("stories", []))
    except (OSError, YAMLError, KeyError, TypeError, AttributeError) as error:
        raise TrainingError(f"The talks could not be played: {last_line(log)}") from error
