"""Lets a candidate read what customers have been answered to, unheard; it acts on nothing.

It reads after the fact: what was answered stands in the archive, and whoever answers waits for
nothing here. What it is too late for is dropped.
"""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

from chassis.logs import get_logger
from conversation.ports import Clock
from studio.errors import DamagedModelError
from studio.models import Model
from studio.training.ports import LiveTurn, LiveTurns, Taken
from studio.training.shadows import End, Shadow, Shadows

LOOK_SECONDS = 1.0
#: More waiting turns than this are dropped, the oldest first.
MOST_WAITING = 50
#: So much later than it was said a turn may reach the archive.
LATE = timedelta(minutes=3)
MOST_SEEN = 5_000
AT_ONCE = 500
MOST_FAILURES = 3


class ShadowError(Exception):
    """The candidate or what it reads from does not answer."""


class Reader(Protocol):
    """A candidate on processes of its own."""

    async def take(self, text: str) -> Taken:
        """Return what it takes a turn for. Raises ShadowError."""


Beside = Callable[[Model], AbstractAsyncContextManager[Reader]]


@dataclass
class Shadowing:
    """Works on the candidate that is to read along; of several trainers only one does.

    `busy` says that a training needs the machine: as long as it does nobody reads along. `share`
    is how many of all turns are read. `beside` runs a candidate; it raises ShadowError.
    """

    shadows: Shadows
    busy: Callable[[], bool]
    present: Callable[[], str]
    load: Callable[[str], Model]
    beside: Beside
    turns: LiveTurns
    share: float
    clock: Clock
    look: float = LOOK_SECONDS
    _failures: int = 0
    #: The one whose engine failed, and up to when it had looked.
    _left: tuple[str, datetime | None] | None = None
    _seen: "OrderedDict[str, None]" = field(default_factory=OrderedDict)

    async def run(self, stopping: asyncio.Event) -> None:
        """Work until told to stop; what is left unfinished then is taken up at the next start."""
        while not stopping.is_set():
            with self.shadows.alone() as mine:
                while mine and not stopping.is_set():
                    await self.step(stopping)
                    await asyncio.sleep(self.look)
            await asyncio.sleep(self.look)

    async def step(self, stopping: asyncio.Event) -> None:
        """Let the candidate read that is due, if there is one, until it ends or has to pause."""
        shadow = self.shadows.active()
        if shadow is None:
            self._failures, self._left = 0, None
            return
        if end := self._end(shadow):
            self._finish(shadow, end)
        elif not self.busy():
            await self._read_along(shadow, stopping)

    async def _read_along(self, shadow: Shadow, stopping: asyncio.Event) -> None:
        try:
            async with self.beside(self.load(shadow.model)) as reader:
                await self._rounds(shadow, reader, stopping)
        except (ShadowError, DamagedModelError) as error:
            self._failures += 1
            self._rests(shadow.id)
            get_logger().warning("shadow_failed", exc_info=error)
            if self._failures >= MOST_FAILURES or isinstance(error, DamagedModelError):
                self._finish(self.shadows.one(shadow.id) or shadow, End.FAILED)

    async def _rounds(self, shadow: Shadow, reader: Reader, stopping: asyncio.Event) -> None:
        if self._left and self._left[0] == shadow.id:
            # What was answered while its engine was away is still its to read.
            since = self._left[1]
        else:
            since = await self._beginning()
        self._left = None
        shadow = replace(shadow, runs=True)
        self.shadows.write(shadow)
        while not stopping.is_set() and not self.busy():
            if end := self._end(shadow):
                self._finish(shadow, end)
                return
            try:
                shadow, since = await self._round(shadow, reader, since)
            except ShadowError:
                self._left = shadow.id, since
                raise
            await asyncio.sleep(self.look)
        self.shadows.write(replace(shadow, runs=False))

    async def _beginning(self) -> datetime | None:
        """Pass over what was answered before: nobody has asked for that to be read."""
        latest = await self.turns.latest()
        if latest is not None:
            for one in await self.turns.since(latest - LATE, limit=MOST_SEEN):
                self._see(one.name)
        return latest

    async def _round(
        self, shadow: Shadow, reader: Reader, since: datetime | None
    ) -> tuple[Shadow, datetime | None]:
        """Read what has been answered since the last round."""
        if since is None:
            since = await self.turns.latest()
            if since is None:
                return shadow, None
        found = await self.turns.since(since - LATE, limit=AT_ONCE)
        fresh = [one for one in found if one.name not in self._seen]
        for one in fresh:
            self._see(one.name)
        due = [one for one in fresh if self._is_drawn(shadow, one)]
        late, due = due[:-MOST_WAITING], due[-MOST_WAITING:]
        taken: dict[str, Taken] = {}
        try:
            for one in due[: shadow.most - shadow.read]:
                if self.shadows.stopped(shadow.id):
                    break
                taken[one.name] = await reader.take(one.text)
        except ShadowError:
            for one in due:
                if one.name not in taken:
                    del self._seen[one.name]
            await self._kept(shadow, taken, late=len(late))
            raise
        shadow = await self._kept(shadow, taken, late=len(late))
        return shadow, max([since, *(one.at for one in found)])

    async def _kept(self, shadow: Shadow, taken: Mapping[str, Taken], *, late: int) -> Shadow:
        """Keep what was read, and count it."""
        kept = await self.turns.keep(shadow.id, taken) if taken else 0
        if kept:
            # It has worked meanwhile; only one that fails again and again is given up on.
            self._failures = 0
        if kept or late:
            shadow = replace(shadow, read=shadow.read + kept, dropped=shadow.dropped + late)
            self.shadows.write(shadow)
        return shadow

    def _is_drawn(self, shadow: Shadow, turn: LiveTurn) -> bool:
        """Draw a share of turns, the same ones whenever it is asked."""
        digest = hashlib.sha256(f"{shadow.id}|{turn.name}".encode()).digest()
        return int.from_bytes(digest[:4]) < self.share * 2**32

    def _see(self, name: str) -> None:
        self._seen[name] = None
        while len(self._seen) > 2 * MOST_SEEN:
            self._seen.popitem(last=False)

    def _rests(self, id: str) -> None:
        """Say that nobody reads right now."""
        shadow = self.shadows.one(id)
        if shadow and shadow.runs:
            self.shadows.write(replace(shadow, runs=False))

    def _end(self, shadow: Shadow) -> End:
        if self.shadows.stopped(shadow.id):
            return End.STOPPED
        if self.present() != shadow.beside:
            return End.OVERTAKEN
        if shadow.read >= shadow.most:
            return End.ENOUGH
        return End.TIME if self.clock.now() >= shadow.until else End.NONE

    def _finish(self, shadow: Shadow, end: End) -> None:
        ended = replace(shadow, end=end, ended_at=self.clock.now(), runs=False)
        self.shadows.write(ended)
        get_logger().info("shadow_ended", shadow=shadow.id, end=end.value, read=shadow.read)
