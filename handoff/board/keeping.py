"""Keeps the board for all who look at it: in a rush it is read now and then, not for each of them.

A board of ten thousand who wait takes a second and more to read. Whoever asks then gets the last
one at once, and the next one is read in the background, at a share of the process's time.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial

from chassis.logs import get_logger
from conversation.routing.sites import Viewer
from handoff.board.views import BoardView
from staff.language import language

#: Up to so many who wait, the board is read anew for everybody who looks.
FEW = 500
#: So many times as long as a board took to read, it is kept.
PACE = 10


@dataclass(frozen=True, slots=True)
class Kept:
    """A board, when it had been read, and how long that took, in seconds."""

    view: BoardView
    read_at: float
    took: float

    @property
    def small(self) -> bool:
        """Whether it is read quickly."""
        return len(self.view.waiting) + self.view.more <= FEW


@dataclass(slots=True)
class Keeping:
    """One for a process; `read` reads the board, `seconds` is a clock that only goes on.

    A board is kept for each language it is read in.
    """

    read: Callable[[], Awaitable[BoardView]]
    seconds: Callable[[], float] = time.monotonic
    _kept: dict[str, Kept] = field(default_factory=dict)
    _reading: "dict[str, asyncio.Task[BoardView]]" = field(default_factory=dict)
    _first: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def board(self) -> BoardView:
        """Return the board: as it is now, or in a rush as it was a little ago."""
        kept = self._kept.get(language())
        if kept is None:
            async with self._first:
                kept = self._kept.get(language())
                return kept.view if kept else await self._read()
        if kept.small:
            return await self._read()
        if self.seconds() - kept.read_at >= PACE * kept.took:
            self._read_in_the_background()
        return kept.view

    async def _read(self) -> BoardView:
        began = self.seconds()
        view = await self.read()
        now = self.seconds()
        self._kept[language()] = Kept(view, read_at=now, took=now - began)
        return view

    def _read_in_the_background(self) -> None:
        reading = self._reading.get(language())
        if reading is None or reading.done():
            # A task goes on in the language of whoever began it.
            reading = self._reading[language()] = asyncio.create_task(self._read())
            reading.add_done_callback(_tell_of_trouble)


@dataclass(frozen=True, slots=True)
class Boards:
    """One for a process: a board for each site that somebody is in charge of, and one of all."""

    read: Callable[[str], Awaitable[BoardView]]
    _of: dict[str, Keeping] = field(default_factory=dict)

    async def board(self, viewer: Viewer) -> BoardView:
        """Return the board that somebody may see."""
        (site,) = viewer.leads or ("",)
        keeping = self._of.setdefault(site, Keeping(partial(self.read, site)))
        return await keeping.board()


def _tell_of_trouble(reading: "asyncio.Task[BoardView]") -> None:
    if not reading.cancelled() and (error := reading.exception()):
        get_logger().warning("board_not_read", exc_info=error)
