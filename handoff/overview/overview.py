"""Keeps the overview of the desk: whoever looks gets all that has happened before they asked.

The feed names what has changed and only that is read again, so that a look costs as much whether
ten wait or ten thousand. Where the feed cannot say what has changed (after a long sleep, or a Redis
that has forgotten), everything is read again; so it is now and then, whatever was said.
"""

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from chassis.logs import get_logger
from conversation.identity import ConversationId
from conversation.ports import Clock
from conversation.routing.ports import Places
from handoff.console.platforms import Window, Windows
from handoff.overview.picture import Picture
from handoff.overview.ports import Changes, Mark
from handoff.routing.expiries import WITH_WINDOW

READ_AT_ONCE = 250
#: What nobody looks at is kept up to date as well, lest the feed be trimmed meanwhile.
PULSE_SECONDS = 5.0
#: Keys that run out are told to nobody.
WHOLE_EVERY_SECONDS = 3600.0


@dataclass(slots=True)
class Overview:
    """One for a process; every feature of it may read."""

    places: Places
    changes: Changes
    windows: Windows
    clock: Clock
    seconds: Callable[[], float] = time.monotonic
    _picture: Picture = field(default_factory=Picture)
    _mark: Mark | None = None
    _whole_at: float = 0.0
    #: Whose place the time may have changed, until they have been read again.
    _owed: set[ConversationId] = field(default_factory=set)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _next: "asyncio.Task[None] | None" = None
    _readings: "set[asyncio.Task[None]]" = field(default_factory=set)

    async def now(self) -> Picture:
        """Return the picture; all that was done before this was called is in it.

        Who asks while somebody else reads shares the next reading with all who do. Raises what the
        store raises.
        """
        if self._next is None:
            self._next = asyncio.create_task(self._catch_up())
            self._readings.add(self._next)
            self._next.add_done_callback(self._readings.discard)
        await asyncio.shield(self._next)
        return self._picture

    async def run(self, *, pulse: float = PULSE_SECONDS) -> None:
        """Keep it up to date for as long as the process lives."""
        try:
            while True:
                await self._pulse()
                await asyncio.sleep(pulse)
        finally:
            readings = list(self._readings)
            for reading in readings:
                reading.cancel()
            await asyncio.gather(*readings, return_exceptions=True)

    async def _pulse(self) -> None:
        try:
            await self.now()
            if self.seconds() - self._whole_at >= WHOLE_EVERY_SECONDS:
                await self._read_whole()
        except Exception as error:  # noqa: BLE001 - whatever broke, it is tried again
            get_logger().error("overview_not_read", exc_info=error)

    async def _catch_up(self) -> None:
        async with self._turn:
            self._next = None  # who asks from now on may ask for something that comes later
            if self._mark is None:
                await self._read_all()
            changed = await self.changes.since(self._mark)
            if changed.conversations is None:
                await self._read_all()
                return
            self._owed.update(self._picture.due(self.clock.now()))
            stale = {*self._owed, *_that_matter(changed.conversations, self._picture)}
            await self._read(self._picture, stale)
            self._mark = changed.until
            self._owed.clear()

    async def _read_all(self) -> None:
        self._picture, self._mark = await self._whole()
        self._whole_at = self.seconds()

    async def _read_whole(self) -> None:
        """Read all again beside those who look, who go on with what they have."""
        picture, mark = await self._whole()
        async with self._turn:
            changed = await self.changes.since(mark)
            if changed.conversations is None:
                return  # whoever looks next reads all of it
            await self._read(picture, _that_matter(changed.conversations, picture))
            self._picture, self._mark = picture, changed.until
            self._whole_at = self.seconds()

    async def _whole(self) -> tuple[Picture, Mark]:
        """Return a picture of everything, and a mark from before it was read."""
        mark = (await self.changes.since(None)).until
        picture = Picture()
        everything = {*await self.places.queue(), *await self.places.held()}
        await self._read(picture, everything)
        return picture, mark

    async def _read(self, picture: Picture, conversations: Iterable[ConversationId]) -> None:
        """Read conversations some at a time, so that others get their turn."""
        wanted = list(conversations)
        for first in range(0, len(wanted), READ_AT_ONCE):
            some = wanted[first : first + READ_AT_ONCE]
            windows = await self._windows(some)
            standings = await self.places.standings(some)
            now = self.clock.now()
            for standing in standings:
                conversation = standing.state.conversation
                picture.put(standing, windows.get(conversation), now=now)

    async def _windows(
        self, conversations: Iterable[ConversationId]
    ) -> dict[ConversationId, Window | None]:
        asked = [one for one in conversations if one.channel in WITH_WINDOW]
        found = await asyncio.gather(*(self.windows.window(one) for one in asked))
        return dict(zip(asked, found, strict=True))


def _that_matter(
    changed: Mapping[ConversationId, bool], picture: Picture
) -> Iterable[ConversationId]:
    """Leave out those with the assistant, in which only something was said."""
    return [one for one, moved in changed.items() if moved or one in picture]
