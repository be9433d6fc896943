"""A line that bookings stand in before they ask the database, so that a rush ends in answers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from chassis.errors import UnavailableError

LONGEST_WAIT = 20.0


class Line:
    """Lets one through at a time, in the order of their coming, within this process.

    That nobody is booked twice is the database's doing; but who waits inside of it uses up the
    time a transaction may take.
    """

    def __init__(self, *, seconds: float = LONGEST_WAIT) -> None:
        self._seconds = seconds
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for one's turn and keep it until the block ends.

        Raises `UnavailableError` if it does not come in time.
        """
        try:
            async with asyncio.timeout(self._seconds):
                await self._turn.acquire()
        except TimeoutError:
            raise UnavailableError("Too many are booking right now.") from None
        try:
            yield
        finally:
            self._turn.release()
