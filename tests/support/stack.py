"""The whole system as `make run` starts it, with ports and a data folder of the tests' own."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from gateway.ports import free_ports

ROOT = Path(__file__).parent.parent.parent
START_SECONDS = 240
STOP_SECONDS = 90
TUESDAY_MORNING = "2026-11-24T10:15"
PROCESSES = (
    "gateway",
    "desk",
    "worker",
    "actions",
    "encoder",
    "backoffice",
    "keeper",
    "trainer",
    "webhooks",
    "redis",
    "world",
)


class DidNotStartError(AssertionError):
    """The system does not run; the message holds all that was said."""


@dataclass(frozen=True)
class Stack:
    """A running system."""

    process: subprocess.Popen[bytes]
    ports: dict[str, int]
    data_dir: Path
    output: Path

    def url(self, process: str) -> str:
        return f"http://127.0.0.1:{self.ports[process]}"

    def secret(self, name: str) -> str:
        lines = (self.data_dir / "secrets.env").read_text().splitlines()
        return dict(line.split("=", 1) for line in lines)[name]

    @property
    def redis_url(self) -> str:
        return f"redis://:{self.secret('REDIS_PASSWORD')}@127.0.0.1:{self.ports['redis']}/0"

    def pid(self, process: str) -> int:
        """Return the id of one of our own processes."""
        for folder in Path("/proc").iterdir():
            try:
                words = (folder / "cmdline").read_bytes().split(b"\0")
                environment = (folder / "environ").read_bytes()
            except OSError:
                continue
            ours = words[-3:-1] == [b"serve", process.encode()]
            if ours and str(self.data_dir).encode() in environment:
                return int(folder.name)
        raise AssertionError(f"There is no {process}.")

    def logins(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = json.loads((self.data_dir / "staff-logins.json").read_text())
        return found

    def said(self) -> str:
        return self.output.read_text()

    def stop(self) -> int:
        """End it as Ctrl-C does; return its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=STOP_SECONDS)


def start_stack(folder: Path, *, world: bool = False, **settings: str) -> Stack:
    """Start everything and wait until it runs; raises DidNotStartError if it does not."""
    stack = begin_stack(folder, world=world, **settings)
    try:
        _wait_until_it_runs(stack)
    except BaseException:  # a time limit of the test ends the waiting, too; leave nothing behind
        stack.stop()
        raise
    return stack


def begin_stack(folder: Path, *, world: bool = False, **settings: str) -> Stack:
    """Start everything, with the fake world if wished, and do not wait."""
    names = [*PROCESSES, "engine"]
    ports = dict(zip(names, free_ports(len(names)), strict=True))
    environment = {
        **os.environ,
        "DATA_DIR": str(folder / "var"),
        "MODELS_DIR": str(ROOT / "models"),
        # No repository: the studio is off, unless a test brings one that it may change.
        "CONTENT_DIR": str(folder),
        "CLOCK": TUESDAY_MORNING,
        "ENGINES": "1",
        "ENGINE_PORTS": str(ports["engine"]),
        **{f"{name.upper()}_PORT": str(ports[name]) for name in PROCESSES},
        **settings,
    }
    output = folder / "output.txt"
    with output.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "gateway", "run", *(["--world"] if world else [])],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    return Stack(process=process, ports=ports, data_dir=folder / "var", output=output)


def _wait_until_it_runs(stack: Stack) -> None:
    end = time.monotonic() + START_SECONDS
    while "everything runs" not in stack.said():
        if stack.process.poll() is not None or time.monotonic() > end:
            raise DidNotStartError(f"The system did not start:\n{stack.said()}")
        time.sleep(0.2)


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """One running system for all tests that only talk to it."""
    running = start_stack(tmp_path_factory.mktemp("stack"), MERGE_WINDOW="0.3")
    yield running
    running.stop()
