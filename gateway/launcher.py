"""Runs all processes on one machine: starts them in order, watches them, ends them cleanly."""

import asyncio
import signal
import socket
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import httpx

from gateway.children import Child, spawn
from gateway.processes import LOOPBACK, Planned

READY_SECONDS = 180.0
POLL_SECONDS = 0.2
WATCH_SECONDS = 0.5
MOST_RESTARTS = 5
RESTART_WINDOW_SECONDS = 60.0

Say = Callable[[str], None]


class CannotStartError(Exception):
    """The whole cannot run; the sentence says why."""


class StoppedError(Exception):
    """Somebody ended the start before it was done."""


@dataclass
class Launcher:
    """Starts groups of processes one after the other and keeps them all running."""

    say: Say
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    _running: list[tuple[Planned, Child]] = field(default_factory=list)
    _deaths: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def stop_on_signals(self) -> None:
        """Let Ctrl-C and SIGTERM end everything in good order."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.stopping.set)

    async def start(self, *group: Planned) -> None:
        """Start processes side by side and wait until all are ready.

        Raises CannotStartError, and StoppedError if told to stop meanwhile.
        """
        started = time.monotonic()
        for planned in group:
            self._running.append((planned, await _spawned(planned)))
        await asyncio.gather(*(self._until_ready(planned) for planned in group))
        names = ", ".join(planned.name for planned in group)
        self.say(f"{names}: ready after {time.monotonic() - started:.1f} s")

    async def watch(self) -> None:
        """Restart what dies until told to stop. Raises CannotStartError if one keeps dying."""
        while not self.stopping.is_set():
            for place, (planned, child) in enumerate(self._running):
                if not child.running:
                    self._running[place] = (planned, await self._restarted(planned, child))
            await asyncio.sleep(WATCH_SECONDS)

    async def stop(self) -> None:
        """End all processes, the last started first."""
        while self._running:
            planned, child = self._running.pop()
            await child.stop()
            self.say(f"{planned.name}: ended")

    async def _until_ready(self, planned: Planned) -> None:
        end = time.monotonic() + READY_SECONDS
        child = next(child for one, child in self._running if one is planned)
        async with httpx.AsyncClient(timeout=3) as client:
            while not await _is_ready(client, planned):
                if self.stopping.is_set():
                    raise StoppedError
                if not child.running:
                    raise CannotStartError(f"{planned.name} cannot start:\n{child.last_words()}")
                if time.monotonic() > end:
                    words = child.last_words()
                    raise CannotStartError(f"{planned.name} was not ready in time:\n{words}")
                await asyncio.sleep(POLL_SECONDS)

    async def _restarted(self, planned: Planned, child: Child) -> Child:
        now = time.monotonic()
        deaths = self._deaths[planned.name]
        deaths[:] = [*(at for at in deaths if now - at < RESTART_WINDOW_SECONDS), now]
        if len(deaths) > MOST_RESTARTS:
            words = child.last_words()
            raise CannotStartError(f"{planned.name} keeps dying:\n{words}")
        code = child.process.returncode
        self.say(f"{planned.name}: died (exit status {code}), starting it again")
        await child.stop()
        return await _spawned(planned)


def check_ports(planned: Sequence[Planned]) -> None:
    """Raise CannotStartError, naming the setting, if a port is taken."""
    for one in planned:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((LOOPBACK, one.port))
            except OSError:
                raise CannotStartError(
                    f"Port {one.port} for the {one.name} is taken. "
                    f"End what uses it, or set {one.setting} to another port."
                ) from None


async def _spawned(planned: Planned) -> Child:
    try:
        return await spawn(planned.command)
    except OSError as error:
        raise CannotStartError(f"{planned.name} cannot start: {error.strerror}.") from None


async def _is_ready(client: httpx.AsyncClient, planned: Planned) -> bool:
    if not planned.ready_url:
        return await _accepts(planned.port)
    try:
        return (await client.get(planned.ready_url)).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


async def _accepts(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection(LOOPBACK, port)
    except OSError:
        return False
    writer.close()
    await writer.wait_closed()
    return True
