"""The trainer as a process: it gives way to all others, works on what was asked for, and ends."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from gateway.ports import free_ports
from gateway.secrets import completed
from gateway.settings import ROOT
from studio.training.jobs import Jobs, State
from tests.studio.training.samples import TOMKE
from tests.studio.versions.repository import new_studio

PATIENCE_SECONDS = 40.0


@dataclass(frozen=True)
class Running:
    """A trainer, and where it answers."""

    process: subprocess.Popen[bytes]
    url: str
    jobs: Jobs


@pytest.fixture
def trainer(tmp_path: Path) -> Iterator[Running]:
    (tmp_path / "root").mkdir()
    new_studio(tmp_path / "root")
    (port,) = free_ports(1)
    models = tmp_path / "models"
    own = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(tmp_path),
        "MODELS_DIR": str(models),
        "CONTENT_DIR": str(tmp_path / "root"),
        "TRAINER_PORT": str(port),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "gateway", "serve", "trainer"],
        cwd=ROOT,
        env=completed(own, tmp_path),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield Running(process, f"http://127.0.0.1:{port}", Jobs(models))
    finally:
        process.kill()
        process.wait()


def until_ready(trainer: Running) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        try:
            if httpx.get(f"{trainer.url}/readyz").status_code == httpx.codes.OK:
                return
        except httpx.HTTPError:
            assert trainer.process.poll() is None
        time.sleep(0.1)
    pytest.fail("The trainer is not ready.")


def test_it_gives_way_does_what_is_asked_and_ends_when_told(trainer: Running) -> None:
    until_ready(trainer)
    assert os.getpriority(os.PRIO_PROCESS, trainer.process.pid) == 19
    job = trainer.jobs.ask(TOMKE, commit="0" * 40, draft=False, at=datetime.now(UTC))
    end = time.monotonic() + PATIENCE_SECONDS
    while (active := trainer.jobs.active()) is not None:
        assert time.monotonic() < end, active
        time.sleep(0.1)
    ended = trainer.jobs.one(job.id)
    assert ended
    # There is no such commit; what matters is that this is found out and told.
    assert (ended.state, bool(ended.failure)) == (State.FAILED, True)
    assert trainer.jobs.trainer_runs
    trainer.process.send_signal(signal.SIGTERM)
    assert trainer.process.wait(PATIENCE_SECONDS) == 0
    assert not trainer.jobs.trainer_runs
