"""A page's stream as a test listens to it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from handoff.console.addresses import path_of
from tests.console.world import customer

PATIENCE_SECONDS = 20


class Listener:
    """Collects the events of one stream."""

    def __init__(self, response: httpx.Response) -> None:
        self._lines = response.aiter_lines()
        self.heard: list[str] = []
        #: What the last event said beside its name.
        self.data = ""

    async def next(self, seconds: float = PATIENCE_SECONDS) -> str:
        """Return the next event's name; the test fails where none comes."""
        async with asyncio.timeout(seconds):
            async for line in self._lines:
                if line.startswith("event: "):
                    self.heard.append(line.removeprefix("event: "))
                elif line.startswith("data: "):
                    self.data = line.removeprefix("data: ")
                    return self.heard[-1]
        return "closed"

    async def until(self, name: str) -> None:
        """Read on to an event of this name; the test fails where none comes."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while (heard := await self.next()) != name:
                assert heard != "closed", self.heard

    async def queue(self, waiting: int) -> dict[str, Any]:
        """Read on until so many are said to wait; return what was said."""
        while True:
            await self.until("queue")
            told: dict[str, Any] = json.loads(self.data)
            if told["waiting"] == waiting:
                return told


@asynccontextmanager
async def listening(browser: httpx.AsyncClient, of: str = "") -> AsyncIterator[Listener]:
    """Open a stream as the page of one conversation does, or of none."""
    segment = path_of(customer(of)).rsplit("/", 1)[1] if of else ""
    params = {"conversation": segment} if of else None
    async with browser.stream("GET", "/console/live", params=params) as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        assert response.headers["cache-control"] == "no-store"
        listener = Listener(response)
        assert await listener.next() == "hello"
        yield listener
