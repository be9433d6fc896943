"""A desk that serves over a full store, in a process of its own, and what it takes to run."""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from gateway.bootstrap import Live, connect
from gateway.ports import free_ports
from gateway.secrets import completed
from gateway.settings import Settings, read_settings
from tests.bench.crowd import Crowd, employ, fill
from tests.bench.figures import Series

LONGEST = 120.0
TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Asked:
    """Requests of one kind: how long each took, and the processor time of one, in ms."""

    series: Series
    desk_ms: float
    redis_ms: float
    kilobytes: float

    @property
    def row(self) -> str:
        """The line of a table."""
        figures = f"{self.desk_ms:.1f} | {self.redis_ms:.1f} | {self.kilobytes:.0f} |"
        return f"{self.series.row} {figures}"


@dataclass(frozen=True)
class Desk:
    """A desk that serves, and what it stands on."""

    url: str
    process: int
    live: Live
    secrets: list[str]

    def browser(self, number: int, **headers: str) -> httpx.AsyncClient:
        """Return the browser of an agent."""
        cookies = {"staff": self.secrets[number % len(self.secrets)]}
        return httpx.AsyncClient(
            base_url=self.url, cookies=cookies, headers=headers, timeout=LONGEST, verify=False
        )

    def desk_ms(self) -> float:
        """Return the processor time that the desk has taken."""
        fields = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * TICK_MS

    async def redis_ms(self) -> float:
        """Return the processor time that Redis has taken."""
        told = await self.live.redis.info("cpu")
        return 1000 * float(told["used_cpu_user"] + told["used_cpu_sys"])


@asynccontextmanager
async def running_desk(folder: Path, redis_url: str, crowd: Crowd) -> AsyncIterator[Desk]:
    """Run a desk in a process of its own over a full store."""
    settings, environment = _settings(folder, redis_url)
    live = connect(settings, name="bench")
    secrets = await employ(settings, live, crowd)
    await fill(live, crowd)
    log = (folder / "desk.log").open("wb")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "gateway", "serve", "desk"),
        env={**os.environ, **environment},
        stdout=log,
        stderr=log,
    )
    desk = Desk(f"http://127.0.0.1:{settings.desk_port}", process.pid, live, secrets)
    try:
        await _answers(desk)
        yield desk
    finally:
        process.terminate()
        await process.wait()
        log.close()
        await live.redis.aclose(close_connection_pool=True)


def _settings(folder: Path, redis_url: str) -> tuple[Settings, dict[str, str]]:
    (port,) = free_ports(1)
    own = {"REDIS_URL": redis_url, "DATA_DIR": str(folder / "var"), "DESK_PORT": str(port)}
    (folder / "var").mkdir()
    environment = completed(own, folder / "var")
    return read_settings(environment), environment


async def _answers(desk: Desk) -> None:
    async with desk.browser(0) as browser:
        end = time.monotonic() + LONGEST
        while time.monotonic() < end:
            try:
                if (await browser.get("/readyz")).is_success:
                    return
            except httpx.TransportError:
                await asyncio.sleep(0.2)
    raise RuntimeError("The desk does not answer.")
