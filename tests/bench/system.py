"""The real system for measuring: one engine that also opens Rasa's REST channel, beside ours."""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
from redis.asyncio import Redis

from connectors.rasa import engine_command
from conversation.keys import Keys
from gateway.children import Child, Command, spawn
from gateway.engines import EngineEntry, EngineRegistry, EngineState
from gateway.launcher import Launcher
from gateway.models import CurrentModel
from gateway.processes import BASICS, Plan
from gateway.secrets import completed
from gateway.settings import ROOT, Settings, read_settings
from tests.support.stack import PROCESSES, free_ports

CREDENTIALS = "rest:\nbot.channel.CareChannel:\n  token: ${ENGINE_TOKEN}\n"
START_SECONDS = 180
PLENTY = "1000000"


@dataclass(frozen=True)
class System:
    """Where to ask: the gateway, and the engine itself."""

    gateway: str
    engine: str


@asynccontextmanager
async def running_system(folder: Path, *, merge_window: float) -> AsyncIterator[System]:
    """Run everything that a turn passes through, without limits on how much one may ask."""
    settings, plan = _configured(folder, merge_window)
    model = CurrentModel(settings.models_dir).read()
    if model is None:
        raise RuntimeError("There is no trained assistant; run `make train`.")
    launcher = Launcher(say=lambda _: None)
    try:
        await launcher.start(plan.redis())
        await launcher.start(plan.encoder(model.encoder_dir), plan.backoffice(), plan.actions())
        engine, url = await _engine(settings, folder, model.file)
        announcing = asyncio.create_task(_announce(settings, url))
        await launcher.start(plan.own("worker"), plan.own("gateway"))
        yield System(gateway=f"http://127.0.0.1:{settings.gateway_port}", engine=url)
        announcing.cancel()
        with suppress(asyncio.CancelledError):
            await announcing
        await engine.stop()
    finally:
        await launcher.stop()


def _configured(folder: Path, merge_window: float) -> tuple[Settings, Plan]:
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


async def _engine(settings: Settings, folder: Path, model: Path) -> tuple[Child, str]:
    credentials = folder / "credentials.yml"
    credentials.write_text(CREDENTIALS)
    (port,) = free_ports(1)
    started = engine_command(
        python=ROOT / "bot" / ".venv" / "bin" / "python",
        model=model.resolve(),
        port=port,
        token=settings.engine_token.get_secret_value(),
        actions=(
            f"http://127.0.0.1:{settings.actions_port}",
            settings.actions_token.get_secret_value(),
        ),
        encoder_url=f"http://127.0.0.1:{settings.encoder_port}",
    )
    argv = [str(credentials) if one == "credentials.yml" else one for one in started.argv]
    basics = {name: os.environ[name] for name in BASICS if name in os.environ}
    command = Command(
        name="engine",
        argv=argv,
        environment={**basics, **started.environment},
        log=folder / "log" / "engine.log",
        folder=ROOT,
    )
    child = await spawn(command)
    url = f"http://127.0.0.1:{port}"
    await _until_loaded(child, url)
    return child, url


async def _until_loaded(child: Child, url: str) -> None:
    end = time.monotonic() + START_SECONDS
    async with httpx.AsyncClient(base_url=url) as client:
        while time.monotonic() < end and child.running:
            with suppress(httpx.HTTPError):
                if (await client.get("/webhooks/care/ready")).status_code == httpx.codes.OK:
                    return
            await asyncio.sleep(0.5)
    raise RuntimeError(f"The engine did not start:\n{child.last_words()}")


async def _announce(settings: Settings, url: str) -> None:
    async with Redis.from_url(settings.live_url) as redis:
        registry = EngineRegistry(redis, Keys(partitions=settings.partitions))
        while True:
            entry = EngineEntry(id="bench", url=url, model="m", state=EngineState.READY)
            await registry.announce([entry])
            await asyncio.sleep(3)
