"""Tells whoever looks at the world that something in it has changed."""

import asyncio
from contextlib import suppress


class Changes:
    """A number that grows with every change, and a way to wait for the next one."""

    def __init__(self) -> None:
        self.version = 1
        self._waiting: set[asyncio.Event] = set()

    def happened(self) -> None:
        self.version += 1
        for event in self._waiting:
            event.set()

    async def later_than(self, version: int, *, patience: float) -> int:
        """Return the version once it is later than the one known, or after `patience` seconds."""
        if self.version > version:
            return self.version
        event = asyncio.Event()
        self._waiting.add(event)
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(patience):
                    await event.wait()
        finally:
            self._waiting.discard(event)
        return self.version
