"""Keeps the studio ready: examples' meanings learnt, new sentences of customers taken in."""

import asyncio
from collections.abc import Callable

from chassis.logs import get_logger
from conversation.errors import EngineUnavailableError
from studio.content.content import Content
from studio.review.harvest import Harvest
from studio.search.meanings import MeaningUnavailableError
from studio.search.search import Search

PAUSE_SECONDS = 60.0
# Between two helpings of lines, so that those who are being answered come first.
BREATH_SECONDS = 1.0


class Gathering:
    """Runs beside the pages. Several may run at once: the inbox counts each line once."""

    def __init__(
        self,
        harvest: Harvest,
        search: Search,
        published: Callable[[], Content],
        *,
        pause: float = PAUSE_SECONDS,
        breath: float = BREATH_SECONDS,
    ) -> None:
        """`published` reads the published content; it may take its time."""
        self._harvest = harvest
        self._search = search
        self._published = published
        self._pause = pause
        self._breath = breath

    async def run(self) -> None:
        """Gather until cancelled. What fails is tried again after a pause; nothing is lost."""
        while True:
            try:
                await self.round()
            except Exception as error:  # noqa: BLE001 - the position has not moved, all comes again
                get_logger().warning("gathering_waits", seconds=self._pause, exc_info=error)
            await asyncio.sleep(self._pause)

    async def round(self) -> int:
        """Learn what is published and take in all new lines; return how many were read.

        Without the encoder lines are taken in by what the engine makes of them; without the engine
        they wait.
        """
        content = await asyncio.to_thread(self._published)
        try:
            await self._search.learn(content)
        except MeaningUnavailableError:
            get_logger().warning("examples_not_learnt")
        total = 0
        try:
            while read := await self._harvest.step(content):
                total += read
                await asyncio.sleep(self._breath)
        except EngineUnavailableError:
            get_logger().warning("customers_lines_wait")
        return total
