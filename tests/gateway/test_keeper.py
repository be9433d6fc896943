"""A new assistant takes over beside the old one, and gives way again at once; real processes."""

import asyncio
import os
import signal
import sys
import textwrap
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from redis.asyncio import Redis

from conversation.keys import Keys
from gateway.children import Command
from gateway.engines import EngineEntry, EngineRegistry, EngineState
from gateway.keeper import Keeper, Model
from gateway.ports import free_ports

PATIENCE_SECONDS = 20.0
# Stands in for an engine: says which assistant it is; one called "broken" ends at once.
ENGINE = """
    import http.server, sys
    name, port = sys.argv[1], int(sys.argv[2])
    if name == "broken":
        sys.exit("It is broken.")

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(name.encode())

        def log_message(self, *_):
            pass

    http.server.HTTPServer(("127.0.0.1", port), Answer).serve_forever()
"""


@dataclass
class Installation:
    """A keeper at work; `model` is the pointer to the present assistant."""

    keeper: Keeper
    registry: EngineRegistry
    model: list[Model] = field(default_factory=list)

    async def until(self, seen: Callable[[list[EngineEntry]], bool]) -> list[EngineEntry]:
        end = time.monotonic() + PATIENCE_SECONDS
        while not seen(entries := await self.registry.entries()):
            assert time.monotonic() < end, entries
            await asyncio.sleep(0.02)
        return entries

    async def answering(self, name: str) -> EngineEntry:
        """Wait until an assistant takes new conversations."""
        entries = await self.until(lambda entries: bool(takes_new(entries, name)))
        return takes_new(entries, name)[0]


def takes_new(entries: list[EngineEntry], name: str) -> list[EngineEntry]:
    return [one for one in entries if one.model == name and one.state is EngineState.READY]


@asynccontextmanager
async def installation(folder: Path, registry: EngineRegistry) -> AsyncIterator[Installation]:
    program = folder / "engine.py"
    program.write_text(textwrap.dedent(ENGINE))
    (port,) = free_ports(1)
    model: list[Model] = []
    keeper = Keeper(
        registry=registry,
        current_model=lambda: model[0],
        smoke=_answers,
        first_port=port,
        processes=1,
        drain=timedelta(minutes=15),
    )
    model.append(assistant(program, "one"))
    stopping = asyncio.Event()
    running = asyncio.create_task(keeper.run(stopping))
    try:
        yield Installation(keeper, registry, model)
    finally:
        stopping.set()
        await running


async def _answers(url: str) -> bool:
    async with httpx.AsyncClient(trust_env=False) as client:
        try:
            return bool((await client.get(url)).text)
        except httpx.HTTPError:
            return False


def assistant(program: Path, name: str) -> Model:
    def command(port: int) -> Command:
        return Command(
            name=f"engine-{port}",
            argv=[sys.executable, str(program), name, str(port)],
            environment={"PATH": os.environ["PATH"]},
            log=program.parent / f"{name}.log",
        )

    return Model(name=name, command=command)


@pytest.fixture
async def house(tmp_path: Path, redis_url: str) -> AsyncIterator[Installation]:
    redis = Redis.from_url(redis_url)
    async with installation(tmp_path, EngineRegistry(redis, Keys())) as opened:
        await opened.answering("one")
        yield opened
    await redis.aclose()


def promote(house: Installation, folder: Path, name: str) -> None:
    house.model[:] = [assistant(folder / "engine.py", name)]


async def test_a_new_assistant_takes_over_and_the_old_one_keeps_its_conversations(
    house: Installation, tmp_path: Path
) -> None:
    old = await house.answering("one")
    promote(house, tmp_path, "two")
    new = await house.answering("two")
    entries = await house.until(lambda entries: takes_new(entries, "one") == [])
    assert {one.id: one.state for one in entries} == {
        old.id: EngineState.DRAINING,
        new.id: EngineState.READY,
    }
    assert await _answers(old.url)


async def test_somebody_takes_new_conversations_at_every_moment(
    house: Installation, tmp_path: Path
) -> None:
    seen: list[int] = []
    for name in ("two", "one"):
        promote(house, tmp_path, name)
        end = time.monotonic() + 4
        while time.monotonic() < end:
            entries = await house.registry.entries()
            seen.append(sum(one.state is EngineState.READY for one in entries))
            await asyncio.sleep(0.01)
    assert min(seen) >= 1
    await house.answering("one")


async def test_the_one_before_serves_again_without_a_new_start(
    house: Installation, tmp_path: Path
) -> None:
    old = await house.answering("one")
    promote(house, tmp_path, "two")
    await house.until(lambda entries: takes_new(entries, "one") == [])
    promote(house, tmp_path, "one")
    entries = await house.until(lambda entries: takes_new(entries, "two") == [])
    assert takes_new(entries, "one") == [old]


async def test_one_that_never_works_leaves_the_old_one_answering(
    house: Installation, tmp_path: Path
) -> None:
    old = await house.answering("one")
    promote(house, tmp_path, "broken")
    end = time.monotonic() + 6
    while time.monotonic() < end:
        assert takes_new(await house.registry.entries(), "one") == [old]
        await asyncio.sleep(0.1)


async def test_an_engine_killed_in_the_middle_of_taking_over_is_started_again(
    house: Installation, tmp_path: Path
) -> None:
    promote(house, tmp_path, "two")
    first = await house.answering("two")
    os.kill(int(first.id.rpartition("-")[2]), signal.SIGKILL)
    await house.until(lambda entries: first not in entries)
    second = await house.answering("two")
    assert second.id != first.id
