"""Where the conversations of a console under test live."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from conversation.cases import Cases
from conversation.notes import Notes
from conversation.ports import Desk, Feed, Inbox, Outbox, Transcripts
from conversation.records import Records
from conversation.routing.ports import Places, Roster
from conversation.watching import Watching
from gateway.memory import MemoryFeed, MemoryInbox, MemoryOutbox
from gateway.memory_records import MemoryRecords
from handoff.cases_memory import MemoryCases
from handoff.memory import MemoryDesk, MemoryLive, MemoryTranscripts
from handoff.notes_memory import MemoryNotes
from handoff.overview.memory import MemoryChanges
from handoff.overview.ports import Changes
from handoff.routing.memory import MemoryPlaces, MemoryRoster
from handoff.watching import MemoryWatching


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
