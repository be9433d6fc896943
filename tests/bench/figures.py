"""Figures of a measurement: times in milliseconds, told by their percentiles."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Series:
    """Times of one kind of request, in milliseconds, in the order in which they were measured."""

    name: str
    times: tuple[float, ...]

    def percentile(self, share: float) -> float:
        """Return the time that `share` of the requests stayed within."""
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    @property
    def row(self) -> str:
        """The series as a line of a Markdown table."""
        p50, p95, p99 = (self.percentile(share) for share in (0.5, 0.95, 0.99))
        return f"| {self.name} | {len(self.times)} | {p50:.1f} | {p95:.1f} | {p99:.1f} |"


@dataclass(frozen=True)
class Rate:
    """Turns a second, in several rounds."""

    name: str
    rounds: tuple[float, ...]

    @property
    def row(self) -> str:
        """The rate as a line of a Markdown table."""
        low, middle, high = min(self.rounds), median(self.rounds), max(self.rounds)
        return f"| {self.name} | {low:.1f} | {middle:.1f} | {high:.1f} |"


def ratios(ours: Sequence[float], theirs: Sequence[float]) -> tuple[float, float, float]:
    """Return the least, median and greatest ratio of pairs measured side by side."""
    pairs = [one / other for one, other in zip(ours, theirs, strict=True)]
    return min(pairs), median(pairs), max(pairs)
