"""Sees to it that each engine finds the encoder that it was trained with.

The encoder of `make run` serves one model. Promoting an assistant that was trained with another one
must stop nobody, so another encoder is run beside it for as long as an engine needs it.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx

from chassis.logs import get_logger
from gateway.children import Child, Command, spawn
from gateway.engines import EngineRegistry
from gateway.ports import free_ports
from studio.models import Model

TICK_SECONDS = 0.5
ASK_SECONDS = 2.0
RETRY_SECONDS = 15.0


@dataclass(slots=True)
class _Encoder:
    """An encoder run beside the usual one; `models` are the assistants that need it."""

    child: Child
    url: str
    models: set[str]
    ready: bool = False


@dataclass
class Encoders:
    """Knows where the encoder of an assistant answers, and runs it where there is none."""

    usual: str
    command: Callable[[Model, int], Command]
    registry: EngineRegistry
    _usual_model: str = ""
    _beside: dict[str, _Encoder] = field(default_factory=dict)
    _not_before: float = 0.0

    def url_for(self, model: Model) -> str | None:
        """Return where the encoder of `model` answers, None as long as none does."""
        if model.encoder_fingerprint == self._usual_model:
            return self.usual
        found = self._beside.get(model.encoder_fingerprint)
        return found.url if found and found.ready else None

    async def run(self, stopping: asyncio.Event, wanted: Callable[[], Model | None]) -> None:
        """Keep the encoder of the assistant that is `wanted` until told to stop."""
        try:
            while not stopping.is_set():
                await self.tick(wanted())
                await asyncio.sleep(TICK_SECONDS)
        finally:
            await asyncio.gather(*(self._end(name) for name in list(self._beside)))

    async def tick(self, wanted: Model | None) -> None:
        """Look at every encoder once and do what is due."""
        for name in [name for name, one in self._beside.items() if not one.child.running]:
            get_logger().error("encoder_died", model=name)
            await self._end(name)
        if wanted is not None:
            await self._see_to(wanted)
        await self._end_unused(wanted)

    async def _see_to(self, wanted: Model) -> None:
        if self._usual_model != wanted.encoder_fingerprint:
            self._usual_model = await _model_at(self.usual)
        if self._usual_model in ("", wanted.encoder_fingerprint):
            return
        name = wanted.encoder_fingerprint
        if name not in self._beside:
            await self._start(wanted)
        elif not self._beside[name].ready:
            self._beside[name].ready = await _model_at(self._beside[name].url) == name
        if name in self._beside:
            self._beside[name].models.add(wanted.name)

    async def _start(self, model: Model) -> None:
        now = asyncio.get_running_loop().time()
        if now < self._not_before:
            return
        self._not_before = now + RETRY_SECONDS
        (port,) = free_ports(1)
        child = await spawn(self.command(model, port))
        name = model.encoder_fingerprint
        self._beside[name] = _Encoder(child, f"http://127.0.0.1:{port}", {model.name})
        get_logger().info("encoder_started_beside", model=name, port=port)

    async def _end_unused(self, wanted: Model | None) -> None:
        """End what neither the wanted assistant nor any that still runs needs."""
        if not self._beside:
            return
        running = {entry.model for entry in await self.registry.entries()}
        needed = running | ({wanted.name} if wanted else set())
        for name in [name for name, one in self._beside.items() if not one.models & needed]:
            await self._end(name)

    async def _end(self, name: str) -> None:
        await self._beside.pop(name).child.stop()


async def _model_at(url: str) -> str:
    """Return which model the encoder at `url` has, empty if none answers."""
    async with httpx.AsyncClient(timeout=ASK_SECONDS, trust_env=False) as client:
        try:
            answer = await client.get(f"{url}/model")
            answer.raise_for_status()
        except httpx.HTTPError:
            return ""
    model: str = answer.json()["model"]
    return model
