"""A Sanic application with what every process shows: health, readiness, metrics, honest errors."""

import asyncio
import socket
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from sanic import HTTPResponse, Request, Sanic
from sanic.exceptions import SanicException
from sanic.response import json as json_response
from sanic.response import raw

from chassis.errors import ServiceError, TooManyRequestsError
from chassis.logs import configure_logging, get_logger

Check = Callable[[], Awaitable[None]]
App = Sanic[Any, Any]

PORT_TAKEN = 3
CHECK_SECONDS = 2.0


def create_app(
    name: str,
    *,
    checks: Mapping[str, Check] | None = None,
    registry: CollectorRegistry | None = None,
    max_body_bytes: int = 1_000_000,
) -> App:
    """Return an application that answers `/healthz`, `/readyz` and `/metrics`.

    `/healthz` says that the process runs. `/readyz` awaits every check of `checks` (each raises
    when its part is missing) and answers 503 with the names of those that failed. `/metrics` is
    Prometheus' text format over `registry` (a fresh one if not given, kept as `app.ctx.registry`).
    A `ServiceError` becomes `{"error": sentence}` in its status; anything unforeseen becomes a 500
    that says nothing, and is logged by type and place.
    """
    app: App = Sanic(name, configure_logging=False)
    app.config.REQUEST_MAX_SIZE = max_body_bytes
    app.config.ACCESS_LOG = False
    app.config.GRACEFUL_SHUTDOWN_TIMEOUT = 5.0
    app.config.KEEP_ALIVE_TIMEOUT = 65
    app.config.MOTD = False
    app.ctx.registry = registry or CollectorRegistry()
    _add_errors(app)
    _add_health(app, checks or {})
    _add_metrics(app)
    return app


def serve(app: App, *, host: str, port: int) -> None:
    """Run `app` in this process until it is told to stop; the open requests are finished first.

    Ends with one plain sentence and a non-zero status if the port is taken.
    """
    configure_logging(app.name)
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        print(f"{app.name}: {host}:{port} cannot be used: {error.strerror}.", file=sys.stderr)
        raise SystemExit(PORT_TAKEN) from None
    listening.listen(512)
    get_logger().info("listening", host=host, port=listening.getsockname()[1])
    app.run(sock=listening, single_process=True, access_log=False, motd=False)


def _add_errors(app: App) -> None:
    @app.exception(ServiceError)
    async def told(_request: Request, error: ServiceError) -> HTTPResponse:
        headers = {}
        if isinstance(error, TooManyRequestsError):
            headers["retry-after"] = str(error.retry_after)
        return json_response({"error": error.sentence}, status=error.status, headers=headers)

    @app.exception(SanicException)
    async def refused(_request: Request, error: SanicException) -> HTTPResponse:
        status = error.status_code or 500
        headers = dict(error.headers or {})
        return json_response({"error": _status_words(status)}, status=status, headers=headers)

    @app.exception(Exception)
    async def unforeseen(request: Request | None, error: Exception) -> HTTPResponse:
        route = request.route.path if request and request.route else ""
        get_logger().error("request_failed", route=route, exc_info=error)
        return json_response({"error": _status_words(500)}, status=500)


def _status_words(status: int) -> str:
    words = {
        400: "The request cannot be understood.",
        404: "There is nothing here.",
        405: "This method is not offered here.",
        408: "The request took too long.",
        413: "The request is too large.",
        417: "The request's expectation cannot be met.",
        503: "The service is busy.",
    }
    return words.get(status, "Something went wrong on our side.")


def _add_health(app: App, checks: Mapping[str, Check]) -> None:
    @app.get("/healthz", name="healthz")
    async def healthz(_request: Request) -> HTTPResponse:
        return json_response({"status": "ok", "service": app.name})

    @app.get("/readyz", name="readyz")
    async def readyz(_request: Request) -> HTTPResponse:
        failed = [name for name, check in checks.items() if not await _passes(name, check)]
        status = 503 if failed else 200
        word = "not ready" if failed else "ready"
        return json_response({"status": word, "failed": failed}, status=status)


async def _passes(name: str, check: Check) -> bool:
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            await check()
    except Exception as error:  # noqa: BLE001 - any failure of a part means not ready
        get_logger().warning("check_failed", check=name, exc_info=error)
        return False
    return True


def _add_metrics(app: App) -> None:
    requests = Counter(
        "lotse_http_requests",
        "HTTP requests answered, by route, method and status.",
        ["route", "method", "status"],
        registry=app.ctx.registry,
    )
    seconds = Histogram(
        "lotse_http_request_seconds",
        "Time to answer an HTTP request, by route.",
        ["route"],
        registry=app.ctx.registry,
    )

    @app.get("/metrics", name="metrics")
    async def metrics(_request: Request) -> HTTPResponse:
        return raw(generate_latest(app.ctx.registry), content_type=CONTENT_TYPE_LATEST)

    @app.on_request
    async def started(request: Request) -> None:
        request.ctx.started = time.perf_counter()

    @app.on_response  # type: ignore[untyped-decorator]
    async def finished(request: Request, response: HTTPResponse) -> None:
        route = request.route.path if request.route else "unknown"
        requests.labels(route, request.method, str(response.status)).inc()
        if hasattr(request.ctx, "started"):
            seconds.labels(route).observe(time.perf_counter() - request.ctx.started)
