"""Gives an application the console and the interface for programs."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from chassis.app import App
from conversation.cases import Cases
from conversation.contacts import Contacts
from conversation.escalation.table import Table
from conversation.moves import Moves
from conversation.notes import Notes
from conversation.ports import (
    Clock,
    Desk,
    Feed,
    Inbox,
    MovableClock,
    Outbox,
    Transcripts,
    Vault,
)
from conversation.public_words import Detector, PublicWords
from conversation.records import Records
from conversation.text_modules import TextModules
from handoff.console.acting import Acting
from handoff.console.actions import ConsoleActions, add_actions
from handoff.console.addresses import ROOT
from handoff.console.api import Api, add_api
from handoff.console.api_acting import ActingApi, add_acting_api
from handoff.console.api_duty import DutyApi, add_duty_api
from handoff.console.asking import Asking
from handoff.console.case_acting import CaseActing
from handoff.console.clock_api import ClockApi, add_clock_api
from handoff.console.consulting import Consulting
from handoff.console.duty import Duty, add_duty
from handoff.console.gathering import Gathering
from handoff.console.laying import Laying
from handoff.console.live import Live
from handoff.console.noting import Noting
from handoff.console.pages import ROLES, ConsolePages, add_pages
from handoff.console.passing import Passing, add_recipients
from handoff.console.platforms import Platforms
from handoff.console.private_replying import PrivateReplying
from handoff.console.reading import Reading
from handoff.console.ready_texts import ReadyTexts, add_ready_texts
from handoff.console.stream import BEAT_SECONDS, Stream
from handoff.console.why import WhyPages, add_why
from handoff.routing.claiming import Claiming
from handoff.routing.sites import Sites
from handoff.routing.sweeping import Absence
from handoff.text_modules.pages import add_text_modules
from staff.frame import Area, Staff

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class ConsoleParts:
    """What the console stands on; `zone` is the local time it shows, `beat` the stream's pulse.

    `hands` is there where the clock stands still and may be moved. `detector` finds personal data
    in what is about to be said in public. `platforms` is what the channels tell agents.
    `escalation` are the thresholds by which a person is fetched, to be shown; `absence` says when a
    colleague is not there. `topics` names the topic of each intent.
    """

    desk: Desk
    claiming: Claiming
    outbox: Outbox
    inbox: Inbox
    transcripts: Transcripts
    records: Records
    feed: Feed
    vault: Vault
    cases: Cases
    notes: Notes
    contacts: Contacts
    text_modules: TextModules
    detector: Detector
    moves: Moves
    clock: Clock
    zone: ZoneInfo
    platforms: Platforms = field(default_factory=Platforms)
    beat: float = BEAT_SECONDS
    hands: MovableClock | None = None
    escalation: Table = field(default_factory=Table)
    absence: Absence = field(default_factory=Absence)
    topics: Mapping[str, str] = field(default_factory=dict)


def attach_console(app: App, staff: Staff, parts: ConsoleParts) -> Live:
    """Add the console's pages, actions and stream, and the JSON interface, to `app`.

    The one reader of the feed starts and ends with the application's server; it is returned for
    those who want to count who is watching.
    """
    area = Area(label="Unterhaltungen", path=ROOT, roles=frozenset(ROLES))
    staff.add_feature("console", HERE, area=area)
    consulting = Consulting(notes=parts.notes, desk=parts.desk)
    reading = Reading(
        desk=parts.desk,
        transcripts=parts.transcripts,
        accounts=staff.accounts,
        gathering=Gathering(
            desk=parts.desk,
            transcripts=parts.transcripts,
            outbox=parts.outbox,
            records=parts.records,
            cases=parts.cases,
            contacts=parts.contacts,
            platforms=parts.platforms,
            notes=parts.notes,
        ),
        asking=Asking(parts.claiming.places, staff.accounts, parts.clock, parts.zone),
        consulting=consulting,
        clock=parts.clock,
        zone=parts.zone,
        assistant=staff.brand.assistant,
    )
    acting = Acting(
        desk=parts.desk,
        claiming=parts.claiming,
        outbox=parts.outbox,
        transcripts=parts.transcripts,
        vault=parts.vault,
        moves=parts.moves,
        accounts=staff.accounts,
        audit=staff.audit,
        clock=parts.clock,
        public_words=PublicWords(
            detector=parts.detector,
            cases=parts.cases,
            transcripts=parts.transcripts,
            vault=parts.vault,
        ),
    )
    case_acting = CaseActing(
        transcripts=parts.transcripts,
        contacts=parts.contacts,
        platforms=parts.platforms,
        audit=staff.audit,
    )
    private_replying = PrivateReplying(
        desk=parts.desk,
        records=parts.records,
        cases=parts.cases,
        claiming=parts.claiming,
        replies=parts.platforms.private_replies,
        audit=staff.audit,
        clock=parts.clock,
    )
    live = Live(parts.feed)
    duty = Duty(parts.claiming)
    pages = ConsolePages(staff=staff, reading=reading, duty=duty, consulting=consulting)
    stream = Stream(
        live=live,
        desk=parts.desk,
        cases=parts.cases,
        guard=staff.guard,
        roster=parts.claiming.roster,
        wall=parts.claiming.wall,
        beat=parts.beat,
    )
    add_pages(app, pages, stream)
    add_duty(app, duty, staff, ROLES)
    ready_texts = ReadyTexts(
        desk=parts.desk,
        modules=parts.text_modules,
        provider=staff.brand.name,
        default_form=parts.moves.notices.default_form,
    )
    add_ready_texts(app, staff, ready_texts, ROLES)
    add_text_modules(app, staff, parts.text_modules)
    noting = Noting(
        notes=parts.notes,
        transcripts=parts.transcripts,
        accounts=staff.accounts,
        audit=staff.audit,
        clock=parts.clock,
    )
    passing = Passing(
        acting=acting,
        desk=parts.desk,
        claiming=parts.claiming,
        notes=parts.notes,
        accounts=staff.accounts,
        clock=parts.clock,
        absence=parts.absence,
    )
    add_recipients(app, staff, passing)
    laying = Laying(
        desk=parts.desk,
        transcripts=parts.transcripts,
        claiming=parts.claiming,
        notes=parts.notes,
        audit=staff.audit,
        clock=parts.clock,
        zone=parts.zone,
    )
    actions = ConsoleActions(
        acting=acting,
        case_acting=case_acting,
        private_replying=private_replying,
        noting=noting,
        passing=passing,
        laying=laying,
        pages=pages,
    )
    add_actions(app, actions)
    api = Api(
        desk=parts.desk,
        transcripts=parts.transcripts,
        inbox=parts.inbox,
        outbox=parts.outbox,
        cases=parts.cases,
        contacts=parts.contacts,
        platforms=parts.platforms,
        sites=Sites(parts.claiming, parts.topics),
        audit=staff.audit,
    )
    add_api(staff.surface, api)
    add_acting_api(
        staff.surface,
        ActingApi(
            api=api,
            acting=acting,
            case_acting=case_acting,
            private_replying=private_replying,
            noting=noting,
            notes=parts.notes,
            consulting=consulting,
            passing=passing,
            laying=laying,
            ready_texts=ready_texts,
        ),
    )
    add_duty_api(staff.surface, DutyApi(duty=duty, consulting=consulting, desk=parts.desk))
    add_clock_api(staff.surface, ClockApi(hands=parts.hands, zone=parts.zone, audit=staff.audit))
    add_why(
        app,
        WhyPages(
            staff=staff,
            desk=parts.desk,
            transcripts=parts.transcripts,
            table=parts.escalation,
            clock=parts.clock,
            zone=parts.zone,
        ),
    )
    _run_with(app, live)
    return live


def _run_with(app: App, live: Live) -> None:
    """Read the feed as long as the application serves."""

    @app.after_server_start
    async def start(app: App) -> None:
        app.ctx.live = asyncio.create_task(live.run())

    @app.before_server_stop
    async def stop(app: App) -> None:
        live.close()
        # Again and again: before Python 3.12 a cancellation can get lost within a Redis command,
        # in asyncio.wait_for.
        while not app.ctx.live.done():
            app.ctx.live.cancel()
            await asyncio.wait({app.ctx.live}, timeout=0.2)
