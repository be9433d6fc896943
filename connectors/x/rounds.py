"""The connector's work beside requests: done again and again, by one process at a time."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from chassis.logs import get_logger
from chassis.tasks import cancelled
from connectors.x.composition import X
from connectors.x.locks import Locks

Job = Callable[[], Awaitable[None]]

# A process that dies in the middle is replaced after this time.
HELD = timedelta(minutes=2)
# X lets a stream be opened 50 times in 15 minutes.
STREAM_PAUSE = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Rounds:
    """Does `job` every `pause`, through every failure; all processes may run it, one does it."""

    name: str
    job: Job
    locks: Locks
    pause: timedelta

    async def run(self) -> None:
        """Go on until cancelled."""
        while True:
            await self.once()
            await asyncio.sleep(self.pause.total_seconds())

    async def once(self) -> bool:
        """Do the job, unless a process is at it or has been within the pause; say whether."""
        try:
            owner = await self.locks.hold(self.name, longest=HELD)
            if owner is None:
                return False
            try:
                await self._while_held(owner)
            finally:
                # Not given back: the others are to keep the pause too.
                await self.locks.hold_on(self.name, owner, longest=self.pause * 0.9)
        except Exception as error:  # noqa: BLE001 - the next round is the remedy
            get_logger().warning("x_round_failed", round=self.name, exc_info=error)
            return False
        return True

    async def _while_held(self, owner: str) -> None:
        """Run the job however long it takes; end it if the lock is lost."""
        job = asyncio.ensure_future(self.job())
        try:
            while not (await asyncio.wait({job}, timeout=HELD.total_seconds() / 4))[0]:
                if not await self.locks.hold_on(self.name, owner, longest=HELD):
                    return
            job.result()
        finally:
            await cancelled(job)


def rounds(x: X, *, pause: timedelta = timedelta(minutes=5)) -> list[Rounds]:
    """Return all that a gateway or worker keeps going for X beside its own work.

    Listening goes through the stream if there is an app token, else by search. X's own limits keep
    `pause` above a minute: 15 reads of messages in 15 minutes serve recovery and doubts alike.
    """
    made = [Rounds("recovery", x.recovery.sweep, x.locks, pause)]
    if x.watch is not None:
        made.append(Rounds("watch", x.watch.check, x.locks, pause))
    if x.stream is not None:
        made.append(Rounds("stream", x.stream.listen, x.locks, STREAM_PAUSE))
    elif x.listening.queries:
        made.append(Rounds("search", x.listening.listen_once, x.locks, pause))
    return made
