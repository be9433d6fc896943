"""Clients that others wrote talk to our web chat, unmodified."""

import asyncio
import json
import os
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.webchat.stage import play
from tests.webchat.world import World, running

FOLDER = Path(__file__).parent / "conformance"
LOCK = FOLDER / "package-lock.json"
INSTALLED = FOLDER / "node_modules" / ".package-lock.json"
INSTALL_SECONDS = 300

pytestmark = pytest.mark.timeout(INSTALL_SECONDS + 60)


@pytest.fixture(scope="module")
def clients() -> None:
    """Install the clients with npm, as locked. Without npm: a failure in CI, else a skip."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        missing("node and npm are not installed")
    if INSTALLED.exists() and INSTALLED.stat().st_mtime >= LOCK.stat().st_mtime:
        return
    command = ["npm", "ci", "--no-audit", "--no-fund"]
    done = subprocess.run(
        command, cwd=FOLDER, capture_output=True, text=True, timeout=INSTALL_SECONDS
    )
    if done.returncode != 0:
        missing(f"npm ci failed: {done.stderr[-500:]}")


def missing(reason: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture
async def world(clients: None) -> AsyncIterator[World]:
    async with running() as world:
        assistant = asyncio.create_task(play(world, pace=0.01))
        yield world
        assistant.cancel()
        with suppress(asyncio.CancelledError):
            await assistant


async def run(script: str, *arguments: str) -> dict[str, Any]:
    """Run one of the scripts with node and return what it printed."""
    process = await asyncio.create_subprocess_exec(
        "node",
        script,
        *arguments,
        cwd=FOLDER,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, errors = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 0, errors.decode()
    result: dict[str, Any] = json.loads(out.decode().splitlines()[-1])
    return result


async def test_unmodified_rasa_webchat_greets_sends_a_line_and_shows_the_reply(world: World):
    result = await run("rasa-webchat.mjs", world.url, "Zeig mir einen Knopf", "einen Tarif zeigen")
    assert result["errors"] == []
    greeting, answer_to_hello, words, reply = result["shown"]
    assert "Computerprogramm" in greeting
    assert "verstanden" in answer_to_hello
    assert words == "Zeig mir einen Knopf"
    assert reply.startswith("Soll ich dir einen Tarif zeigen?")
    assert result["buttons"] == ["Förde 300 bestellen", "Erst vergleichen", "Nein, danke"]


@pytest.mark.parametrize("transport", ["websocket", "polling"])
async def test_unmodified_socket_io_client_4_speaks_the_protocol(world: World, transport: str):
    result = await run(
        "socket.io-client.mjs", world.url, transport, "Was kostet das?", "Einzelheiten"
    )
    texts = [one["text"] for one in result["shown"] if "text" in one]
    assert "Computerprogramm" in texts[0]
    assert texts[1].startswith("Glasfaser gibt es")
    assert texts[2].startswith("Alle Einzelheiten")
