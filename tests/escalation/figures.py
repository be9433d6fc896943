"""The figures of a measurement: precision, recall, turns too late or too early. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from statistics import fmean

from studio.evaluation.figures import Share
from tests.escalation.due import Judged

RESAMPLES = 2_000
LOW, HIGH = 0.025, 0.975


@dataclass(frozen=True, slots=True)
class Turns:
    """So many turns off, one number for each handoff that was due and came."""

    off: tuple[int, ...]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.off)

    @property
    def mean(self) -> float:
        """How many there are for each handoff."""
        return fmean(self.off) if self.off else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Where the true mean lies in 95 of 100 cases: percentile bootstrap, the same each time."""
        if not self.off:
            return 0.0, 0.0
        random = Random(0)
        means = sorted(fmean(random.choices(self.off, k=len(self.off))) for _ in range(RESAMPLES))
        return means[int(LOW * RESAMPLES)], means[int(HIGH * RESAMPLES) - 1]


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures about some conversations.

    `recall`: of those that had to be handed over, at whatever turn. `precision`: of those handed
    over, that had to be. `at_the_turn`, `late` and `early` are of those rightly handed over.
    """

    conversations: int
    recall: Share
    precision: Share
    at_the_turn: Share
    late: Share
    early: Share
    turns_late: Turns
    turns_early: Turns
    reason_named: Share
    packets_whole: Share


def figures_of(played: Sequence[Judged]) -> Figures:
    """Return the figures of all conversations given."""
    handed = [each for each in played if each.at is not None]
    return _figures(played, due=[each for each in played if each.due.must], handed=handed)


def by_reason(played: Sequence[Judged]) -> dict[str, Figures]:
    """Return the figures of each reason.

    What had to be handed over counts under the first reason its script names, what was handed over
    (for precision) under the reason it was handed over for.
    """
    wanted = {each.due.reason for each in played if each.due.must}
    given = {each.reason for each in played if each.at is not None and each.reason}
    return {
        reason: _figures(
            played,
            due=[each for each in played if each.due.must and each.due.reason == reason],
            handed=[each for each in played if each.at is not None and each.reason == reason],
        )
        for reason in sorted(wanted | given)
    }


def _figures(
    played: Sequence[Judged], *, due: Sequence[Judged], handed: Sequence[Judged]
) -> Figures:
    right = [each for each in due if each.right]
    return Figures(
        conversations=len(played),
        recall=_share(due, lambda each: each.right),
        precision=_share(handed, lambda each: each.due.must),
        at_the_turn=_share(right, lambda each: each.at_the_turn),
        late=_share(right, lambda each: each.late > 0),
        early=_share(right, lambda each: each.early > 0),
        turns_late=Turns(tuple(each.late for each in right)),
        turns_early=Turns(tuple(each.early for each in right)),
        reason_named=_share(
            [each for each in right if each.due.reasons],
            lambda each: each.reason in each.due.reasons,
        ),
        packets_whole=_share(
            [each for each in handed if each.lacks is not None], lambda each: not each.lacks
        ),
    )


def _share(among: Sequence[Judged], counts: Callable[[Judged], bool]) -> Share:
    return Share(hits=sum(map(counts, among)), of=len(among))
