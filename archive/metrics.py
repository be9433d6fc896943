"""What the recorder shows of itself: what it kept, put aside, failed at, and how far it lags."""

import time
from collections.abc import Sequence

from prometheus_client import CollectorRegistry, Counter, Gauge

from archive.recording import Recorded
from conversation.ports import FeedEvent


class RecorderMetrics:
    """Counters and the lag, in `registry`."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._waiting_since: float | None = None
        self._events = Counter(
            "lotse_archive_events",
            "Events written to the archive, by kind.",
            ["kind"],
            registry=registry,
        )
        self._rejected = Counter(
            "lotse_archive_rejected",
            "Events put aside because they could not be kept, by kind.",
            ["kind"],
            registry=registry,
        )
        self._failures = Counter(
            "lotse_archive_failures",
            "Attempts to write to the archive that failed and are repeated.",
            registry=registry,
        )
        lag = Gauge(
            "lotse_archive_lag_seconds",
            "Age of the oldest event read from the feed and not yet in the archive.",
            registry=registry,
        )
        lag.set_function(self.lag)

    def lag(self) -> float:
        """Return the age in seconds of the oldest event that is known and not yet kept."""
        if self._waiting_since is None:
            return 0.0
        return max(0.0, time.time() - self._waiting_since)

    def read(self, events: Sequence[FeedEvent]) -> None:
        """Note what is about to be written."""
        self._waiting_since = min((event.at.timestamp() for event in events), default=None)

    def done(self, recorded: Recorded) -> None:
        """Note what became of it."""
        self._waiting_since = None
        for event in recorded.written:
            self._events.labels(event.kind.value).inc()
        for event in recorded.rejected:
            self._rejected.labels(event.kind.value).inc()

    def failed(self) -> None:
        """Note that an attempt failed."""
        self._failures.inc()
