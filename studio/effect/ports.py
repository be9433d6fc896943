"""What the page about the effect asks of the rest: what became of what customers wanted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of concerns begun in a stretch of time.

    `known` are those old enough to say whether the customer came again, `contained` those of them
    that the assistant settled alone and after which nobody came again for seven days. `read` are
    turns that the assistant read, `missed` those it did not understand.
    """

    concerns: int = 0
    known: int = 0
    contained: int = 0
    read: int = 0
    missed: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)

    def __add__(self, other: "Outcome") -> "Outcome":
        """Return both together."""
        keys = sorted({*self.reasons, *other.reasons})
        return Outcome(
            self.concerns + other.concerns,
            self.known + other.known,
            self.contained + other.contained,
            self.read + other.read,
            self.missed + other.missed,
            {key: self.reasons.get(key, 0) + other.reasons.get(key, 0) for key in keys},
        )


class Outcomes(Protocol):
    """Whoever knows what became of concerns."""

    async def between(self, first: datetime, until: datetime) -> Mapping[str, Outcome]:
        """Return what became of concerns begun from `first` until `until`, by topic."""
