"""What the console stands on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from conversation.cases import Cases
from conversation.contacts import Contacts
from conversation.escalation.table import Table
from conversation.files import NO_FILES, Files
from conversation.judgements import Judgements, Teaching
from conversation.moves import Moves
from conversation.notes import Notes
from conversation.ports import (
    Clock,
    Desk,
    Feed,
    Inbox,
    MovableClock,
    Outbox,
    Shield,
    Transcripts,
    Vault,
)
from conversation.public_words import Detector
from conversation.records import Records
from conversation.repairs import Credits, Repairs
from conversation.satisfaction import Surveys, Unasked
from conversation.suggestions import NoSuggestions, Suggestions
from conversation.text_modules import TextModules
from conversation.video import Video
from conversation.watching import Watching
from handoff.console.platforms import Platforms
from handoff.console.stream import BEAT_SECONDS
from handoff.overview.overview import Overview
from handoff.routing.claiming import Claiming
from handoff.routing.sweeping import Absence
from staff.roles import Role


@dataclass(frozen=True, slots=True)
class ConsoleParts:
    """`zone` is the local time it shows, `beat` the stream's pulse.

    `hands` is there where the clock stands still and may be moved. `detector` finds personal data
    in what is about to be said in public. `platforms` is what the channels tell agents.
    `escalation` are the thresholds by which a person is fetched, to be shown; `absence` says when a
    colleague is not there. `surveys` asks customers how satisfied they were; `suggestions` finds
    what may help to answer. `files` keeps what agents attach; without `video` none is on offer.
    `credit_limits` are the highest credits in cents, by role. `topics` names the topic of
    each intent. `sites_apart`: who is of one site sees what is there; see decision 0022.
    """

    desk: Desk
    overview: Overview
    claiming: Claiming
    outbox: Outbox
    inbox: Inbox
    transcripts: Transcripts
    records: Records
    feed: Feed
    vault: Vault
    cases: Cases
    notes: Notes
    watching: Watching
    contacts: Contacts
    text_modules: TextModules
    detector: Detector
    moves: Moves
    repairs: Repairs
    credits: Credits
    shield: Shield
    judgements: Judgements
    teaching: Teaching
    clock: Clock
    zone: ZoneInfo
    platforms: Platforms = field(default_factory=Platforms)
    beat: float = BEAT_SECONDS
    hands: MovableClock | None = None
    escalation: Table = field(default_factory=Table)
    absence: Absence = field(default_factory=Absence)
    surveys: Surveys = field(default_factory=Unasked)
    suggestions: Suggestions = field(default_factory=NoSuggestions)
    files: Files = NO_FILES
    video: Video | None = None
    credit_limits: Mapping[Role, int] = field(default_factory=dict)
    topics: Mapping[str, str] = field(default_factory=dict)
    sites_apart: bool = True
