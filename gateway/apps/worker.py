"""The worker: takes messages in order, asks the engine, sends, and writes the archive."""

import asyncio
import hmac
from datetime import timedelta

from sanic import HTTPResponse, Request
from sanic.response import json as json_response

from archive.contacts import SqlContacts
from archive.database import open_database
from archive.files import SqlFiles
from archive.migrate import migrate
from archive.recorder import Recorder
from archive.reports.counting import Counting
from chassis.app import App, create_app
from chassis.errors import BadRequestError, UnauthorizedError
from connectors.rasa import RasaEngine
from connectors.webchat.log_redis import RedisWebchatLog
from connectors.webchat.outbound import WebchatSender
from conversation.identity import Channel, ConversationId
from conversation.known import Continuing
from conversation.ports import Vault
from conversation.service import Answering
from gateway.acquainting import Acquainting
from gateway.bootstrap import Live, connect, follow_clock, run_beside, until
from gateway.connecting import connectors_of
from gateway.deliveries import Deliveries
from gateway.elsewhere import Elsewhere
from gateway.engines import EnginePool, EngineRegistry, Noted
from gateway.measures import RoutingMeasures, WorkerMeasures
from gateway.outages import outage_mode_of
from gateway.overdue import Overdue
from gateway.pauses import Pauses
from gateway.privacy.wiring import personal_in, redactor_of, seals_of, vault_of
from gateway.readings import Readings, dropped_readings
from gateway.routing import routing_of
from gateway.settings import Settings
from gateway.showing import windows_of
from gateway.topics import topics_of_intents
from gateway.turns import Turns
from gateway.unheard import Unheard
from staff.teams import SqlTeams

MOST_PLACEHOLDERS = 50


def worker_app(settings: Settings) -> App:
    """Compose the worker. It faces nobody: its port is loopback's, for health and the vault."""
    live = connect(settings, name=f"worker-{settings.worker_port}")
    app = create_app("worker", checks={"redis": live.check})
    follow_clock(app, live)
    measures = WorkerMeasures.on(app.ctx.registry)
    database = open_database(settings.archive_url)
    contacts = SqlContacts(database, live.clock)
    recorder = Recorder(live.feed, database, contacts=contacts, registry=app.ctx.registry)
    vault = vault_of(settings, live.redis, live.keys)
    readings = Readings(
        database=database,
        table=settings.escalation,
        topics=topics_of_intents(),
        dropped=dropped_readings(app.ctx.registry),
    )
    turns = Turns(
        inbox=live.inbox,
        answering=_answering(settings, live, noted=readings.note),
        desk=live.desk,
        acquainting=Acquainting(contacts, vault=vault, seals=seals_of(settings)),
        measures=measures,
        lease=timedelta(seconds=settings.lease_seconds),
        at_once=settings.turns_at_once,
    )
    log = RedisWebchatLog(live.redis, live.keys)
    connected = connectors_of(settings, live, app.ctx.registry, files=SqlFiles(database))
    deliveries = Deliveries(
        outbox=live.outbox,
        senders={Channel.WEBCHAT: WebchatSender(log), **connected.senders(settings, live)},
        pauses=Pauses(live.accounts, account_of=connected.told.account_of(), clock=live.clock),
        unheard=Unheard(live.desk, transcripts=live.transcripts, moves=live.moves),
        measures=measures,
        at_once=settings.turns_at_once,
    )
    overdue = Overdue(desk=live.desk, moves=live.moves, clock=live.clock, measures=measures)
    directories = SqlTeams(database, zone=settings.brand.zone, clock=live.clock)
    routing = routing_of(
        settings,
        live,
        directories,
        windows_of(connected),
        RoutingMeasures.on(app.ctx.registry),
    )
    counting = Counting(
        database=database,
        directories=directories,
        topics=topics_of_intents(),
        usual=live.moves.promises.opening_hours,
        zone=settings.brand.zone,
    )
    outage_mode = outage_mode_of(live)
    eraser = connected.eraser(settings, live, database)
    _add_vault(app, settings, vault)

    @app.before_server_start
    async def prepare(_app: App) -> None:
        await migrate(database)

    run_beside(
        app,
        listening=lambda stopping: [
            *(until(stopping, wake.run()) for wake in live.wakes),
            turns.run(stopping),
            deliveries.run(stopping),
            until(stopping, overdue.run()),
            until(stopping, routing.run()),
            until(stopping, recorder.run()),
            until(stopping, counting.run()),
            until(stopping, readings.run()),
            until(stopping, outage_mode.group()),
            until(stopping, outage_mode.tell()),
            until(stopping, _elsewhere(settings, live).run()),
            *(until(stopping, round.run()) for round in connected.rounds),
            *([until(stopping, eraser.run())] if eraser else []),
        ],
    )

    @app.after_server_stop
    async def close(_app: App) -> None:
        await connected.close()
        await database.dispose()
        await live.redis.aclose()

    return app


def _elsewhere(settings: Settings, live: Live) -> Elsewhere:
    return Elsewhere(
        desk=live.desk,
        transcripts=live.transcripts,
        moves=live.moves,
        clock=live.clock,
        patience=timedelta(minutes=settings.elsewhere_minutes),
        quiet=timedelta(hours=settings.elsewhere_hours),
    )


def _answering(settings: Settings, live: Live, *, noted: Noted) -> Answering:
    token = settings.engine_token.get_secret_value()
    pool = EnginePool(
        EngineRegistry(live.redis, live.keys),
        client=lambda url: RasaEngine(url, token=token, timeout=settings.engine_timeout),
        noted=noted,
    )
    return Answering(
        inbox=live.inbox,
        outbox=live.outbox,
        desk=live.desk,
        engine=pool,
        moves=live.moves,
        clock=live.clock,
        continuing=Continuing(live.cases, live.desk),
        is_personal=personal_in(redactor_of(settings)),
        table=settings.escalation,
    )


def _add_vault(app: App, settings: Settings, vault: Vault) -> None:
    """Let the actions, and nobody else, look up what placeholders stand for."""
    expected = f"Bearer {settings.vault_token.get_secret_value()}".encode()

    @app.post("/vault/resolve", name="resolve")
    async def resolve(request: Request) -> HTTPResponse:
        given = request.headers.get("authorization", "").encode()
        if not hmac.compare_digest(given, expected):
            raise UnauthorizedError("The token is missing or wrong.")
        conversation, placeholders = _question(request)
        async with asyncio.timeout(2):
            values = await vault.resolve(conversation, placeholders)
        return json_response({"values": values})


def _question(request: Request) -> tuple[ConversationId, list[str]]:
    body = request.json
    placeholders = body.get("placeholders") if isinstance(body, dict) else None
    if not isinstance(placeholders, list) or len(placeholders) > MOST_PLACEHOLDERS:
        raise BadRequestError(f"`placeholders` is a list of at most {MOST_PLACEHOLDERS} texts.")
    try:
        conversation = ConversationId.parse(str(body.get("conversation")))
    except ValueError:
        raise BadRequestError("`conversation` is a conversation's id.") from None
    return conversation, [str(one) for one in placeholders]
