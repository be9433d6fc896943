"""A share before and after, and whether the two can be told apart."""

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from studio.evaluation.figures import Share

#: With fewer on one side the interval says nothing that anybody could use.
LEAST = 30


class Verdict(StrEnum):
    """What can be said of a change."""

    TOO_FEW = "too_few"
    UNCLEAR = "unclear"
    BETTER = "better"
    WORSE = "worse"


@dataclass(frozen=True, slots=True)
class Compared:
    """The same share before and after; `rising` says that more is better."""

    before: Share
    after: Share
    rising: bool = True

    @property
    def enough(self) -> bool:
        """Whether there are enough on both sides to say anything."""
        return min(self.before.of, self.after.of) >= LEAST

    @property
    def difference(self) -> float:
        """How much the share has grown."""
        return self.after.value - self.before.value

    @property
    def interval(self) -> tuple[float, float]:
        """Where the true difference lies in 95 of 100 cases (R. G. Newcombe, 1998, method 10)."""
        (low, high), (was_low, was_high) = self.after.interval, self.before.interval
        now, was = self.after.value, self.before.value
        down = sqrt((now - low) ** 2 + (was_high - was) ** 2)
        up = sqrt((high - now) ** 2 + (was - was_low) ** 2)
        return self.difference - down, self.difference + up

    @property
    def verdict(self) -> Verdict:
        """What can be said: nothing of too few, nothing where the interval holds no change."""
        low, high = self.interval
        if not self.enough:
            return Verdict.TOO_FEW
        if low <= 0 <= high:
            return Verdict.UNCLEAR
        return Verdict.BETTER if (low > 0) is self.rising else Verdict.WORSE
