"""An assistant trained with another encoder finds it, beside the usual one, as long as needed."""

import asyncio
import os
import sys
import textwrap
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from redis.asyncio import Redis

from conversation.keys import Keys
from gateway.children import Command, spawn
from gateway.encoders import Encoders
from gateway.engines import EngineEntry, EngineRegistry, EngineState
from gateway.ports import free_ports
from studio.models import Model
from tests.studio.test_models import trained

PATIENCE_SECONDS = 20.0
# Stands in for an encoder: it only says which model it has.
ENCODER = """
    import http.server, json, sys
    model, port = sys.argv[1], int(sys.argv[2])

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps({"model": model}).encode())

        def log_message(self, *_):
            pass

    http.server.HTTPServer(("127.0.0.1", port), Answer).serve_forever()
"""


@dataclass
class World:
    """Encoders, and the registry that says which assistants run."""

    folder: Path
    encoders: Encoders
    registry: EngineRegistry
    usual: Model
    other: Model

    async def ready(self, model: Model) -> str:
        end = time.monotonic() + PATIENCE_SECONDS
        while (url := self.encoders.url_for(model)) is None:
            assert time.monotonic() < end
            await self.encoders.tick(model)
            await asyncio.sleep(0.05)
        return url

    async def runs(self, *models: Model) -> None:
        entries = [
            EngineEntry(f"e-{one.name}", "http://x", one.name, EngineState.DRAINING)
            for one in models
        ]
        await self.registry.announce(entries)


def command(folder: Path, model: str, port: int) -> Command:
    (folder / "encoder.py").write_text(textwrap.dedent(ENCODER))
    return Command(
        name=f"encoder-{port}",
        argv=[sys.executable, str(folder / "encoder.py"), model, str(port)],
        environment={"PATH": os.environ["PATH"]},
        log=folder / f"{model}.log",
    )


@asynccontextmanager
async def opened(folder: Path, registry: EngineRegistry) -> AsyncIterator[World]:
    (port,) = free_ports(1)
    usual = trained(folder, "assistant-1")
    other = replace(trained(folder, "assistant-2"), encoder_fingerprint="other")
    running = await spawn(command(folder, usual.encoder_fingerprint, port))
    encoders = Encoders(
        usual=f"http://127.0.0.1:{port}",
        command=lambda model, port: command(folder, model.encoder_fingerprint, port),
        registry=registry,
    )
    try:
        yield World(folder, encoders, registry, usual, other)
    finally:
        stopping = asyncio.Event()
        stopping.set()
        await encoders.run(stopping, lambda: None)
        await running.stop()


@pytest.fixture
async def world(tmp_path: Path, redis_url: str) -> AsyncIterator[World]:
    redis = Redis.from_url(redis_url)
    async with opened(tmp_path, EngineRegistry(redis, Keys())) as found:
        yield found
    await redis.aclose()


async def test_the_usual_one_is_used_where_it_fits(world: World) -> None:
    assert world.encoders.url_for(world.usual) is None
    assert await world.ready(world.usual) == world.encoders.usual


async def test_another_one_runs_beside_it_where_it_does_not(world: World) -> None:
    await world.ready(world.usual)
    url = await world.ready(world.other)
    assert url != world.encoders.usual
    assert world.encoders.url_for(world.usual) == world.encoders.usual


async def test_it_runs_as_long_as_an_assistant_that_needs_it(world: World) -> None:
    url = await world.ready(world.other)
    await world.runs(world.other)
    await world.encoders.tick(world.usual)
    assert world.encoders.url_for(world.other) == url
    await world.runs(world.usual)
    await world.encoders.tick(world.usual)
    assert world.encoders.url_for(world.other) is None


async def test_one_that_dies_is_started_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.encoders.RETRY_SECONDS", 0.1)
    await world.ready(world.other)
    (child,) = [one.child for one in world.encoders._beside.values()]
    child.process.kill()
    await child.process.wait()
    await world.encoders.tick(world.other)
    assert await world.ready(world.other)


async def test_without_the_usual_one_nothing_is_known_and_nothing_started(world: World) -> None:
    nobody = Encoders(
        usual="http://127.0.0.1:1",
        command=lambda model, port: pytest.fail("started"),
        registry=world.registry,
    )
    await nobody.tick(world.other)
    assert nobody.url_for(world.other) is None
