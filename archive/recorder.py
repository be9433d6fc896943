"""Carries the live feed into SQL: it may lag, it never loses."""

import asyncio
from datetime import timedelta

from prometheus_client import CollectorRegistry
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.metrics import RecorderMetrics
from archive.reading import Joined, read
from archive.recording import record
from chassis.logs import get_logger
from conversation.contacts import Contacts
from conversation.people import person_of
from conversation.ports import Feed, FeedEvent, FeedKind

LONGEST_READ = timedelta(seconds=2)
# What happens within a moment is one commit: cheaper, and out of the way of the turn behind it.
GATHER_SECONDS = 0.25
WORTH_A_COMMIT = 50
FIRST_PAUSE = timedelta(milliseconds=200)
LONGEST_PAUSE = timedelta(seconds=15)


class Recorder:
    """Reads `feed` as a member of `group` and writes what happened to `database`.

    Several may run at once. `contacts` hears who went on in private with what they had begun in
    public. An event is acknowledged only once it is committed, so that whatever ends this process,
    the event is read again.
    """

    def __init__(
        self,
        feed: Feed,
        database: AsyncEngine,
        *,
        contacts: Contacts,
        registry: CollectorRegistry,
        group: str = "archive",
        longest_pause: timedelta = LONGEST_PAUSE,
    ) -> None:
        self._feed = feed
        self._database = database
        self._contacts = contacts
        self._group = group
        self._longest_pause = longest_pause
        self._metrics = RecorderMetrics(registry)

    async def run(self) -> None:
        """Record until cancelled. After a failure the same events are tried again, ever slower."""
        pause = FIRST_PAUSE
        while True:
            try:
                read = await self.step()
                pause = FIRST_PAUSE
                if 0 < read < WORTH_A_COMMIT:
                    await asyncio.sleep(GATHER_SECONDS)
            except Exception as error:  # noqa: BLE001 - nothing is acknowledged, all comes again
                self._metrics.failed()
                get_logger().warning("archive_waits", seconds=pause.total_seconds(), exc_info=error)
                await asyncio.sleep(pause.total_seconds())
                pause = min(pause * 2, self._longest_pause)

    async def step(self) -> int:
        """Record the next events, if any come in time; return how many were read.

        Raises what the feed or the database raises; then nothing was acknowledged.
        """
        events = await self._feed.read(self._group, longest=LONGEST_READ)
        self._metrics.read(events)
        if not events:
            return 0
        recorded = await record(self._database, events)
        self._metrics.done(recorded)
        for event in events:
            if event not in recorded.rejected:
                await self._introduce(event)
        await self._feed.acknowledge(self._group, events)
        for event in recorded.rejected:
            get_logger().warning("event_put_aside", id=event.id, kind=event.kind.value)
        return len(events)

    async def _introduce(self, event: FeedEvent) -> None:
        """Make the person of a public post and of the private messages that follow it one contact.

        For every event that is read, also one that was written before: whoever is cut off between
        the two does it again.
        """
        joined = read(event) if event.kind is FeedKind.JOINED else None
        if isinstance(joined, Joined) and joined.continues:
            public = person_of(joined.continues)
            await self._contacts.continued(public, person_of(event.conversation))
