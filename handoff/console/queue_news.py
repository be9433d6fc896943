"""What has changed among those who wait, as open pages are told it: drawn once for all who look.

A page that has what it was told last needs no more than the rows that are new and the order of
all. One that has fallen behind fetches its list.
"""

import asyncio
import json
from collections import deque
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from chassis.logs import get_logger
from conversation.ports import Clock
from handoff.console.list_views import ListView
from handoff.console.listing import Listing
from handoff.console.live import Live
from handoff.console.queue_pages import Known, QueuePage, View
from handoff.overview.overview import Overview
from staff.language import speaking

#: So many states are remembered: who has fallen behind further fetches.
REMEMBERED = 20
PAUSE_SECONDS = 1.0


@dataclass(slots=True)
class Told:
    """What one view shows, and what it showed, by number."""

    page: QueuePage
    number: int = 0
    before: deque[tuple[int, tuple[Known, ...], int]] = field(
        default_factory=lambda: deque(maxlen=REMEMBERED)
    )
    words: dict[int | None, str] = field(default_factory=dict)

    def take(self, page: QueuePage, number: int) -> None:
        """Take what is shown now."""
        self.page = page
        self.number = number
        self.before.append((self.number, page.order, page.many))
        self.words.clear()


@dataclass(frozen=True, slots=True)
class QueueNews:
    """Keeps what each view that somebody looks at has shown, and what to say of it."""

    overview: Overview
    listing: Listing
    clock: Clock
    render: Callable[[ListView], str]
    _told: dict[View, Told] = field(default_factory=dict)
    #: No number stands for two states, even where a view was forgotten in between.
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    async def look(self, view: View) -> bool:
        """Look at what a view shows now; say whether it is something else than before."""
        picture = await self.overview.now()
        waiting = await self.listing.queues.of(picture, view.sites)
        with speaking(view.language):
            page = await self.listing.queue.page(view, waiting, self.clock.now())
        told = self._told.setdefault(view, Told(page))
        if told.number and (told.page.order, told.page.many) == (page.order, page.many):
            told.page = page
            return False
        told.take(page, next(self._numbers))
        return True

    async def number(self, view: View) -> int:
        """Return the number of what was looked at last."""
        if view not in self._told:
            await self.look(view)
        return self._told[view].number

    def keep(self, views: Collection[View]) -> None:
        """Forget all other views."""
        for view in set(self._told).difference(views):
            del self._told[view]

    def since(self, view: View, number: int | None, *, pace: float) -> tuple[str, int]:
        """Return as JSON what to say to a page that was told all up to `number`, and the new one.

        Without a number it is told that something has changed, not what. `waiting`: how many wait;
        `path`: which list is meant; `pace`: seconds between two fetches. `order`: the keys and
        versions of its rows, `html`: the list with those of them that are new. `again`: it has to
        be fetched. With neither of both nothing has changed in this list.
        """
        told = self._told[view]
        if number not in told.words:
            told.words[number] = json.dumps(
                {"waiting": told.page.many, "pace": pace, **self._change(told, view, number)},
                ensure_ascii=False,
            )
        return told.words[number], told.number

    def _change(self, told: Told, view: View, number: int | None) -> dict[str, Any]:
        path = self.listing.path_of_view(view)
        before = next((one for one in told.before if one[0] == number), None)
        if before is None:
            return {"path": path, "again": True}
        page, (_, order, many) = told.page, before
        if (page.order, page.many) == (order, many):
            return {"path": path}
        known = set(order)
        fresh = [one for one, name in zip(page.rows, page.order, strict=True) if name not in known]
        with speaking(view.language):
            html = self.render(self.listing.shared_view(view, page, fresh))
        return {"path": path, "order": page.order, "html": html}


@dataclass(frozen=True, slots=True)
class QueueCrier:
    """Tells everybody who watches, as soon as somebody comes or goes and then at a pace.

    Now and then it looks by itself: time alone moves people up, and opens them to other sites.
    """

    live: Live
    news: QueueNews
    every: float

    async def run(self) -> None:
        """Go on for as long as the process lives."""
        while True:
            moved = await self._moved()
            pause = self.live.pace
            try:
                await self._tell(all_of_them=moved)
            except Exception as error:  # noqa: BLE001 - whatever broke, it is tried again
                get_logger().error("queue_not_told", exc_info=error)
                self.live.queue_moved.set()
                pause = PAUSE_SECONDS
            await asyncio.sleep(pause)

    async def _moved(self) -> bool:
        """Wait until somebody comes or goes, or until it is time to look."""
        try:
            async with asyncio.timeout(self.every):
                await self.live.queue_moved.wait()
        except TimeoutError:
            return False
        self.live.queue_moved.clear()
        return True

    async def _tell(self, *, all_of_them: bool) -> None:
        """Tell of news; of somebody who came or went also those who may look at another page."""
        views = self.live.views
        changed = {view for view in views if await self.news.look(view)}
        self.news.keep(self.live.views)
        self.live.tell_queue(views if all_of_them else changed)
