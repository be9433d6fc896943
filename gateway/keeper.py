"""Keeps the engine processes: starts, watches, replaces and drains them.

A new model is a new process: it is started beside the old ones, made to answer once, switched to,
and the old ones keep their conversations until the drain time is over (ENGINE trap 2).
"""

import asyncio
import socket
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from chassis.logs import get_logger
from gateway.children import Child, Command, spawn
from gateway.engines import EngineEntry, EngineRegistry, EngineState

TICK_SECONDS = 0.5
START_SECONDS = 180.0
MOST_FAILED_STARTS = 3
LONGEST_RESTART_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Model:
    """A trained model that may be run: its name and what runs it on a port."""

    name: str
    command: Callable[[int], Command]


@dataclass(slots=True)
class _Engine:
    """One process under the keeper's eyes."""

    id: str
    model: str
    url: str
    child: Child
    started_at: float
    ready: bool = False
    draining_since: float | None = None
    probe: asyncio.Task[bool] | None = None


@dataclass
class Keeper:
    """Holds `processes` engines of the current model. `smoke` raises or says no until one works."""

    registry: EngineRegistry
    current_model: Callable[[], Model | None]
    smoke: Callable[[str], Coroutine[None, None, bool]]
    first_port: int
    processes: int
    drain: timedelta = timedelta(minutes=15)
    _engines: list[_Engine] = field(default_factory=list)
    _failed: dict[str, int] = field(default_factory=dict)
    _not_before: float = 0.0
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    async def run(self, stopping: asyncio.Event) -> None:
        """Keep engines until told to stop, then end them all."""
        try:
            while not stopping.is_set():
                await self.tick()
                await asyncio.sleep(TICK_SECONDS)
        finally:
            await self.registry.announce([])
            await asyncio.gather(*(self._end(engine) for engine in list(self._engines)))

    async def ready(self) -> None:
        """Return if an engine answers. Raises RuntimeError if none does."""
        if not any(engine.ready for engine in self._engines):
            raise RuntimeError("No engine is ready.")

    async def tick(self) -> None:
        """Look at every process once and do what is due."""
        model = self.current_model()
        await self._reap()
        await self._probe()
        if model is not None:
            await self._start_missing(model)
            await self._switch_to(model)
        await self._end_drained()
        await self.registry.announce([_entry(engine) for engine in self._engines if engine.ready])

    async def _reap(self) -> None:
        """Forget processes that have ended, and slow down if they keep ending."""
        for engine in [one for one in self._engines if not one.child.running]:
            failures = self._failed.get(engine.model, 0) + 1
            self._failed[engine.model] = 0 if engine.ready else failures
            wait = 1.0 if engine.ready else min(2.0**failures, LONGEST_RESTART_SECONDS)
            self._not_before = time.monotonic() + wait
            code = engine.child.process.returncode
            get_logger().error("engine_died", engine=engine.id, model=engine.model, code=code)
            await self._end(engine)

    async def _probe(self) -> None:
        """See which starting processes work by now; end those that never will."""
        for engine in [one for one in self._engines if not one.ready]:
            if engine.probe is None:
                engine.probe = asyncio.create_task(self.smoke(engine.url))
            elif engine.probe.done():
                engine.ready = engine.probe.exception() is None and engine.probe.result()
                engine.probe = None
                if engine.ready:
                    seconds = round(time.monotonic() - engine.started_at, 1)
                    self._failed[engine.model] = 0
                    get_logger().info("engine_ready", engine=engine.id, seconds=seconds)
            if not engine.ready and time.monotonic() - engine.started_at > START_SECONDS:
                get_logger().error("engine_never_ready", engine=engine.id, model=engine.model)
                await engine.child.stop()

    async def _start_missing(self, model: Model) -> None:
        """Start one more process of the current model, if one is missing and none is starting."""
        mine = [engine for engine in self._engines if engine.model == model.name]
        starting = any(not engine.ready for engine in mine)
        others_serve = any(engine.ready for engine in self._engines)
        hopeless = self._failed.get(model.name, 0) >= MOST_FAILED_STARTS and others_serve
        if starting or hopeless or len(mine) >= self.processes:
            return
        if time.monotonic() >= self._not_before:
            await self._start(model)

    async def _start(self, model: Model) -> None:
        port = self._free_port()
        child = await spawn(model.command(port))
        engine = _Engine(
            id=f"{model.name}-{next(self._numbers)}-{child.process.pid}",
            model=model.name,
            url=f"http://127.0.0.1:{port}",
            child=child,
            started_at=time.monotonic(),
        )
        self._engines.append(engine)
        get_logger().info("engine_started", engine=engine.id, port=port)

    async def _switch_to(self, model: Model) -> None:
        """Once all processes of the current model work, drain those of any other.

        Whoever goes back to the model before finds its processes still draining: they serve again.
        """
        ready = [one for one in self._engines if one.model == model.name and one.ready]
        if len(ready) < self.processes:
            return
        for engine in ready:
            engine.draining_since = None
        for engine in self._engines:
            if engine.model != model.name and engine.draining_since is None:
                engine.draining_since = time.monotonic()
                get_logger().info("engine_draining", engine=engine.id)

    async def _end_drained(self) -> None:
        now = time.monotonic()
        for engine in list(self._engines):
            since = engine.draining_since
            if since is not None and now - since > self.drain.total_seconds():
                await self._end(engine)

    async def _end(self, engine: _Engine) -> None:
        self._engines.remove(engine)
        if engine.probe:
            engine.probe.cancel()
        await engine.child.stop()

    def _free_port(self) -> int:
        """Return the first port of our range that nobody listens on."""
        taken = {engine.url for engine in self._engines}
        for port in range(self.first_port, self.first_port + 4 * self.processes + 4):
            if f"http://127.0.0.1:{port}" not in taken and _is_free(port):
                return port
        raise OSError(f"No free port for an engine from {self.first_port} on.")


def _entry(engine: _Engine) -> EngineEntry:
    draining = engine.draining_since is not None
    state = EngineState.DRAINING if draining else EngineState.READY
    return EngineEntry(id=engine.id, url=engine.url, model=engine.model, state=state)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
