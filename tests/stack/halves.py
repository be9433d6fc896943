"""Gateway and workers as real processes over a Redis of the test's, with an engine that plays."""

import asyncio
import json
import os
import signal
import sys
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from typing import Any

import httpx
from redis.asyncio import Redis

from conversation.keys import Box, Keys
from gateway.engines import EngineEntry, EngineRegistry, EngineState
from gateway.ports import free_ports
from gateway.secrets import completed
from tests.support.stack import ROOT

Answer = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass
class PlayedEngine:
    """An engine over HTTP that answers as it is told and remembers the texts of each turn.

    `texts`: by conversation and last message, as it was asked last.
    """

    answer: Answer
    url: str = ""
    texts: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    _lock: Lock = field(default_factory=Lock)

    def reply(self, asked: dict[str, Any]) -> bytes:
        stay = str(asked["sender"]).partition("#")[0]
        with self._lock:
            last = str(asked["turn"]).partition("~")[0]
            self.texts[stay][last] = str(asked["text"])
        return json.dumps(self.answer(asked)).encode()


def says(text: str, **more: Any) -> dict[str, Any]:
    """Return an engine's answer of one line."""
    reply = {"text": text, "buttons": [], "image": None, "custom": None}
    understanding = {"intent": "other", "confidence": 0.9, "ranking": [], "entities": []}
    return {
        "replies": [{**reply, **more}],
        "understanding": {**understanding, "anger": None},
        "slots": {},
        "requested_slot": None,
        "active_loop": None,
    }


class _EngineServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of who was killed while asking."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def played_engine(answer: Answer) -> Iterator[PlayedEngine]:
    """Serve an engine on a port of its own."""
    engine = PlayedEngine(answer)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers["content-length"])
            if len(body := self.rfile.read(length)) < length:
                return  # whoever asked was killed meanwhile
            with suppress(BrokenPipeError, ConnectionResetError):
                answer = engine.reply(json.loads(body))
                self.send_response(200)
                self.send_header("content-length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = _EngineServer(("127.0.0.1", 0), Handler)
    engine.url = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield engine
    server.shutdown()
    server.server_close()


@dataclass(frozen=True)
class Halves:
    """What processes of one test share; `environment` holds their settings."""

    environment: dict[str, str]
    folder: Path
    redis: Redis
    keys: Keys

    def url(self, name: str) -> str:
        return f"http://127.0.0.1:{self.environment[f'{name.upper()}_PORT']}"

    @asynccontextmanager
    async def process(self, name: str) -> AsyncIterator[int]:
        """Run one real process until the block ends, however it does; yields its id when ready."""
        with (self.folder / f"{name}.log").open("ab") as output:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "gateway", "serve", name),
                cwd=ROOT,
                env=self.environment,
                stdout=output,
                stderr=output,
            )
        try:
            await self._ready(name, process)
            yield process.pid
        finally:
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGKILL)
            await process.wait()

    async def _ready(self, name: str, process: asyncio.subprocess.Process) -> None:
        async with httpx.AsyncClient() as client, asyncio.timeout(60):
            while True:
                if process.returncode is not None:
                    raise AssertionError((self.folder / f"{name}.log").read_text()[-3000:])
                with suppress(httpx.HTTPError):
                    if (await client.get(f"{self.url(name)}/readyz")).status_code == 200:
                        return
                await asyncio.sleep(0.05)


@asynccontextmanager
async def halves(
    redis_url: str, folder: Path, engine: PlayedEngine, **settings: str
) -> AsyncIterator[Halves]:
    """Yield what is needed to run processes; the engine is announced as the keeper does."""
    gateway, worker = free_ports(2)
    own = {
        "REDIS_URL": redis_url,
        "DATA_DIR": str(folder),
        "GATEWAY_PORT": str(gateway),
        "WORKER_PORT": str(worker),
        "LEASE_SECONDS": "1",
        "MERGE_WINDOW": "0",
        # An engine that answers late on a busy machine is not one that is away.
        "ENGINE_TIMEOUT": "120",
        **settings,
    }
    environment = completed({**os.environ, **own}, folder)
    redis, keys = Redis.from_url(redis_url), Keys()
    entry = EngineEntry(id="one", url=engine.url, model="m", state=EngineState.READY)
    try:
        await EngineRegistry(redis, keys).announce([entry])
        # However busy the machine: this engine is never gone.
        await redis.persist(keys.engines())
        yield Halves(environment=environment, folder=folder, redis=redis, keys=keys)
    finally:
        await redis.aclose()


async def mail_left(redis: Redis, keys: Keys) -> int:
    """Return how many conversations have mail, coming or going."""
    ready = [
        keys.shared(f"{box.value}:ready", partition)
        for partition in range(keys.partitions)
        for box in Box
    ]
    return sum([await redis.zcard(key) for key in ready])
