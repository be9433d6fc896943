"""X's rate limits: fixed windows whose state every answer's headers tell."""

from dataclasses import dataclass

from tests.world.clock import WorldClock, seconds_of

QUARTER = 15 * 60
DAY = 24 * 3600
APP = "app"


@dataclass(frozen=True, slots=True)
class Limit:
    """So many calls in so many seconds, for the app or for each user; `name` is what shares it."""

    name: str
    calls: int
    seconds: int
    per_app: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """The state of one limit after a call; `over` says that the call was one too many."""

    limit: int
    remaining: int
    reset: int
    over: bool

    def headers(self) -> dict[str, str]:
        return {
            "x-rate-limit-limit": str(self.limit),
            "x-rate-limit-remaining": str(self.remaining),
            "x-rate-limit-reset": str(self.reset),
        }


MESSAGES = (
    Limit("dm-quarter", 15, QUARTER),
    Limit("dm-day", 1_440, DAY),
    Limit("dm-day", 1_440, DAY, per_app=True),
)
READING_MESSAGES = (Limit("dm-read", 15, QUARTER),)
POSTS = (Limit("post", 100, QUARTER), Limit("post", 10_000, DAY, per_app=True))
MENTIONS = (Limit("mentions", 300, QUARTER), Limit("mentions", 450, QUARTER, per_app=True))
SEARCH = (Limit("search", 300, QUARTER), Limit("search", 450, QUARTER, per_app=True))
ACTIVITY = (Limit("activity", 500, QUARTER, per_app=True),)
WEBHOOKS = (Limit("webhooks", 450, QUARTER, per_app=True),)
REPLAYS = (Limit("replay", 100, QUARTER, per_app=True),)
OTHERS = (Limit("other", 900, QUARTER),)


class Limits:
    """Counts the calls of every limit."""

    def __init__(self, clock: WorldClock) -> None:
        self._clock = clock
        self._counts: dict[tuple[str, str], tuple[int, int]] = {}

    def take(self, limits: tuple[Limit, ...], user: str | None) -> Window:
        """Count a call and return the window with the least left; app-only calls have no user."""
        counted = [limit for limit in limits if limit.per_app or user is not None] or list(limits)
        windows = [self._one(limit, user) for limit in counted]
        return min(windows, key=lambda window: (not window.over, window.remaining))

    def clear(self) -> None:
        self._counts.clear()

    def _one(self, limit: Limit, user: str | None) -> Window:
        key = (limit.name + str(limit.seconds), APP if limit.per_app else user or APP)
        now = seconds_of(self._clock.now())
        count, reset = self._counts.get(key, (0, 0))
        if now >= reset or reset - now > limit.seconds:
            count, reset = 0, now + limit.seconds
        count += 1
        self._counts[key] = (count, reset)
        return Window(limit.calls, max(0, limit.calls - count), reset, over=count > limit.calls)
