"""The desk: the agents' console, the editors' studio and the API for programs, behind login."""

from sqlalchemy.ext.asyncio import AsyncEngine

from archive.audit import SqlAudit
from archive.audit_api import add_audit_api
from archive.database import check_database, open_database
from archive.migrate import migrate
from archive.reports.attach import ReportParts, attach_reports
from archive.webhooks import SqlWebhooks
from chassis.app import App, create_app
from gateway.apps.console import add_console
from gateway.apps.studio import add_studio
from gateway.bootstrap import Live, connect, follow_clock
from gateway.clock import SystemClock
from gateway.connecting import connectors_of
from gateway.privacy.wiring import seals_of
from gateway.routing import absence_of, claiming_of
from gateway.settings import Settings
from gateway.sign_on import sign_on_parts
from gateway.topics import topics_of_intents
from handoff.board.attach import BoardParts, attach_board
from handoff.console import words
from handoff.console.addresses import label_of, path_of_why
from handoff.outages.attach import attach_outages
from handoff.outages.store import RedisOutages
from handoff.overview.overview import Overview
from handoff.routing.claiming import Claiming
from handoff.webhooks.attach import attach_webhooks
from handoff.webhooks.registering import Registering
from staff.accounts import SqlAccounts
from staff.administration.attach import attach_administration
from staff.administration.desk import AdministrationParts
from staff.api.idempotency import RedisIdempotency
from staff.api.tokens_sql import SqlTokens
from staff.attach import StaffParts, attach_staff
from staff.attempts import RedisAttempts
from staff.frame import Staff
from staff.pages import Brand
from staff.passwords import Passwords
from staff.programs import token_digest
from staff.sessions import RedisSessions
from staff.sign_on.identities import SqlIdentities
from staff.teams import SqlTeams


def desk_app(settings: Settings) -> App:
    """Compose the desk. Sessions and locks run by the real clock, also where `CLOCK` stands."""
    live = connect(settings, name="desk")
    database = open_database(settings.archive_url)

    async def archive_there() -> None:
        await check_database(database)

    app = create_app("desk", checks={"redis": live.check, "archive": archive_there})
    follow_clock(app, live)
    connected = connectors_of(settings, live, app.ctx.registry)
    log = SqlAudit(database, SystemClock())
    staff_parts = _staff_parts(settings, live, database, log)
    staff = attach_staff(app, staff_parts)
    directories = SqlTeams(database, zone=settings.brand.zone, clock=live.clock)
    claiming = claiming_of(live, directories)
    overview = add_console(
        app,
        staff,
        settings,
        live=live,
        database=database,
        connected=connected,
        claiming=claiming,
    )
    _add_supervision(app, staff, settings, live=live, claiming=claiming, overview=overview)
    _add_webhooks(app, staff, settings, live=live, database=database)
    add_audit_api(staff.surface, log)
    _add_reports(app, staff, settings, live=live, database=database, directories=directories)
    administration = AdministrationParts(
        accounts=staff.accounts,
        passwords=Passwords(),
        identities=SqlIdentities(database),
        teams=directories,
        log=log,
        clock=live.clock,
        zone=settings.brand.zone,
    )
    attach_administration(app, staff, administration)
    add_studio(app, staff, settings, live=live, database=database)

    @app.before_server_start
    async def prepare(_app: App) -> None:
        await migrate(database)

    @app.after_server_stop
    async def close(_app: App) -> None:
        await connected.close()
        if staff_parts.sign_on:
            await staff_parts.sign_on.http.aclose()
        await database.dispose()
        await live.redis.aclose()

    return app


def _staff_parts(
    settings: Settings, live: Live, database: AsyncEngine, log: SqlAudit
) -> StaffParts:
    clock = SystemClock()
    prefix = f"{live.keys.prefix}:staff"
    return StaffParts(
        brand=Brand(name=settings.brand.name, assistant=settings.brand.assistant),
        accounts=SqlAccounts(database),
        sessions=RedisSessions(live.redis, prefix=prefix, clock=clock),
        attempts=RedisAttempts(live.redis, prefix=prefix, clock=clock),
        audit=log,
        passwords=Passwords(),
        clock=live.clock,
        https=settings.https,
        programs=_programs(settings.api_tokens.get_secret_value()),
        sign_on=sign_on_parts(settings, live.redis, database, prefix=prefix, clock=clock),
        tokens=SqlTokens(database),
        idempotency=RedisIdempotency(live.redis, prefix=prefix),
    )


def _add_supervision(
    app: App,
    staff: Staff,
    settings: Settings,
    *,
    live: Live,
    claiming: Claiming,
    overview: Overview,
) -> None:
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


def _add_webhooks(
    app: App, staff: Staff, settings: Settings, *, live: Live, database: AsyncEngine
) -> None:
    attach_webhooks(
        app,
        staff,
        Registering(
            webhooks=SqlWebhooks(database),
            audit=staff.audit,
            clock=live.clock,
            wall=SystemClock(),
            seal=seals_of(settings).seal,
            private=settings.webhooks_private,
        ),
        zone=settings.brand.zone,
    )


def _add_reports(
    app: App,
    staff: Staff,
    settings: Settings,
    *,
    live: Live,
    database: AsyncEngine,
    directories: SqlTeams,
) -> None:
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


def _programs(tokens: str) -> dict[str, str]:
    """Read `name:token` or bare tokens, by comma; return digests by name."""
    programs: dict[str, str] = {}
    for number, entry in enumerate(tokens.split(","), start=1):
        name, _, token = entry.strip().rpartition(":")
        if token:
            programs[name or f"program-{number}"] = token_digest(token)
    return programs
