"""Gives an application the console and the interface for programs."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from chassis.app import App
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
from conversation.public_words import Detector, PublicWords
from conversation.records import Records
from conversation.repairs import Credits, Repairs
from conversation.satisfaction import Surveys, Unasked
from conversation.suggestions import NoSuggestions, Suggestions
from conversation.text_modules import TextModules
from conversation.video import Video
from conversation.watching import Watching
from handoff.console.acting import Acting
from handoff.console.actions import ConsoleActions, add_actions
from handoff.console.addresses import ROOT
from handoff.console.api import Api, add_api
from handoff.console.api_acting import ActingApi, add_acting_api
from handoff.console.api_duty import DutyApi, add_duty_api
from handoff.console.asking import Asking
from handoff.console.attaching import Attaching
from handoff.console.attachment_routes import add_attachments
from handoff.console.case_acting import CaseActing
from handoff.console.clock_api import ClockApi, add_clock_api
from handoff.console.consulting import Consulting
from handoff.console.duty import Duty, add_duty
from handoff.console.gathering import Gathering
from handoff.console.judge_pages import JudgePages, add_judging
from handoff.console.judging import Judging
from handoff.console.laying import Laying
from handoff.console.listing import Listing
from handoff.console.live import Live
from handoff.console.noting import Noting
from handoff.console.offering_video import OfferingVideo
from handoff.console.pages import ROLES, ConsolePages, add_pages
from handoff.console.passing import Passing, add_recipients
from handoff.console.platforms import Platforms
from handoff.console.private_replying import PrivateReplying
from handoff.console.queue_news import QueueCrier, QueueNews
from handoff.console.queue_pages import QueuePages
from handoff.console.reading import Reading
from handoff.console.ready_texts import ReadyTexts, add_ready_texts
from handoff.console.repair_pages import RepairPages, add_repairs
from handoff.console.repairing import Repairing
from handoff.console.sight import Sight, add_sight
from handoff.console.stream import BEAT_SECONDS, Stream
from handoff.console.suggesting import Suggesting, add_suggesting
from handoff.console.vigil import Vigil
from handoff.console.watching import Overlooking
from handoff.console.why import WhyPages, add_why
from handoff.overview.by_site import Queues
from handoff.overview.overview import Overview
from handoff.routing.claiming import Claiming
from handoff.routing.sites import Sites
from handoff.routing.sweeping import Absence
from handoff.text_modules.pages import add_text_modules
from staff.frame import Area, Staff
from staff.language import N_
from staff.roles import Role

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class ConsoleParts:
    """What the console stands on; `zone` is the local time it shows, `beat` the stream's pulse.

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


@dataclass(frozen=True, slots=True)
class Console:
    """What goes on behind the pages: who is watching and what they are told of who waits.

    `follow` looks at credits that were asked for.
    """

    live: Live
    news: QueueNews
    follow: Callable[[], Awaitable[int]]


def attach_console(app: App, staff: Staff, parts: ConsoleParts) -> Console:
    """Add the console's pages, actions and stream, and the JSON interface, to `app`.

    The one reader of the feed starts and ends with the application's server. Following credits is
    for whoever composes the process: one after the other, now and then.
    """
    area = Area(label=N_("Unterhaltungen"), path=ROOT, roles=frozenset(ROLES))
    staff.add_feature("console", HERE, area=area)
    overlooking = Overlooking(parts.watching, parts.desk, parts.transcripts, staff.audit)
    sites = Sites(parts.claiming, staff.accounts, parts.topics, apart=parts.sites_apart)
    sight = Sight(
        sites=sites,
        notes=parts.notes,
        watching=parts.watching,
        repairs=parts.repairs,
        cases=parts.cases,
        contacts=parts.contacts,
        histories=parts.platforms.histories,
    )
    add_sight(app, sight)
    queues = Queues(sites)
    consulting = Consulting(notes=parts.notes, desk=parts.desk)
    asking = Asking(parts.claiming.places, staff.accounts, parts.clock, parts.zone)
    reading = Reading(
        desk=parts.desk,
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
            repairs=parts.repairs,
        ),
        asking=asking,
        overlooking=overlooking,
        sight=sight,
        clock=parts.clock,
        zone=parts.zone,
        assistant=staff.brand.assistant,
        video=parts.video is not None,
    )
    listing = Listing(
        desk=parts.desk,
        overview=parts.overview,
        queues=queues,
        transcripts=parts.transcripts,
        accounts=staff.accounts,
        troubles=parts.platforms.troubles,
        consulting=consulting,
        overlooking=overlooking,
        asking=asking,
        repairs=parts.repairs,
        clock=parts.clock,
        zone=parts.zone,
        assistant=staff.brand.assistant,
        queue=QueuePages(
            repairs=parts.repairs,
            zone=parts.zone,
            assistant=staff.brand.assistant,
            draw=staff.pages.render,
        ),
    )
    attaching = Attaching(
        files=parts.files,
        desk=parts.desk,
        transcripts=parts.transcripts,
        clock=parts.clock,
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
        surveys=parts.surveys,
        attaching=attaching,
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
    pages = ConsolePages(
        staff=staff,
        reading=reading,
        listing=listing,
        duty=duty,
        consulting=consulting,
        overlooking=overlooking,
        sight=sight,
    )
    news = QueueNews(parts.overview, listing, parts.clock, render=staff.pages.render)
    stream = Stream(
        live=live,
        news=news,
        overview=parts.overview,
        sight=sight,
        cases=parts.cases,
        roster=parts.claiming.roster,
        wall=parts.claiming.wall,
        watching=parts.watching,
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
    add_suggesting(
        app,
        staff,
        Suggesting(suggestions=parts.suggestions, transcripts=parts.transcripts, texts=ready_texts),
        ROLES,
    )
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
    repairing = Repairing(
        acting=acting,
        desk=parts.desk,
        repairs=parts.repairs,
        notes=parts.notes,
        vault=parts.vault,
        shield=parts.shield,
        credits=parts.credits,
        accounts=staff.accounts,
        audit=staff.audit,
        clock=parts.clock,
        zone=parts.zone,
        limits=parts.credit_limits,
    )
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
        overlooking=overlooking,
        offering_video=OfferingVideo(
            desk=parts.desk, outbox=parts.outbox, video=parts.video, clock=parts.clock
        ),
        repairs_open=repairing.keeps_open,
        pages=pages,
    )
    add_actions(app, actions)
    add_attachments(app, attaching, ROLES)
    offers = RepairPages(
        repairing=repairing,
        modules=parts.text_modules,
        staff=staff,
        default_form=parts.moves.notices.default_form,
    )
    add_repairs(app, offers, actions)
    judging = Judging(
        desk=parts.desk,
        gathering=reading.gathering,
        judgements=parts.judgements,
        teaching=parts.teaching,
        audit=staff.audit,
        clock=parts.clock,
    )
    add_judging(app, JudgePages(judging=judging, staff=staff, actions=actions))
    api = Api(
        desk=parts.desk,
        overview=parts.overview,
        transcripts=parts.transcripts,
        inbox=parts.inbox,
        outbox=parts.outbox,
        cases=parts.cases,
        contacts=parts.contacts,
        platforms=parts.platforms,
        sight=sight,
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
            sight=sight,
            desk=parts.desk,
            transcripts=parts.transcripts,
            table=parts.escalation,
            clock=parts.clock,
            zone=parts.zone,
        ),
    )
    crier, vigil = QueueCrier(live, news, every=parts.beat), Vigil(live, staff.guard, sites, ROLES)
    _run_with(app, live, parts.overview.run, crier.run, vigil.run)
    return Console(live, news, follow=repairing.follow_all)


def _run_with(app: App, live: Live, *others: Callable[[], Awaitable[None]]) -> None:
    """Read the feed, and do what else goes on, as long as the application serves."""

    @app.after_server_start
    async def start(app: App) -> None:
        app.ctx.live = asyncio.gather(live.run(), *(one() for one in others))

    @app.before_server_stop
    async def stop(app: App) -> None:
        live.close()
        # Again and again: before Python 3.12 a cancellation can get lost within a Redis command,
        # in asyncio.wait_for.
        while not app.ctx.live.done():
            app.ctx.live.cancel()
            await asyncio.wait({app.ctx.live}, timeout=0.2)
