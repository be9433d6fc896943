"""Gives an application the console and the interface for programs."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from chassis.app import App
from handoff.console.acting_side import ActingSide, acting_side
from handoff.console.actions import ConsoleActions, add_actions
from handoff.console.addresses import ROOT
from handoff.console.api import Api, add_api
from handoff.console.api_acting import ActingApi, add_acting_api
from handoff.console.api_duty import DutyApi, add_duty_api
from handoff.console.attachment_routes import add_attachments
from handoff.console.clock_api import ClockApi, add_clock_api
from handoff.console.duty import Duty, add_duty
from handoff.console.judge_pages import JudgePages, add_judging
from handoff.console.judging import Judging
from handoff.console.live import Live
from handoff.console.offering_video import OfferingVideo
from handoff.console.pages import ROLES, ConsolePages, add_pages
from handoff.console.parts import ConsoleParts
from handoff.console.passing import add_recipients
from handoff.console.queue_news import QueueCrier, QueueNews
from handoff.console.reading_side import ReadingSide, reading_side
from handoff.console.ready_texts import add_ready_texts
from handoff.console.repair_pages import RepairPages, add_repairs
from handoff.console.sight import add_sight
from handoff.console.stream import Stream
from handoff.console.suggesting import Suggesting, add_suggesting
from handoff.console.vigil import Vigil
from handoff.console.why import WhyPages, add_why
from handoff.text_modules.pages import add_text_modules
from staff.frame import Area, Staff
from staff.language import N_

HERE = Path(__file__).parent


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
    seen, done = reading_side(staff, parts), acting_side(staff, parts)
    live, duty = Live(parts.feed), Duty(parts.claiming)
    news = QueueNews(parts.overview, seen.listing, parts.clock, render=staff.pages.render)
    pages = ConsolePages(
        staff=staff,
        reading=seen.reading,
        listing=seen.listing,
        duty=duty,
        consulting=seen.consulting,
        overlooking=seen.overlooking,
        sight=seen.sight,
    )
    add_sight(app, seen.sight)
    add_pages(app, pages, _stream(parts, seen, live, news))
    add_duty(app, duty, staff, ROLES)
    _add_texts(app, staff, parts, done)
    _add_actions(app, staff, parts, seen, done, pages)
    _add_why(app, staff, parts, seen)
    _add_programs(staff, parts, seen, done, duty)
    crier = QueueCrier(live, news, every=parts.beat)
    vigil = Vigil(live, staff.guard, seen.sites, ROLES)
    _run_with(app, live, parts.overview.run, crier.run, vigil.run)
    return Console(live, news, follow=done.repairing.follow_all)


def _stream(parts: ConsoleParts, seen: ReadingSide, live: Live, news: QueueNews) -> Stream:
    return Stream(
        live=live,
        news=news,
        overview=parts.overview,
        sight=seen.sight,
        cases=parts.cases,
        roster=parts.claiming.roster,
        wall=parts.claiming.wall,
        watching=parts.watching,
        beat=parts.beat,
    )


def _add_texts(app: App, staff: Staff, parts: ConsoleParts, done: ActingSide) -> None:
    """Add what helps to write a reply: text modules, ready to use, and suggestions."""
    suggesting = Suggesting(
        suggestions=parts.suggestions, transcripts=parts.transcripts, texts=done.ready_texts
    )
    add_ready_texts(app, staff, done.ready_texts, ROLES)
    add_suggesting(app, staff, suggesting, ROLES)
    add_text_modules(app, staff, parts.text_modules)


def _add_actions(
    app: App,
    staff: Staff,
    parts: ConsoleParts,
    seen: ReadingSide,
    done: ActingSide,
    pages: ConsolePages,
) -> None:
    """Add what agents do by a button or a form."""
    actions = ConsoleActions(
        acting=done.acting,
        case_acting=done.case_acting,
        private_replying=done.private_replying,
        noting=done.noting,
        passing=done.passing,
        laying=done.laying,
        overlooking=seen.overlooking,
        offering_video=OfferingVideo(
            desk=parts.desk, outbox=parts.outbox, video=parts.video, clock=parts.clock
        ),
        repairs_open=done.repairing.keeps_open,
        pages=pages,
    )
    offers = RepairPages(
        repairing=done.repairing,
        modules=parts.text_modules,
        staff=staff,
        default_form=parts.moves.notices.default_form,
    )
    judging = Judging(
        desk=parts.desk,
        gathering=seen.reading.gathering,
        judgements=parts.judgements,
        teaching=parts.teaching,
        audit=staff.audit,
        clock=parts.clock,
    )
    add_recipients(app, staff, done.passing)
    add_actions(app, actions)
    add_attachments(app, done.attaching, ROLES)
    add_repairs(app, offers, actions)
    add_judging(app, JudgePages(judging=judging, staff=staff, actions=actions))


def _add_why(app: App, staff: Staff, parts: ConsoleParts, seen: ReadingSide) -> None:
    pages = WhyPages(
        staff=staff,
        sight=seen.sight,
        desk=parts.desk,
        transcripts=parts.transcripts,
        table=parts.escalation,
        clock=parts.clock,
        zone=parts.zone,
    )
    add_why(app, pages)


def _add_programs(
    staff: Staff, parts: ConsoleParts, seen: ReadingSide, done: ActingSide, duty: Duty
) -> None:
    """Add the same for programs."""
    api = Api(
        desk=parts.desk,
        overview=parts.overview,
        transcripts=parts.transcripts,
        inbox=parts.inbox,
        outbox=parts.outbox,
        cases=parts.cases,
        contacts=parts.contacts,
        platforms=parts.platforms,
        sight=seen.sight,
        audit=staff.audit,
    )
    acting = ActingApi(
        api=api,
        acting=done.acting,
        case_acting=done.case_acting,
        private_replying=done.private_replying,
        noting=done.noting,
        notes=parts.notes,
        consulting=seen.consulting,
        passing=done.passing,
        laying=done.laying,
        ready_texts=done.ready_texts,
    )
    add_api(staff.surface, api)
    add_acting_api(staff.surface, acting)
    add_duty_api(staff.surface, DutyApi(duty=duty, consulting=seen.consulting, desk=parts.desk))
    add_clock_api(staff.surface, ClockApi(hands=parts.hands, zone=parts.zone, audit=staff.audit))


def _run_with(app: App, live: Live, *others: Callable[[], Awaitable[None]]) -> None:
    """Read the feed, and do what else goes on, as long as the application serves."""

    async def all_of_it() -> None:
        await asyncio.gather(live.run(), *(one() for one in others))

    @app.after_server_start
    async def start(app: App) -> None:
        app.ctx.live = asyncio.create_task(all_of_it())

    @app.before_server_stop
    async def stop(app: App) -> None:
        live.close()
        # Again and again: before Python 3.12 a cancellation can get lost within a Redis command,
        # in asyncio.wait_for.
        while not app.ctx.live.done():
            app.ctx.live.cancel()
            await asyncio.wait({app.ctx.live}, timeout=0.2)
