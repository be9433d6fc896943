"""The real system for measuring: one engine that also opens Rasa's REST channel, beside ours."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from redis.asyncio import Redis

from conversation.keys import Keys
from gateway.engines import EngineEntry, EngineRegistry, EngineState
from gateway.launcher import Launcher
from gateway.models import CurrentModel
from gateway.ports import free_ports
from gateway.processes import Plan, Planned
from gateway.secrets import completed
from gateway.settings import Settings, read_settings
from tests.support.stack import PROCESSES

CREDENTIALS = "rest:\nbot.channel.CareChannel:\n  token: ${ENGINE_TOKEN}\n"
PLENTY = "1000000"


@dataclass(frozen=True)
class System:
    """Where to ask: the gateway, and the engine itself."""

    gateway: str
    engine: str


@asynccontextmanager
async def running_system(folder: Path, *, merge_window: float) -> AsyncIterator[System]:
    """Run everything that a turn passes through, without limits on how much one may ask."""
    settings, plan = configured(folder, merge_window)
    model = CurrentModel(settings.models_dir).read()
    if model is None:
        raise RuntimeError("There is no trained assistant; run `make train`.")
    launcher = Launcher(say=lambda _: None)
    try:
        await launcher.start(plan.redis())
        await launcher.start(plan.encoder(model.encoder_dir), plan.backoffice(), plan.actions())
        engine = _engine(plan, folder, model.file)
        await launcher.start(engine)
        url = f"http://127.0.0.1:{engine.port}"
        announcing = asyncio.create_task(_announce(settings, url))
        await launcher.start(plan.own("worker"), plan.own("gateway"))
        yield System(gateway=f"http://127.0.0.1:{settings.gateway_port}", engine=url)
        announcing.cancel()
        with suppress(asyncio.CancelledError):
            await announcing
    finally:
        await launcher.stop()


def configured(folder: Path, merge_window: float) -> tuple[Settings, Plan]:
    """Return settings and commands for an installation in `folder`, on ports of its own."""
    ports = zip(PROCESSES, free_ports(len(PROCESSES)), strict=True)
    environment = completed(
        {
            **os.environ,
            **{f"{name.upper()}_PORT": str(port) for name, port in ports},
            "DATA_DIR": str(folder),
            "MERGE_WINDOW": str(merge_window),
            "TURNS_AT_ONCE": "16",
            "LINES_PER_MINUTE": PLENTY,
            "ADDRESS_LINES_PER_MINUTE": PLENTY,
            "ADDRESS_SESSIONS_PER_HOUR": PLENTY,
            "ADDRESS_SOCKETS": PLENTY,
        },
        folder,
    )
    settings = read_settings(environment)
    return settings, Plan(settings, environment)


def _engine(plan: Plan, folder: Path, model: Path) -> Planned:
    credentials = folder / "credentials.yml"
    credentials.write_text(CREDENTIALS)
    (port,) = free_ports(1)
    return plan.engine(model, port=port, credentials=credentials)


async def _announce(settings: Settings, url: str) -> None:
    async with Redis.from_url(settings.live_url) as redis:
        registry = EngineRegistry(redis, Keys(partitions=settings.partitions))
        while True:
            entry = EngineEntry(id="bench", url=url, model="m", state=EngineState.READY)
            await registry.announce([entry])
            await asyncio.sleep(3)
