"""Tells from numbers whether a person is needed, and for what."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bot.components.linear import by_feature, product

#: The label of what nobody is needed for.
NONE = "none"


class Needs:
    """Two logistic regressions: whether anybody is needed, learnt from all rows; then for what.

    They are apart because nearly all rows say that nobody is, and few say for what.
    """

    NUMBERS = "needs.npz"

    def __init__(self, names: Sequence[str], weights: np.ndarray, shift: np.ndarray) -> None:
        """`weights`: features by whether, then by each of `names`."""
        self._names = list(names)
        self._weights = weights
        self._shift = shift

    @classmethod
    def learnt(
        cls, rows: csr_matrix, labels: Sequence[str], counts: Sequence[float], *, softness: float
    ) -> "Needs":
        """Return what labelled rows teach, each counted so often; nothing from too few labels.

        `softness` is the regressions' C: more fits closer.
        """
        given, weighed, kinds = np.array(labels), np.array(counts), set(labels)
        if NONE not in kinds or len(kinds) < 3:
            return cls([], np.zeros((0, 0), dtype=np.float32), np.zeros(0))
        rows, needed = rows.astype(np.float32), given != NONE
        whether = LogisticRegression(C=softness, solver="liblinear", random_state=1)
        whether.fit(rows, needed, weighed)
        for_what = LogisticRegression(C=softness, max_iter=200, random_state=1)
        for_what.fit(rows[needed], given[needed], weighed[needed])
        weights, shifts = _of_each(for_what)
        return cls(
            [str(each) for each in for_what.classes_],
            by_feature(np.vstack([whether.coef_, weights])),
            np.concatenate([whether.intercept_, shifts]),
        )

    def chances(self, rows: csr_matrix) -> list[dict[str, float]]:
        """Return for each row the probability of each need; empty if none was learnt."""
        if not self._names:
            return [{} for _ in range(rows.shape[0])]
        margins = product(rows, self._weights) + self._shift
        needed = 1 / (1 + np.exp(-margins[:, :1]))
        powers = np.exp(margins[:, 1:] - margins[:, 1:].max(axis=1, keepdims=True))
        of_each = needed * powers / powers.sum(axis=1, keepdims=True)
        return [dict(zip(self._names, map(float, chances), strict=True)) for chances in of_each]

    def keep(self, folder: Path) -> None:
        """Write what was learnt into `folder`."""
        names = np.array(self._names, dtype=str)
        np.savez_compressed(
            folder / self.NUMBERS, weights=self._weights.T, shift=self._shift, names=names
        )

    @classmethod
    def kept(cls, folder: Path) -> "Needs":
        """Return what `keep` wrote."""
        with np.load(folder / cls.NUMBERS) as numbers:
            names = [str(each) for each in numbers["names"]]
            return cls(names, by_feature(numbers["weights"]), numbers["shift"])


def _of_each(machine: LogisticRegression) -> tuple[np.ndarray, np.ndarray]:
    """Return weights and shifts for each class; for two of them there is but one of each."""
    if len(machine.classes_) > 2:
        return machine.coef_, machine.intercept_
    half, shift = machine.coef_ / 2, machine.intercept_ / 2
    return np.vstack([-half, half]), np.concatenate([-shift, shift])
