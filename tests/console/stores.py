"""Where the conversations of a console under test live."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from redis.asyncio import Redis

from conversation.cases import Cases
from conversation.keys import Box, Keys
from conversation.notes import Notes
from conversation.ports import Desk, Feed, Inbox, Outbox, Transcripts
from conversation.records import Records
from conversation.routing.ports import Places, Roster
from conversation.watching import Watching
from gateway.feed import RedisFeed
from gateway.inbox import RedisInbox
from gateway.memory import MemoryFeed, MemoryInbox, MemoryOutbox
from gateway.memory_records import MemoryRecords
from gateway.outbox import RedisOutbox
from gateway.records import RedisRecords
from gateway.wake import Wake
from handoff.cases import RedisCases
from handoff.cases_memory import MemoryCases
from handoff.desk import RedisDesk, RedisTranscripts
from handoff.memory import MemoryDesk, MemoryLive, MemoryTranscripts
from handoff.notes import RedisNotes
from handoff.notes_memory import MemoryNotes
from handoff.overview.changes import RedisChanges
from handoff.overview.memory import MemoryChanges
from handoff.overview.ports import Changes
from handoff.routing.memory import MemoryPlaces, MemoryRoster
from handoff.routing.places import RedisPlaces
from handoff.routing.roster import RedisRoster
from handoff.watching import MemoryWatching, RedisWatching


@dataclass(frozen=True)
class Stores:
    """Where a world's conversations live."""

    desk: Desk
    outbox: Outbox
    inbox: Inbox
    transcripts: Transcripts
    records: Records
    feed: Feed
    cases: Cases
    notes: Notes
    watching: Watching
    places: Places
    roster: Roster
    changes: Changes


def in_memory(live: MemoryLive, clock: Any, **own: Any) -> Stores:
    """Return the memory twins over `live`; a test may put its own in the place of some."""
    stores = Stores(
        desk=MemoryDesk(live),
        outbox=MemoryOutbox(live),
        inbox=MemoryInbox(live, window=timedelta(milliseconds=10)),
        transcripts=MemoryTranscripts(live),
        records=MemoryRecords(live),
        feed=MemoryFeed(live),
        cases=MemoryCases(live, clock=clock),
        notes=MemoryNotes(live),
        watching=MemoryWatching(live),
        places=MemoryPlaces(live),
        roster=MemoryRoster(),
        changes=MemoryChanges(live),
    )
    return replace(stores, **own)


def in_redis(redis: Redis, keys: Keys, clock: Any, wakes: Mapping[Box, Wake]) -> Stores:
    """Return the stores that the system runs on; `wakes` say when there is mail."""
    return Stores(
        desk=RedisDesk(redis, keys),
        outbox=RedisOutbox(redis, keys, wake=wakes[Box.OUTBOX]),
        inbox=RedisInbox(redis, keys, wake=wakes[Box.INBOX], window=timedelta(milliseconds=10)),
        transcripts=RedisTranscripts(redis, keys),
        records=RedisRecords(redis, keys),
        feed=RedisFeed(redis, keys, consumer="tests"),
        cases=RedisCases(redis, keys, clock=clock),
        notes=RedisNotes(redis, keys),
        watching=RedisWatching(redis, keys),
        places=RedisPlaces(redis, keys),
        roster=RedisRoster(redis, keys),
        changes=RedisChanges(redis, keys),
    )
