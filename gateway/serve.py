"""Runs one of our own processes, with settings from the environment."""

import os
from collections.abc import Callable
from pathlib import Path

from chassis.app import App, serve
from chassis.logs import configure_logging, get_logger
from gateway.settings import Settings, read_settings

LOOPBACK = "127.0.0.1"
MOST_PATIENT = 19


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
    if name == "webhooks":
        from gateway.apps.webhooks import webhooks_app

        return webhooks_app, LOOPBACK, settings.webhooks_port
    if name == "trainer":
        from gateway.apps.trainer import trainer_app

        _give_way()
        return trainer_app, LOOPBACK, settings.trainer_port
    from gateway.apps.keeper import keeper_app

    return keeper_app, LOOPBACK, settings.keeper_port


def _give_way() -> None:
    """Let customers who wait for an answer come first, whatever this process and its own do."""
    os.nice(MOST_PATIENT)
    if os.getsid(0) != os.getpid():
        return
    try:
        # Kernels that share a processor among sessions first look at the session's weight.
        Path("/proc/self/autogroup").write_text(str(MOST_PATIENT))
    except OSError as error:
        get_logger().info("session_keeps_its_weight", exc_info=error)
