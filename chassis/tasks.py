"""Ending asyncio tasks for certain."""

import asyncio
from typing import Any

PATIENCE_SECONDS = 0.5


async def cancelled(*tasks: "asyncio.Task[Any]") -> None:
    """Cancel `tasks` and return once all have ended.

    One cancellation may get lost: on Python 3.11 `asyncio.wait_for`, which redis-py uses when it
    sends, swallows one that arrives together with its result. So it is said again until heard.
    """
    while pending := [task for task in tasks if not task.done()]:
        for task in pending:
            task.cancel()
        await asyncio.wait(pending, timeout=PATIENCE_SECONDS)
