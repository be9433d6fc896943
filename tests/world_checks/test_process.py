"""The world is a process like every other: settings on standard input, or one plain sentence."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.redis_server import free_port
from tests.world_checks.stage import require_specification

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "tests.world"]
START_SECONDS = 30


def failed(settings: dict[str, Any]) -> tuple[int, str]:
    done = subprocess.run(
        COMMAND, cwd=ROOT, input=json.dumps(settings), capture_output=True, text=True, timeout=60
    )
    return done.returncode, done.stderr


def test_it_serves_both_platforms_and_the_page_until_it_is_told_to_stop():
    require_specification()
    port = free_port()
    process = subprocess.Popen(COMMAND, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    process.stdin.write(json.dumps({"port": port}).encode())
    process.stdin.close()
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            end = time.monotonic() + START_SECONDS
            while True:
                try:
                    assert client.get("/healthz").status_code == 200
                    break
                except httpx.ConnectError:
                    assert time.monotonic() < end, "it did not start"
                    time.sleep(0.1)
            assert client.get("/2/users/me").status_code == 401
            assert client.get("/v26.0/me").json()["error"]["code"] == 190
            assert "Übungswelt" in client.get("/").text
            assert client.get("/2/nothing").json()["title"] == "Not Found"
    finally:
        process.terminate()
        process.wait(timeout=20)
        assert process.stdout is not None
        process.stdout.close()
    assert process.returncode == 0


@pytest.mark.parametrize(
    ("settings", "status", "words"),
    [
        ({}, 2, "Setting port"),
        ({"port": 1, "x": {"colour": "blau"}}, 2, "Setting x.colour"),
        ({"port": 1, "specifications": "/nowhere"}, 4, "specification is missing: /nowhere"),
    ],
)
def test_wrong_settings_end_it_with_one_plain_sentence(settings, status, words):
    returned, said = failed(settings)
    assert returned == status
    assert words in said
    assert "Traceback" not in said
