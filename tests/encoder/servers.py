"""An encoder to talk to: the application in this process, or the real process."""

import json
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from sanic import Sanic

from encoder.app import EncoderSettings, create_encoder_app
from encoder.model import SentenceModel
from tests.support.redis_server import free_port

REPOSITORY = Path(__file__).parents[2]
START_SECONDS = 180.0


@asynccontextmanager
async def application(model: SentenceModel, **settings: Any) -> AsyncIterator[httpx.AsyncClient]:
    """Serve `model` in this process as long as the context lasts."""
    Sanic.test_mode = True
    port = free_port()
    app = create_encoder_app(model, EncoderSettings(port=port, **settings))
    server = await app.create_server(port=port, return_asyncio_server=True, access_log=False)
    assert server is not None
    await server.startup()
    await server.before_start()
    await server.start_serving()
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=20) as client:
            yield client
    finally:
        await server.before_stop()
        await server.close()
        await server.after_stop()


@dataclass(frozen=True)
class EncoderProcess:
    """The real encoder, run as a process of its own."""

    url: str
    process: subprocess.Popen[str]

    def post(self, **body: Any) -> httpx.Response:
        return httpx.post(f"{self.url}/encode", json=body, timeout=30)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)


@contextmanager
def encoder_process(log: Path, **settings: Any) -> Iterator[EncoderProcess]:
    """Run `python -m encoder` until the context ends; it is ready when the context begins."""
    port = settings.setdefault("port", free_port())
    with log.open("w") as output:
        process = start(settings, output=output)
    encoder = EncoderProcess(url=f"http://127.0.0.1:{port}", process=process)
    try:
        _await_ready(encoder, log)
        yield encoder
    finally:
        encoder.stop()


def start(settings: dict[str, Any], *, output: Any) -> subprocess.Popen[str]:
    """Start `python -m encoder` and hand it its settings."""
    process = subprocess.Popen(
        [sys.executable, "-m", "encoder"],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=output,
        stderr=output,
        text=True,
    )
    assert process.stdin is not None
    process.stdin.write(json.dumps(settings))
    process.stdin.close()
    return process


def _await_ready(encoder: EncoderProcess, log: Path) -> None:
    latest = time.monotonic() + START_SECONDS
    while time.monotonic() < latest and encoder.process.poll() is None:
        try:
            if httpx.get(f"{encoder.url}/readyz", timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise AssertionError(f"The encoder did not start: {log.read_text()[-2000:]}")
