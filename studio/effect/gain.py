"""What a training was worth: F1 gained, with its interval, for each hundred corrections."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studio.evaluation.comparison import Comparison
from studio.evaluation.messages import Prediction

LEAST_CORRECTIONS = 20
DRAWS = 400
HUNDRED = 100
#: The same draws each time, so that a page shows the same interval when it is loaded again.
SEED = 7


@dataclass(frozen=True, slots=True)
class Gain:
    """By how much the mean F1 over all intents grew on the held-out messages, and its interval."""

    before: float
    after: float
    low: float
    high: float

    @property
    def difference(self) -> float:
        """The growth."""
        return self.after - self.before

    def of_hundred(self, corrections: int) -> tuple[float, float, float] | None:
        """Return the growth for a hundred corrections, its lower and upper end; None of too few."""
        if corrections < LEAST_CORRECTIONS:
            return None
        each = HUNDRED / corrections
        return self.difference * each, self.low * each, self.high * each


def gain_of(comparison: Comparison) -> Gain | None:
    """Return what the candidate gained; None where there was no assistant before it.

    The interval is that of a bootstrap over messages, both assistants asked the same (B. Efron,
    1979): in 95 of 100 other collections of such messages the growth would lie in it.
    """
    labelled = [place for place, one in enumerate(comparison.messages) if one.intent is not None]
    if not comparison.before or not labelled:
        return None
    due = [str(comparison.messages[place].intent) for place in labelled]
    names = sorted(set(due))
    number = {name: place for place, name in enumerate(names)}
    wanted = np.array([number[name] for name in due])
    was = _numbered(comparison.before, labelled, number)
    now = _numbered(comparison.after, labelled, number)
    draws = np.random.default_rng(SEED).integers(0, len(due), size=(DRAWS, len(due)))
    many = len(names)
    grown = [
        _macro_f1(wanted[draw], now[draw], many) - _macro_f1(wanted[draw], was[draw], many)
        for draw in draws
    ]
    low, high = np.percentile(grown, [2.5, 97.5])
    return Gain(
        before=_macro_f1(wanted, was, many),
        after=_macro_f1(wanted, now, many),
        low=float(low),
        high=float(high),
    )


def _numbered(
    predictions: Sequence[Prediction], places: Sequence[int], number: dict[str, int]
) -> NDArray[np.int64]:
    """Return the intents by number; what nobody meant has one of its own."""
    return np.array([number.get(predictions[place].intent, len(number)) for place in places])


def _macro_f1(due: NDArray[np.int64], given: NDArray[np.int64], many: int) -> float:
    """Return the mean F1 of the intents that are due, as studio.evaluation.figures counts it."""
    wanted = np.bincount(due, minlength=many)
    said = np.bincount(given, minlength=many + 1)[:many]
    hits = np.bincount(due[due == given], minlength=many)
    there = wanted > 0
    return float(np.mean(2 * hits[there] / (wanted[there] + said[there])))
