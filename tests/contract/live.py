"""One live store, in memory or in Redis."""

from dataclasses import dataclass

from conversation.cases import Cases
from conversation.notes import Notes
from conversation.outages import Outages
from conversation.ports import Desk, Feed, Inbox, Outbox, Transcripts
from conversation.records import Accounts, Records
from conversation.routing.ports import Places, Roster
from handoff.overview.ports import Changes


@dataclass(frozen=True)
class Live:
    """One live store, behind the core's ports."""

    inbox: Inbox
    outbox: Outbox
    desk: Desk
    transcripts: Transcripts
    feed: Feed
    records: Records
    accounts: Accounts
    places: Places
    roster: Roster
    cases: Cases
    notes: Notes
    outages: Outages
    changes: Changes
