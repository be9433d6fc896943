"""The world's time: it runs, stands, and can be set, so that windows and limits can be tested."""

import time
from datetime import UTC, datetime, timedelta


class WorldClock:
    """A clock in aware UTC that tests may move forwards and backwards."""

    def __init__(self, start: datetime | None = None, *, runs: bool = True) -> None:
        self._base = (start or datetime.now(UTC)).astimezone(UTC)
        self._runs = runs
        self._since = time.monotonic()

    def now(self) -> datetime:
        if not self._runs:
            return self._base
        return self._base + timedelta(seconds=time.monotonic() - self._since)

    @property
    def runs(self) -> bool:
        return self._runs

    def set(self, moment: datetime, *, runs: bool | None = None) -> None:
        self._base = moment.astimezone(UTC)
        self._since = time.monotonic()
        if runs is not None:
            self._runs = runs

    def advance(self, seconds: float) -> None:
        self._base += timedelta(seconds=seconds)


def seconds_of(moment: datetime) -> int:
    """Return a moment as both platforms write whole seconds."""
    return int(moment.timestamp())


def milliseconds_of(moment: datetime) -> int:
    """Return a moment as both platforms write milliseconds."""
    return int(moment.timestamp() * 1000)


def iso_of(moment: datetime) -> str:
    """Return a moment as X writes it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
