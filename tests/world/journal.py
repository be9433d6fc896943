"""What was asked and what was refused, kept for tests to look at."""

from collections import deque
from dataclasses import asdict, dataclass
from typing import Any

from tests.world.clock import WorldClock, iso_of

KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Call:
    """One request to a platform's API and how it was answered; status 0: the answer was lost."""

    platform: str
    method: str
    path: str
    status: int
    at: str
    body: Any = None
    reason: str = ""


class Journal:
    """The newest calls, in order."""

    def __init__(self, clock: WorldClock) -> None:
        self._clock = clock
        self._calls: deque[Call] = deque(maxlen=KEPT)

    def note(self, **call: Any) -> None:
        self._calls.append(Call(at=iso_of(self._clock.now()), **call))

    def calls(self, platform: str = "") -> list[dict[str, Any]]:
        return [asdict(call) for call in self._calls if platform in ("", call.platform)]

    def refusals(self, platform: str = "") -> list[dict[str, Any]]:
        """Return the calls that were answered with an error, each with the platform's reason."""
        return [call for call in self.calls(platform) if call["status"] >= 400]

    def clear(self) -> None:
        self._calls.clear()
