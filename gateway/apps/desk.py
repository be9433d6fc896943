"""The desk: the agents' console, the editors' studio and the API for programs, behind login."""

from archive.audit import SqlAudit
from archive.audit_api import add_audit_api
from archive.contacts import SqlContacts
from archive.database import check_database, open_database
from archive.files import SqlFiles
from archive.judgements import SqlJudgements
from archive.migrate import migrate
from archive.repairs import SqlRepairs
from archive.reports.attach import ReportParts, attach_reports
from archive.reviews import SqlReviews
from archive.text_modules import SqlTextModules
from archive.webhooks import SqlWebhooks
from chassis.app import App, create_app
from gateway.apps.studio import add_studio, assistant_of, encoder_of
from gateway.bootstrap import Live, connect, follow_clock, run_beside, until
from gateway.clock import FixedClock, SystemClock
from gateway.clock_moving import ClockMover, RemoteClock
from gateway.connecting import connectors_of
from gateway.credits import BackOfficeCredits, credits_client, follow_credits
from gateway.flagging import StudioTeaching
from gateway.histories import ArchivedHistories
from gateway.privacy.detecting import detector_of
from gateway.privacy.wiring import seals_of, shield_of, vault_of
from gateway.routing import absence_of, claiming_of, surveying_of
from gateway.settings import Settings
from gateway.showing import platforms_of, windows_of
from gateway.sign_on import sign_on_parts
from gateway.suggesting import library_of
from gateway.topics import topics_of_intents
from gateway.video import video_of
from handoff.board.attach import BoardParts, attach_board
from handoff.console import words
from handoff.console.addresses import label_of, path_of_why
from handoff.console.attach import attach_console
from handoff.console.parts import ConsoleParts
from handoff.outages.attach import attach_outages
from handoff.outages.store import RedisOutages
from handoff.overview.changes import RedisChanges
from handoff.overview.overview import Overview
from handoff.webhooks.attach import attach_webhooks
from handoff.webhooks.registering import Registering
from staff.accounts import SqlAccounts
from staff.administration.attach import attach_administration
from staff.administration.desk import AdministrationParts
from staff.api.idempotency import RedisIdempotency
from staff.api.tokens_sql import SqlTokens
from staff.attach import StaffParts, attach_staff
from staff.attempts import RedisAttempts
from staff.pages import Brand
from staff.passwords import Passwords
from staff.programs import token_digest
from staff.roles import Role
from staff.sessions import RedisSessions
from staff.sign_on.identities import SqlIdentities
from staff.teams import SqlTeams

CENTS = 100


def desk_app(settings: Settings) -> App:
    """Compose the desk. Sessions and locks run by the real clock, also where `CLOCK` stands."""
    live = connect(settings, name="desk")
    database = open_database(settings.archive_url)

    async def archive_there() -> None:
        await check_database(database)

    app = create_app("desk", checks={"redis": live.check, "archive": archive_there})
    follow_clock(app, live)
    connected = connectors_of(settings, live, app.ctx.registry)
    clock = SystemClock()
    log = SqlAudit(database, clock)
    prefix = f"{live.keys.prefix}:staff"
    sign_on = sign_on_parts(settings, live.redis, database, prefix=prefix, clock=clock)
    staff = attach_staff(
        app,
        StaffParts(
            brand=Brand(name=settings.brand.name, assistant=settings.brand.assistant),
            accounts=SqlAccounts(database),
            sessions=RedisSessions(live.redis, prefix=prefix, clock=clock),
            attempts=RedisAttempts(live.redis, prefix=prefix, clock=clock),
            audit=log,
            passwords=Passwords(),
            clock=live.clock,
            https=settings.https,
            programs=_programs(settings.api_tokens.get_secret_value()),
            sign_on=sign_on,
            tokens=SqlTokens(database),
            idempotency=RedisIdempotency(live.redis, prefix=prefix),
        ),
    )
    directories = SqlTeams(database, zone=settings.brand.zone, clock=live.clock)
    claiming = claiming_of(live, directories)
    text_modules = SqlTextModules(database)
    encoder = encoder_of(settings)
    library = library_of(settings, database, text_modules, encoder)
    run_beside(app, listening=lambda stopping: [until(stopping, library.run())])
    platforms = platforms_of(connected, live.accounts, ArchivedHistories(database))
    overview = Overview(
        places=claiming.places,
        changes=RedisChanges(live.redis, live.keys),
        windows=platforms.windows,
        clock=live.clock,
    )
    office = credits_client(
        url=settings.offers_url, token=settings.backoffice_token.get_secret_value()
    )
    assistant = assistant_of(settings, live)
    console = attach_console(
        app,
        staff,
        ConsoleParts(
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
            teaching=StudioTeaching(assistant, SqlReviews(database, clock)),
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
        ),
    )
    run_beside(app, listening=lambda stopping: [until(stopping, follow_credits(console.follow))])
    attach_board(
        app,
        staff,
        BoardParts(
            desk=live.desk,
            overview=overview,
            claiming=claiming,
            topics=topics_of_intents(),
            absence=absence_of(settings),
            sites_apart=settings.sites_apart,
        ),
    )
    attach_outages(app, staff, outages=RedisOutages(live.redis, live.keys), clock=live.clock)
    attach_webhooks(
        app,
        staff,
        Registering(
            webhooks=SqlWebhooks(database),
            audit=staff.audit,
            clock=live.clock,
            wall=clock,
            seal=seals_of(settings).seal,
            private=settings.webhooks_private,
        ),
        zone=settings.brand.zone,
    )
    add_audit_api(staff.surface, log)
    attach_reports(
        app,
        staff,
        ReportParts(
            database=database,
            directories=directories,
            channels={channel.value: its for channel, its in words.CHANNELS.items()},
            reasons={reason.value: its for reason, its in words.REASONS.items()},
            intent_words=words.intent_words,
            place_of=lambda place: (label_of(place), path_of_why(place)),
            agents_from=settings.agent_figures_from,
            clock=live.clock,
            zone=settings.brand.zone,
            sites_apart=settings.sites_apart,
        ),
    )
    attach_administration(
        app,
        staff,
        AdministrationParts(
            accounts=staff.accounts,
            passwords=Passwords(),
            identities=SqlIdentities(database),
            teams=directories,
            log=log,
            clock=live.clock,
            zone=settings.brand.zone,
        ),
    )
    add_studio(app, staff, settings, live=live, database=database)

    @app.before_server_start
    async def prepare(_app: App) -> None:
        await migrate(database)

    @app.after_server_stop
    async def close(_app: App) -> None:
        await connected.close()
        await office.aclose()
        await assistant.close()
        if sign_on:
            await sign_on.http.aclose()
        await encoder.aclose()
        await database.dispose()
        await live.redis.aclose()

    return app


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


def _programs(tokens: str) -> dict[str, str]:
    """Read `name:token` or bare tokens, by comma; return digests by name."""
    programs: dict[str, str] = {}
    for number, entry in enumerate(tokens.split(","), start=1):
        name, _, token = entry.strip().rpartition(":")
        if token:
            programs[name or f"program-{number}"] = token_digest(token)
    return programs
