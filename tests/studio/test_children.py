"""Programs run for a training are heard, stopped, and never left behind."""

import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from studio.children import Child, Program, last_line
from studio.errors import TrainingCancelledError

NOBODY = threading.Event()
REPOSITORY = Path(__file__).parents[2]
TRAINER = """
import pathlib, sys, time
from studio.children import Child, Program
folder = pathlib.Path(sys.argv[1])
script = f"echo $$ > {folder}/child; exec sleep 60"
Child(Program(argv=["/bin/sh", "-c", script], folder=folder, log=folder / "log"))
time.sleep(60)
"""


def shell(tmp_path: Path, script: str, *, stdin: str = "") -> Program:
    return Program(
        argv=["/bin/sh", "-c", script], folder=tmp_path, log=tmp_path / "log", stdin=stdin
    )


def runs(pid: int) -> bool:
    """Whether a process runs; a dead one nobody has asked after yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def ends(pid: int) -> bool:
    """Whether a process that was told to end has ended within five seconds."""
    latest = time.monotonic() + 5
    while runs(pid) and time.monotonic() < latest:
        time.sleep(0.05)
    return not runs(pid)


def test_what_a_program_says_and_how_it_ends_is_known(tmp_path: Path) -> None:
    heard: list[str] = []
    with Child(shell(tmp_path, "cat; echo over >&2; exit 3", stdin="settings ")) as child:
        status = child.wait(cancelled=NOBODY, meanwhile=lambda: heard.append(child.said()))
    assert status == 3
    assert heard[-1] == "settings over\n"


def test_a_program_that_does_not_read_its_settings_is_no_error(tmp_path: Path) -> None:
    with Child(shell(tmp_path, "exec <&-; exit 0", stdin="x" * 200_000)) as child:
        assert child.wait(cancelled=NOBODY, meanwhile=lambda: None) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_stopping_the_training_ends_the_program_and_what_it_started(tmp_path: Path) -> None:
    cancelled = threading.Event()
    script = f"sleep 60 & echo $! > {tmp_path}/grandchild; wait"
    threading.Timer(0.5, cancelled.set).start()
    started = time.monotonic()
    with pytest.raises(TrainingCancelledError), Child(shell(tmp_path, script)) as child:
        child.wait(cancelled=cancelled, meanwhile=lambda: None)
    assert time.monotonic() - started < 5
    assert child.status is not None
    assert ends(int((tmp_path / "grandchild").read_text()))


def test_a_program_that_does_not_listen_is_killed(tmp_path: Path) -> None:
    deaf = replace(shell(tmp_path, "trap '' TERM; while :; do sleep 0.1; done"), stop_seconds=0.3)
    with Child(deaf) as child:
        time.sleep(0.2)
    assert child.status == -9


@pytest.mark.skipif(sys.platform != "linux", reason="asks the kernel of Linux")
def test_a_program_does_not_outlive_a_trainer_that_is_killed(tmp_path: Path) -> None:
    trainer = subprocess.Popen([sys.executable, "-c", TRAINER, tmp_path], cwd=REPOSITORY)
    child = int(awaited(tmp_path / "child"))
    assert runs(child)
    trainer.kill()
    trainer.wait()
    assert ends(child)


def awaited(path: Path) -> str:
    """Return what is in `path` as soon as there is something."""
    latest = time.monotonic() + 20
    while time.monotonic() < latest:
        if path.exists() and path.read_text():
            return path.read_text()
        time.sleep(0.05)
    raise AssertionError(f"{path} was never written.")


def test_the_last_line_that_says_something_is_found(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("first\nYamlException: line 3\n\n  \n")
    assert last_line(log) == "YamlException: line 3"
    log.write_text("")
    assert last_line(log) == "it said nothing"
