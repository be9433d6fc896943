"""Runs one of our own processes, with settings from the environment."""

from collections.abc import Callable

from chassis.app import App, serve
from chassis.logs import configure_logging
from gateway.settings import Settings, read_settings

LOOPBACK = "127.0.0.1"


def serve_process(name: str) -> int:
    """Serve the process called `name` until it is told to stop; return the exit status."""
    settings = read_settings()
    configure_logging(name)
    compose, host, port = _known(name, settings)
    serve(compose(settings), host=host, port=port)
    return 0


def _known(name: str, settings: Settings) -> tuple[Callable[[Settings], App], str, int]:
    """Return how a process is composed, and where it listens; each loads only what it needs."""
    if name == "gateway":
        from gateway.apps.customers import gateway_app

        return gateway_app, settings.gateway_host, settings.gateway_port
    if name == "worker":
        from gateway.apps.worker import worker_app

        return worker_app, LOOPBACK, settings.worker_port
    if name == "desk":
        from gateway.apps.desk import desk_app

        return desk_app, settings.desk_host, settings.desk_port
    from gateway.apps.keeper import keeper_app

    return keeper_app, LOOPBACK, settings.keeper_port
