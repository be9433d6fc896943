"""Ids as the platforms give them out: large, growing, and strings."""

from itertools import count

from tests.world.clock import WorldClock, milliseconds_of

SNOWFLAKE_EPOCH = 1_288_834_974_657
SIGN = 1 << 63
ODD = 0x9E3779B97F4A7C15


class Numbers:
    """Gives out ids that never repeat, whichever way the clock is moved."""

    def __init__(self, clock: WorldClock) -> None:
        self._clock = clock
        self._last = 0
        self._count = count(1)

    def snowflake(self) -> str:
        """Return an id of X: sortable by time, beyond what a double holds."""
        shifted = (milliseconds_of(self._clock.now()) - SNOWFLAKE_EPOCH) << 22
        self._last = max(shifted, self._last + 1)
        return str(self._last)

    def event(self) -> str:
        """Return an event_uuid of X: 64 bits, of which about every second is negative."""
        mixed = (next(self._count) * ODD) % (1 << 64)
        return str(mixed - (1 << 64) if mixed >= SIGN else mixed)

    def long(self, prefix: str = "") -> str:
        """Return an id of Meta: a long number, or one behind a prefix such as `m_`."""
        return f"{prefix}{9_007_199_254_740_993 + next(self._count) * 7_919}"
