"""Listens for posts that do not address us; people look at them, the assistant stays silent."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from chassis.logs import get_logger
from connectors.x.hearing import Hearing
from connectors.x.marks import Marks, time_of
from connectors.x.problems import XError
from connectors.x.reading import Page, Reading
from connectors.x.rules import Query
from conversation.errors import TryLaterError
from conversation.ports import Clock

# A recent search goes back seven days, and refuses ids that are older.
FURTHEST_BACK = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Listening:
    """Searches for what our rules name, since the last post found."""

    queries: Sequence[Query]
    reading: Reading
    hearing: Hearing
    marks: Marks
    clock: Clock

    async def listen_once(self) -> None:
        """Search with every rule once; when the budget is used up, the rest waits."""
        for query in self.queries:
            try:
                await self._search(query)
            except TryLaterError:
                return
            except XError as error:
                get_logger().warning("x_search_failed", rule=query.rule, exc_info=error)

    async def _search(self, query: Query) -> None:
        mark = f"search.{hashlib.blake2b(query.value.encode(), digest_size=6).hexdigest()}"
        page = await self._page(query, await self.marks.id(mark))
        await self.hearing.hear(list(reversed(page.told)), unasked=True)
        if page.newest:
            await self.marks.note(mark, page.newest)

    async def _page(self, query: Query, since: str) -> Page:
        oldest = self.clock.now() - FURTHEST_BACK
        if since and time_of(since) > oldest:
            return await self.reading.search(query.value, since=since)
        after = max(await self.marks.beginning(), oldest)
        return await self.reading.search(query.value, since="", after=after)
