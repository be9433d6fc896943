"""Several pieces of work side by side, until told to stop; what is under way is finished."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta

from redis.exceptions import RedisError

from chassis.logs import get_logger

Work = Coroutine[None, None, None]

TROUBLE_SECONDS = 0.5
FIRST_BACKOFF = timedelta(seconds=1)
LONGEST_BACKOFF = timedelta(minutes=1)


async def work_through(
    name: str,
    get_next: Callable[[], Awaitable[Work | None]],
    *,
    at_once: int,
    stopping: asyncio.Event,
) -> None:
    """Run what `get_next` returns, up to `at_once` at a time, until `stopping` is set.

    `get_next` waits a moment itself when there is nothing. Trouble with Redis is waited out: what
    was leased and not finished becomes due again.
    """
    running: set[asyncio.Task[None]] = set()
    places = asyncio.Semaphore(at_once)

    def finished(task: asyncio.Task[None]) -> None:
        running.discard(task)
        places.release()

    while not stopping.is_set():
        await places.acquire()
        work = await _next_or_trouble(name, get_next)
        if work is None:
            places.release()
            continue
        task = asyncio.create_task(work)
        running.add(task)
        task.add_done_callback(finished)
        await asyncio.sleep(0)  # what has been found goes before the look for more
    if running:
        await asyncio.wait(running)


async def _next_or_trouble(
    name: str, get_next: Callable[[], Awaitable[Work | None]]
) -> Work | None:
    try:
        return await get_next()
    except RedisError as error:
        get_logger().warning("mail_out_of_reach", work=name, exc_info=error)
        await asyncio.sleep(TROUBLE_SECONDS)
        return None


def backoff(attempt: int) -> timedelta:
    """Return how long to wait after the `attempt`-th failure: 1 s, 2 s, 4 s ... one minute."""
    doubled: timedelta = FIRST_BACKOFF * 2 ** min(attempt - 1, 10)
    return min(doubled, LONGEST_BACKOFF)
