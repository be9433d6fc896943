"""A real engine process for tests, and somebody who talks to it."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from tests.bot.model import PYTHON, ROOT, engine_environment
from tests.bot.world import ACTIONS_TOKEN, LOOPBACK, FakeBackOffice, FakeEncoder, Wire, wait_for
from tests.support.redis_server import free_port

TOKEN = "a token of the engine"
# Small enough for a test to go beyond it.
REMEMBERED_SENDERS = 40
ACTION_SECONDS = 2
WEBHOOK = "/webhooks/care/webhook"


@dataclass(frozen=True)
class Engine:
    """A running engine with all that surrounds it; `log` is what it wrote."""

    url: str
    log: Path
    office: FakeBackOffice
    wire: Wire
    encoder: FakeEncoder

    def post(self, body: Any, *, token: str = TOKEN, seconds: float = 30) -> httpx.Response:
        """Ask whatever a test likes to ask."""
        headers = {"authorization": f"Bearer {token}"}
        return httpx.post(self.url + WEBHOOK, json=body, headers=headers, timeout=seconds)


@dataclass
class Customer:
    """One stay with the assistant: each line is the next turn."""

    engine: Engine
    channel: str = "webchat"
    slots: dict[str, Any] = field(default_factory=dict)
    sender: str = field(default_factory=lambda: uuid4().hex)
    _turns: "count[int]" = field(default_factory=count)

    def question(self, said: str) -> dict[str, Any]:
        """Return the next turn's request; what starts with a slash is a button's payload."""
        return {
            "sender": self.sender,
            "turn": f"turn-{next(self._turns)}",
            "payload" if said.startswith("/") else "text": said,
            "slots": self.slots,
            "metadata": {"channel": self.channel, "conversation": f"{self.channel}:1:1"},
        }

    def says(self, said: str) -> "Answer":
        """Say something and return the answer, which must be one."""
        response = self.engine.post(self.question(said))
        assert response.status_code == 200, response.text
        return Answer(response.json())


@dataclass(frozen=True)
class Answer:
    """An answer of the engine."""

    body: dict[str, Any]

    @property
    def intent(self) -> str:
        return str(self.body["understanding"]["intent"])

    @property
    def text(self) -> str:
        """All that was said, a line for each reply."""
        return "\n".join(reply["text"] for reply in self.body["replies"] if reply["text"])

    @property
    def titles(self) -> list[str]:
        return [button["title"] for reply in self.body["replies"] for button in reply["buttons"]]

    def payload(self, title: str) -> str:
        """Return what a press on the button `title` stands for."""
        buttons = [button for reply in self.body["replies"] for button in reply["buttons"]]
        return next(each["payload"] for each in buttons if each["title"] == title)

    @property
    def signal(self) -> dict[str, str] | None:
        customs = [reply["custom"] for reply in self.body["replies"] if reply["custom"]]
        return customs[0]["signal"] if customs else None

    @property
    def reason(self) -> str | None:
        return self.signal["reason"] if self.signal else None


@contextmanager
def engine_process(
    model: Path,
    *,
    folder: Path,
    office: FakeBackOffice,
    wire: Wire,
    encoder: FakeEncoder,
    understands_with: str,
) -> Iterator[Engine]:
    """Run `rasa run` with the channel, as the keeper does; ended by its process id.

    `encoder` is what the actions search with, `understands_with` the address of the engine's own.
    """
    port, log = free_port(), folder / "engine.log"
    with log.open("wb") as written:
        process = subprocess.Popen(
            engine_argv(model, port=port, files=engine_files(folder)),
            cwd=ROOT,
            env=engine_environment(
                ENGINE_TOKEN=TOKEN,
                ACTIONS_URL=wire.url,
                ACTIONS_TOKEN=ACTIONS_TOKEN,
                ENCODER_URL=understands_with,
            ),
            stdout=written,
            stderr=written,
        )
    try:
        url = f"http://{LOOPBACK}:{port}"
        wait_for(f"{url}/webhooks/care/ready", process)
        yield Engine(url=url, log=log, office=office, wire=wire, encoder=encoder)
    finally:
        process.terminate()
        process.wait(timeout=20)


def engine_argv(model: Path, *, port: int, files: tuple[str, ...]) -> list[str]:
    """Return the command line of an engine."""
    return [
        *(str(PYTHON), "-m", "rasa", "run", "--interface", LOOPBACK, "--port", str(port)),
        *("--model", str(model), *files),
    ]


def engine_files(folder: Path) -> tuple[str, ...]:
    """Write credentials and endpoints like those of the project, with a test's short measures."""
    credentials = (ROOT / "credentials.yml").read_text("utf-8")
    endpoints = (ROOT / "endpoints.yml").read_text("utf-8")
    changed = {
        "credentials": credentials.replace("5000", str(REMEMBERED_SENDERS)),
        "endpoints": endpoints.replace("seconds: 8", f"seconds: {ACTION_SECONDS}"),
    }
    assert credentials != changed["credentials"]
    assert endpoints != changed["endpoints"]
    for name, text in changed.items():
        (folder / f"{name}.yml").write_text(text, "utf-8")
    return tuple(part for name in changed for part in (f"--{name}", str(folder / f"{name}.yml")))
