"""The console in the desk, with all that it stands on."""

from sqlalchemy.ext.asyncio import AsyncEngine

from archive.contacts import SqlContacts
from archive.files import SqlFiles
from archive.judgements import SqlJudgements
from archive.repairs import SqlRepairs
from archive.reviews import SqlReviews
from archive.text_modules import SqlTextModules
from chassis.app import App
from gateway.apps.studio import assistant_of, encoder_of
from gateway.bootstrap import Live, run_beside, until
from gateway.clock import FixedClock, SystemClock
from gateway.clock_moving import ClockMover, RemoteClock
from gateway.connecting import Connected
from gateway.credits import BackOfficeCredits, credits_client, follow_credits
from gateway.flagging import StudioTeaching
from gateway.histories import ArchivedHistories
from gateway.privacy.detecting import detector_of
from gateway.privacy.wiring import shield_of, vault_of
from gateway.routing import absence_of, surveying_of
from gateway.settings import Settings
from gateway.showing import platforms_of, windows_of
from gateway.suggesting import library_of
from gateway.topics import topics_of_intents
from gateway.video import video_of
from handoff.console.attach import attach_console
from handoff.console.parts import ConsoleParts
from handoff.overview.changes import RedisChanges
from handoff.overview.overview import Overview
from handoff.routing.claiming import Claiming
from staff.frame import Staff
from staff.roles import Role

CENTS = 100


def add_console(
    app: App,
    staff: Staff,
    settings: Settings,
    *,
    live: Live,
    database: AsyncEngine,
    connected: Connected,
    claiming: Claiming,
) -> Overview:
    """Put the console into the desk; return its overview of who waits and who is with whom."""
    platforms = platforms_of(connected, live.accounts, ArchivedHistories(database))
    overview = Overview(
        places=claiming.places,
        changes=RedisChanges(live.redis, live.keys),
        windows=platforms.windows,
        clock=live.clock,
    )
    text_modules = SqlTextModules(database)
    encoder = encoder_of(settings)
    library = library_of(settings, database, text_modules, encoder)
    office = credits_client(
        url=settings.offers_url, token=settings.backoffice_token.get_secret_value()
    )
    assistant = assistant_of(settings, live)
    parts = ConsoleParts(
        desk=live.desk,
        overview=overview,
        claiming=claiming,
        outbox=live.outbox,
        inbox=live.inbox,
        transcripts=live.transcripts,
        records=live.records,
        feed=live.feed,
        vault=vault_of(settings, live.redis, live.keys),
        cases=live.cases,
        notes=live.notes,
        watching=live.watching,
        contacts=SqlContacts(database, live.clock),
        text_modules=text_modules,
        files=SqlFiles(database),
        video=video_of(settings, live),
        detector=detector_of(settings),
        platforms=platforms,
        moves=live.moves,
        repairs=SqlRepairs(database),
        credits=BackOfficeCredits(office),
        shield=shield_of(settings, live.redis, live.keys),
        judgements=SqlJudgements(database),
        teaching=StudioTeaching(assistant, SqlReviews(database, SystemClock())),
        clock=live.clock,
        zone=settings.brand.zone,
        hands=_hands(app, settings, live),
        absence=absence_of(settings),
        suggestions=library,
        surveys=surveying_of(settings, live, windows_of(connected)),
        escalation=settings.escalation,
        credit_limits={
            Role.AGENT: settings.credit_limit_agent * CENTS,
            Role.SUPERVISOR: settings.credit_limit_supervisor * CENTS,
        },
        topics=topics_of_intents(),
        sites_apart=settings.sites_apart,
    )
    console = attach_console(app, staff, parts)
    run_beside(
        app,
        listening=lambda stopping: [
            until(stopping, library.run()),
            until(stopping, follow_credits(console.follow)),
        ],
    )

    @app.after_server_stop
    async def close(_app: App) -> None:
        await office.aclose()
        await assistant.close()
        await encoder.aclose()

    return overview


def _hands(app: App, settings: Settings, live: Live) -> ClockMover | None:
    """Return what moves the clock, where it stands still; an own back office has a time of its own.

    Processes that do not follow by themselves are kept in step from here.
    """
    if not isinstance(live.clock, FixedClock):
        return None
    actions = RemoteClock(
        "actions", settings.actions_url, token=settings.actions_token.get_secret_value()
    )
    backoffice = RemoteClock(
        "backoffice", settings.offers_url, token=settings.backoffice_token.get_secret_value()
    )
    remotes = (actions,) if settings.backoffice_url else (actions, backoffice)
    mover = ClockMover(live.redis, live.keys, clock=live.clock, remotes=remotes)
    run_beside(app, listening=lambda stopping: [until(stopping, mover.keep_in_step())])

    @app.after_server_stop
    async def let_go(_app: App) -> None:
        await mover.close()

    return mover
