"""Puts the web chat together on a gateway's app: the one function that wiring calls."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from limits.aio.strategies import RateLimiter

from chassis.app import App
from chassis.logs import get_logger
from connectors.webchat.customer_routes import add_customer_routes
from connectors.webchat.doors import Doors
from connectors.webchat.intake import Intake, SendTimes
from connectors.webchat.limits import Limits
from connectors.webchat.log import WebchatLog
from connectors.webchat.metrics import WebchatMetrics
from connectors.webchat.routes import add_routes
from connectors.webchat.server import SocketServer
from connectors.webchat.sessions import Sessions
from connectors.webchat.settings import WebchatSettings
from connectors.webchat.sockets import Sockets
from connectors.webchat.speakers import NameOf, Speakers, without_name
from connectors.webchat.welcome import Welcome
from connectors.webchat.windows import Windows
from conversation.files import NO_FILES, Files
from conversation.notices import Notices
from conversation.ports import Clock, Desk, Feed, Inbox, Outbox, Shield
from conversation.video import Video

AGAIN_SECONDS = 1.0

Job = Callable[[], Awaitable[None]]


def attach_webchat(
    app: App,
    *,
    settings: WebchatSettings,
    inbox: Inbox,
    outbox: Outbox,
    desk: Desk,
    shield: Shield,
    feed: Feed,
    log: WebchatLog,
    clock: Clock,
    limiter: RateLimiter,
    notices: Notices,
    name_of: NameOf = without_name,
    files: Files = NO_FILES,
    video: Video | None = None,
) -> None:
    """Add the socket, the widget's files and the demonstration page to `app`.

    `name_of` gives the name of an agent that customers may know. `files` is where those are that
    agents send, `video` what lets people into rooms. The app must not have been started yet; the
    web chat starts and stops with it.
    """
    limits = Limits(limiter, settings.allowances)
    server = SocketServer(settings)
    doors = Doors(
        most=settings.allowances.sockets,
        most_per_address=settings.allowances.sockets_per_address,
        proxies=settings.proxies,
    )
    doors.guard(server.io.eio)
    speakers = Speakers(desk=desk, feed=feed, name_of=name_of)
    windows = Windows(
        log=log,
        emit=server.emit,
        ask_speaker=speakers.current,
        poll=settings.poll,
        doubt=settings.ping_interval + 2 * settings.ping_timeout,
    )
    sessions = Sessions(settings.secrets)
    Sockets(
        server=server,
        sessions=sessions,
        limits=limits,
        intake=Intake(
            inbox=inbox,
            log=log,
            desk=desk,
            shield=shield,
            limits=limits,
            times=SendTimes(clock),
            longest=settings.allowances.characters,
        ),
        windows=windows,
        welcome=Welcome(outbox=outbox, log=log, notices=notices, clock=clock),
        metrics=WebchatMetrics(app.ctx.registry, sockets=doors.__len__),
        most_events=settings.allowances.events_per_minute_and_socket,
    ).register()
    server.attach(app)
    add_customer_routes(app, settings, sessions=sessions, files=files, video=video)
    add_routes(app, settings)
    _live_with(app, server=server, windows=windows, speakers=speakers, log=log)


def _live_with(
    app: App, *, server: SocketServer, windows: Windows, speakers: Speakers, log: WebchatLog
) -> None:
    """Start and stop what runs beside the requests, together with the app."""

    async def listen() -> None:
        async for heard in log.listen():
            windows.new_line(heard)

    async def start(_app: App) -> None:
        server.run(_again_and_again("webchat_listen", listen))
        server.run(_again_and_again("webchat_watch", partial(speakers.watch, windows)))

    async def stop(_app: App) -> None:
        await windows.close_all()
        await server.close()

    app.before_server_start(start)
    app.before_server_stop(stop)


async def _again_and_again(name: str, job: Job) -> None:
    """Run `job` until cancelled, through every failure."""
    while True:
        try:
            await job()
        except Exception as error:  # noqa: BLE001 - the web chat outlives its store's bad minutes
            get_logger().warning("webchat_job_failed", job=name, exc_info=error)
        await asyncio.sleep(AGAIN_SECONDS)
