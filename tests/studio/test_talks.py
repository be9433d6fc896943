"""Test talks are played with an assistant; those that do not go as written are named."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from studio.encoders import Workshop
from studio.errors import TrainingCancelledError, TrainingError
from studio.models import Model
from studio.progress import Progress
from studio.talks import STEP, Talks
from tests.studio.sample import write_stand_ins
from tests.studio.test_models import trained

# Stands in for the engine: writes down what the file beside it says went wrong.
PLAYER = """\
#!/bin/sh
here=$(dirname "$0")
echo "$@" >> "$here/calls"
while [ $# -gt 0 ]; do
  case "$1" in --out) out="$2" ;; esac
  shift
done
test -f "$here/hangs" && sleep 300
test -f "$here/failed" || { echo "YamlException: line 3 is wrong" >&2; exit 1; }
mkdir -p "$out" && cp "$here/failed" "$out/failed_test_stories.yml"
"""
FAILED = """\
version: "3.1"
stories:
- story: Somebody greets ({folder}/test_sample.yml)
  steps:
  - intent: greet  # predicted: goodbye
- story: "What is this: a bill? ({folder}/more/test_sample.yml)"
"""


class Stage:
    """A folder with talks, a player, and an assistant with its encoder."""

    def __init__(self, folder: Path) -> None:
        self.told: list[Progress] = []
        self.player = folder / "engine"
        self.player.mkdir()
        (self.player / "python").write_text(PLAYER)
        (self.player / "python").chmod(0o755)
        programs = write_stand_ins(folder / "programs")
        self.talks = Talks(
            folder=folder / "talks", root=folder, engine_python=self.player / "python"
        )
        self.talks.folder.mkdir()
        self.workshop = Workshop(
            folder=folder / "workshop",
            python=programs.own,
            threads=1,
            told=self.told.append,
            cancelled=threading.Event(),
        )
        self.model = self._model(folder)

    def _model(self, folder: Path) -> Model:
        encoder = folder / "encoder"
        encoder.mkdir()
        (encoder / "weights").write_text("1")
        return replace(trained(folder, "assistant-1"), encoder_dir=encoder)

    def write_talk(self) -> None:
        (self.talks.folder / "test_sample.yml").write_text("stories: []\n")

    def failed(self) -> None:
        """Let talks go otherwise."""
        (self.player / "failed").write_text(FAILED.format(folder=self.talks.folder))

    def broken(self) -> tuple[str, ...]:
        return self.talks.broken(self.model, workshop=self.workshop)


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


def test_without_talks_nothing_is_played(stage: Stage) -> None:
    assert stage.broken() == ()
    assert not (stage.player / "calls").exists()


def test_talks_that_go_otherwise_are_named(stage: Stage) -> None:
    stage.write_talk()
    stage.failed()
    assert stage.broken() == (
        "Somebody greets (test_sample.yml)",
        "What is this: a bill? (more/test_sample.yml)",
    )
    assert str(stage.model.file) in (stage.player / "calls").read_text()
    assert {one.step for one in stage.told} == {STEP}


def test_where_all_go_as_written_none_is_named(stage: Stage) -> None:
    stage.write_talk()
    (stage.player / "failed").write_text("# None of the test stories failed - all good!")
    assert stage.broken() == ()


def test_what_an_earlier_one_has_left_is_not_read(stage: Stage) -> None:
    stage.write_talk()
    stage.failed()
    assert stage.broken()
    (stage.player / "failed").unlink()
    with pytest.raises(TrainingError, match="line 3 is wrong"):
        stage.broken()


@pytest.mark.parametrize("written", ["- nothing", "stories: [3]", "stories: {", "\t"])
def test_what_cannot_be_read_is_told(stage: Stage, written: str) -> None:
    stage.write_talk()
    (stage.player / "failed").write_text(written)
    with pytest.raises(TrainingError, match="could not be played"):
        stage.broken()


def test_playing_can_be_stopped(stage: Stage) -> None:
    stage.write_talk()
    (stage.player / "hangs").touch()
    threading.Timer(1.0, stage.workshop.cancelled.set).start()
    with pytest.raises(TrainingCancelledError):
        stage.broken()
