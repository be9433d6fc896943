"""The web chat's figures for Prometheus."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge


class WebchatMetrics:
    """Counts lines by outcome and sessions begun; shows the open sockets."""

    def __init__(self, registry: CollectorRegistry, *, sockets: Callable[[], float]) -> None:
        self.lines = Counter(
            "lotse_webchat_lines",
            "Customers' lines, by outcome: accepted, repeated or the refusal's code.",
            ["outcome"],
            registry=registry,
        )
        self.sessions = Counter(
            "lotse_webchat_sessions", "Web-chat sessions begun.", registry=registry
        )
        Gauge(
            "lotse_webchat_sockets", "Open web-chat connections.", registry=registry
        ).set_function(sockets)
