"""Starting and ending as a person sees it: plain sentences, restarts that are told, no orphans."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from gateway.ports import free_ports
from tests.support.stack import ROOT, Stack, begin_stack, start_stack


def _run(folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "gateway", "run"],
        cwd=ROOT,
        env={**os.environ, "DATA_DIR": str(folder / "var"), **settings},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_taken_port_is_one_plain_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        names = ("DESK", "WORKER", "ACTIONS", "ENCODER", "BACKOFFICE", "KEEPER", "REDIS")
        ports = {
            f"{name}_PORT": str(free)
            for name, free in zip(names, free_ports(len(names)), strict=True)
        }
        done = _run(tmp_path, GATEWAY_PORT=port, **ports)
    assert done.returncode == 1
    assert done.stderr.strip() == (
        f"Port {port} for the gateway is taken. "
        "End what uses it, or set GATEWAY_PORT to another port."
    )


def test_a_wrong_setting_is_one_plain_sentence(tmp_path: Path) -> None:
    done = _run(tmp_path, ENGINES="many")
    assert done.returncode == 2
    assert done.stderr.startswith("Settings: ENGINES: ")
    assert "Traceback" not in done.stderr


def _processes_of(stack: Stack) -> set[int]:
    """Return all processes that have this stack's data folder or ports in their command line or
    environment, the launcher left out."""
    marks = [str(stack.data_dir).encode(), str(stack.ports["engine"]).encode()]
    found = set()
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit() or int(folder.name) == os.getpid():
            continue
        try:
            text = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
        except OSError:
            continue
        if any(mark in text for mark in marks):
            found.add(int(folder.name))
    return found - {stack.process.pid}


@pytest.mark.timeout(600)
def test_what_dies_is_started_again_and_said(stack: Stack) -> None:
    os.kill(stack.pid("worker"), signal.SIGKILL)
    end = time.monotonic() + 30
    while "worker: died (exit status -9), starting it again" not in stack.said():
        assert time.monotonic() < end, stack.said()
        time.sleep(0.1)
    while time.monotonic() < end:
        try:
            if httpx.get(f"{stack.url('worker')}/readyz").status_code == httpx.codes.OK:
                break
        except httpx.HTTPError:
            time.sleep(0.2)
    own = ("gateway", "worker", "desk", "keeper", "webhooks", "trainer")
    for process in (*own, "encoder", "actions", "backoffice"):
        assert httpx.get(f"{stack.url(process)}/healthz").status_code == httpx.codes.OK
        assert "lotse_http_requests_total" in httpx.get(f"{stack.url(process)}/metrics").text


@pytest.mark.assistant
@pytest.mark.timeout(600)
def test_the_end_leaves_no_orphans(tmp_path: Path) -> None:
    stack = start_stack(tmp_path)
    running = _processes_of(stack)
    assert stack.stop() == 0
    assert len(running) >= 5
    assert _processes_of(stack) == set()
    assert "Traceback" not in stack.said()


@pytest.mark.assistant
@pytest.mark.timeout(600)
def test_a_launcher_that_is_killed_at_its_start_leaves_no_orphans(tmp_path: Path) -> None:
    stack = begin_stack(tmp_path)
    end = time.monotonic() + 60
    while len(_processes_of(stack)) < 5 and time.monotonic() < end:
        time.sleep(0.2)
    running = _processes_of(stack)
    stack.process.kill()
    stack.process.wait()
    assert len(running) >= 5, stack.said()
    end = time.monotonic() + 40
    while left := _processes_of(stack):
        assert time.monotonic() < end, f"Still there: {left}"
        time.sleep(0.5)
