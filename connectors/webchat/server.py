"""The socket.io server itself: its limits, who may embed it, and a clean end."""

import asyncio
import logging
import time
from collections.abc import Coroutine, Sequence
from typing import Any, cast
from urllib.parse import urlsplit

import socketio
from sanic import HTTPResponse, Request

from chassis.app import App
from chassis.errors import BadRequestError, ServiceError
from chassis.logs import get_logger
from chassis.tasks import cancelled
from connectors.webchat.settings import WebchatSettings

PATH = "/socket.io/"
BYTES_PER_CHARACTER = 12
ROOM_FOR_THE_REST = 16_000
GOODBYE_SECONDS = 1.0
LOOK_SECONDS = 0.02


def is_allowed(origin: str, *, host: str, origins: Sequence[str]) -> bool:
    """Say whether a page of `origin` may talk to us: our own host, or one of the sites named."""
    return "*" in origins or origin in origins or urlsplit(origin).netloc == host


class SocketServer:
    """A socketio.AsyncServer for Sanic, `io`, that knows what it has running and ends all of it."""

    def __init__(self, settings: WebchatSettings) -> None:
        self.io: Any = _create(settings)
        self._tasks: set[asyncio.Task[Any]] = set()
        self._requests: set[Request] = set()
        self._keep_engine_tasks()
        self._end_what_talks_nonsense()

    def attach(self, app: App) -> None:
        """Answer at `PATH`. engine.io pings by itself, and unlike Sanic's pings these tell a silent
        end from a clean one."""
        app.config.WEBSOCKET_PING_INTERVAL = 0
        app.enable_websocket()
        app.add_route(self._answer, PATH, methods=["GET", "POST", "OPTIONS"], name="webchat_socket")

    def run(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run `work` until the server is closed."""
        self._keep(asyncio.get_running_loop().create_task(work))

    async def emit(self, sid: str, event: str, data: Any) -> None:
        """Send an event to one socket."""
        await self.io.emit(event, data, to=sid)

    def connection_of(self, sid: str) -> str:
        """Return the engine.io connection under a socket; an empty text if there is none."""
        return str(self.io.manager.eio_sid_from_sid(sid, "/") or "")

    async def expel(self, sid: str) -> None:
        """End a socket and its connection, and tell its client not to come back by itself."""
        connection = self.connection_of(sid)
        await self.io.disconnect(sid)
        await self._cut_off(connection)

    async def close(self) -> None:
        """End every connection so that clients come back by themselves, and every task.

        Clients get a moment to say good-bye; one that has fallen silent is not waited for.
        """
        for connection in list(self.io.eio.sockets):
            await self._cut_off(connection)
        await self._requests_ended()
        for request in list(self._requests):
            if request.transport:
                cast("asyncio.Transport", request.transport).abort()
        await self._requests_ended()
        await self.io.shutdown()
        await cancelled(*self._tasks)

    async def _answer(self, request: Request) -> HTTPResponse:
        self._check(request)
        self._requests.add(request)
        try:
            answer: HTTPResponse = await self.io.handle_request(request)
            return answer
        finally:
            self._requests.discard(request)

    def _check(self, request: Request) -> None:
        """Refuse at once what engine.io answers late, with 200 or not at all.

        It waits for a poll before it ends a connection whose body is too large, and says OK to what
        is no UTF-8. Raises ServiceError.
        """
        if len(request.body) > self.io.eio.max_http_buffer_size:
            raise ServiceError("The request is too large.", status=413)
        try:
            request.body.decode()
        except UnicodeDecodeError:
            raise BadRequestError("The request is not UTF-8.") from None
        socket = self.io.eio.sockets.get(request.args.get("sid"))
        if socket is not None and socket.closed:
            raise BadRequestError("This connection has ended.")

    async def _requests_ended(self) -> None:
        end = time.monotonic() + GOODBYE_SECONDS
        while self._requests and time.monotonic() < end:  # noqa: ASYNC110 - only while stopping
            await asyncio.sleep(LOOK_SECONDS)

    async def _cut_off(self, connection: str) -> None:
        """End an engine.io connection, whether the other side plays along or not.

        engine.io only asks the client to close, and goes on reading; an empty packet ends its
        writer or an open poll, and with it the connection.
        """
        socket = self.io.eio.sockets.get(connection)
        if socket is not None:
            await socket.close(wait=False)
            socket.queue.put_nowait(None)

    def _keep(self, task: asyncio.Task[Any]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _keep_engine_tasks(self) -> None:
        """Keep hold of the engine's tasks: it forgets them, and its pings outlive a stop."""
        start = self.io.eio.start_background_task

        def started(target: Any, *args: Any, **kwargs: Any) -> asyncio.Task[Any]:
            task: asyncio.Task[Any] = start(target, *args, **kwargs)
            self._keep(task)
            return task

        self.io.eio.start_background_task = started

    def _end_what_talks_nonsense(self) -> None:
        """Cut off a client whose packets cannot be read, instead of logging each of them."""
        read = self.io.eio.handlers["message"]

        async def read_or_end(connection: str, data: Any) -> None:
            try:
                await read(connection, data)
            except Exception as error:  # noqa: BLE001 - libraries raise anything over bad input
                get_logger().info("webchat_nonsense", exc_info=error)
                await self._cut_off(connection)

        self.io.eio.on("message", read_or_end)


def _create(settings: WebchatSettings) -> Any:
    """Return the library's server. A message may have as many bytes as the longest line needs in
    JSON. The loggers are passed in because the library would else print what customers write."""

    def allowed(origin: str | None, environ: dict[str, Any]) -> bool:
        host = environ.get("HTTP_HOST", "")
        return origin is None or is_allowed(origin, host=host, origins=settings.origins)

    return socketio.AsyncServer(
        async_mode="sanic",
        async_handlers=False,
        cors_allowed_origins=allowed,
        cors_credentials=False,
        max_http_buffer_size=(
            settings.allowances.characters * BYTES_PER_CHARACTER + ROOM_FOR_THE_REST
        ),
        ping_interval=settings.ping_interval.total_seconds(),
        ping_timeout=settings.ping_timeout.total_seconds(),
        logger=_quiet_logger("lotse.socketio"),
        engineio_logger=_quiet_logger("lotse.engineio"),
    )


def _quiet_logger(name: str) -> logging.Logger:
    """Return a logger for errors only: what it warns of is what any stranger can cause."""
    logger = logging.getLogger(name)
    logger.setLevel(logging.ERROR)
    return logger
