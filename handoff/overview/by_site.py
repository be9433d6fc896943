"""Who waits, as people of some sites see it: worked out once for all of them who look."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from conversation.routing.concerns import concern_of
from conversation.routing.sites import Opening, Wait, agents_of, wait_of
from conversation.routing.sites import Sites as Names
from conversation.routing.teams import Directory
from handoff.overview.picture import Kept, Picture
from handoff.routing.sites import Sites

#: So many are looked at before others get their turn.
AT_ONCE = 250
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Those who wait, for somebody, the first to be answered first; None: the whole picture's."""

    picture: Picture
    part: "Part | None" = None

    @property
    def changes(self) -> int:
        """How many changes of the picture are in it."""
        return self.picture.changes if self.part is None else self.part.queue.changes

    @property
    def many(self) -> int:
        """How many wait."""
        return self.picture.waiting if self.part is None else len(self.part.found)

    def page(self, first: int, many: int) -> Sequence[Kept]:
        """Return some of them."""
        if self.part is None:
            return self.picture.page(first, many)
        return self.part.found[first : first + many]


@dataclass(frozen=True, slots=True)
class Queue:
    """The whole queue in order with whose it is, and what it was made of."""

    picture: Picture
    changes: int
    directory: Directory
    waits: Sequence[tuple[Kept, Wait]]

    def stands(self, picture: Picture, directory: Directory) -> bool:
        """Say whether it would come out the same."""
        same = self.picture is picture and self.changes == picture.changes
        return same and self.directory is directory


@dataclass(frozen=True, slots=True)
class Part:
    """What people of some sites see of a queue; it holds from `since` until `until`."""

    queue: Queue
    since: datetime
    until: datetime
    found: Sequence[Kept]


@dataclass(slots=True)
class Queues:
    """One for a process. Who is of all sites costs nothing; the others only what has changed."""

    sites: Sites
    _directory: Directory = field(default_factory=Directory)
    _latest: Directory | None = None
    _queue: Queue | None = None
    _parts: dict[frozenset[str], Part] = field(default_factory=dict)
    #: Equal ones are kept once: that says quickly what many have in common.
    _openings: dict[Opening, Opening] = field(default_factory=dict)

    async def of(self, picture: Picture, sites: Names) -> Waiting:
        """Return who waits and may be seen by people of some sites."""
        if sites is None:
            return Waiting(picture)
        queue, now = await self._current(picture), self.sites.claiming.clock.now()
        part = self._parts.get(sites)
        if part is None or part.queue is not queue or not part.since <= now < part.until:
            part = self._parts[sites] = _part(queue, sites, now)
        return Waiting(picture, part)

    async def _current(self, picture: Picture) -> Queue:
        directory = await self._teams()
        before = self._queue
        if before and before.stands(picture, directory):
            return before
        # Nothing is put into the picture between these two: there is no pause.
        changes, kept = picture.changes, picture.page()
        same = before is not None and before.directory is directory
        known = {id(one): wait for one, wait in before.waits} if before and same else {}
        new = [one for one in kept if id(one) not in known]
        for one, wait in zip(new, await self._waits(new, directory), strict=True):
            known[id(one)] = wait
        queue = Queue(picture, changes, directory, [(one, known[id(one)]) for one in kept])
        self._queue = queue
        return queue

    async def _teams(self) -> Directory:
        """Return the directory: the one known before, as long as it says the same."""
        latest = await self.sites.claiming.directories.current()
        if latest is not self._latest:
            self._latest = latest
            if latest != self._directory:
                self._directory = latest
        return self._directory

    async def _waits(self, kept: Sequence[Kept], directory: Directory) -> list[Wait]:
        now, topics = self.sites.claiming.clock.now(), self.sites.topics
        agents = {agent for one in kept for agent in agents_of(one.standing)}
        at = await self.sites.at(agents, directory)
        found = []
        for number, one in enumerate(kept):
            if number % AT_ONCE == 0:
                await asyncio.sleep(0)
            concern = concern_of(one.standing, now=now, topics=topics)
            wait = wait_of(concern, one.standing, directory, at)
            opening = self._openings.setdefault(wait.opening, wait.opening)
            found.append(Wait(wait.since, opening))
        return found


def _part(queue: Queue, sites: frozenset[str], now: datetime) -> Part:
    after: dict[int, timedelta | None] = {}
    found, until = [], NEVER
    for one, wait in queue.waits:
        key = id(wait.opening)
        if key not in after:
            after[key] = wait.opening.after(sites)
        if (its := after[key]) is None:
            continue
        if (opens := wait.since + its) <= now:
            found.append(one)
        else:
            until = min(until, opens)
    return Part(queue, since=now, until=until, found=found)
