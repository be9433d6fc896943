"""The mood of a conversation over time, from single messages' anger."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

# Readings differ by so much without anything having changed.
SLACK = 0.25
NOTICED = 0.6


class Trend(StrEnum):
    """Where a mood goes."""

    RISING = "rising"
    FALLING = "falling"
    LEVEL = "level"


@dataclass(frozen=True, slots=True)
class Mood:
    """What was felt, message by message, the oldest first; 0 (calm) to 3 (furious)."""

    felt: tuple[float, ...]

    @property
    def now(self) -> float:
        """The anger of the last message; 0 where none was read."""
        return self.felt[-1] if self.felt else 0.0

    @property
    def jump(self) -> float:
        """How much more angry the last message is than the one before; negative: less."""
        return self.felt[-1] - self.felt[-2] if len(self.felt) > 1 else 0.0

    def risen(self, turns: int) -> float:
        """Return how much anger has grown over at most so many messages without a fall between."""
        start = self.now
        for before in reversed(self.felt[-turns:-1]):
            if before > start + SLACK:
                break
            start = min(start, before)
        return self.now - start

    def lasting(self, at: float) -> int:
        """Return how many messages in a row, the last included, were at least `at`."""
        count = 0
        for felt in reversed(self.felt):
            if felt < at:
                break
            count += 1
        return count

    @property
    def trend(self) -> Trend:
        """Say where the mood goes, seen over the last three messages."""
        last = self.felt[-3:]
        change = last[-1] - last[0] if last else 0.0
        if abs(change) < NOTICED:
            return Trend.LEVEL
        return Trend.RISING if change > 0 else Trend.FALLING


def felt_of(anger: int | None, chances: Sequence[float]) -> float | None:
    """Return the anger to be expected of a message, 0 to 3; None where nobody read it.

    `chances` are the probabilities of the levels; where they are not known the level is certain.
    """
    if chances:
        return sum(level * chance for level, chance in enumerate(chances))
    return None if anger is None else float(anger)
