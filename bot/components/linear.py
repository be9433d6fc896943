"""A linear model whose confidence means something: margins, made probabilities by a temperature."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from sklearn.model_selection import train_test_split
from sklearn.svm import LinearSVC

UNSEEN = 0.2
COLDEST, HOTTEST = 0.02, 2.0
# How close to the best is close enough: with 0.0001 it takes half as long again, and of 2,800
# examples held back the same share is right.
CLOSE = 0.01


class Linear:
    """Tells labels apart by a linear support vector machine (one against the rest).

    The temperature is found on examples that the model had not seen when it judged them, by the
    least cross-entropy (Guo et al. 2017, "On Calibration of Modern Neural Networks", section 4).
    """

    NUMBERS, WORDS = "linear.npz", "linear.json"

    def __init__(
        self, labels: Sequence[str], weights: np.ndarray, shift: np.ndarray, temperature: float
    ) -> None:
        self.labels = list(labels)
        self._weights = weights
        self._by_feature = by_feature(weights)
        self._shift = shift
        self.temperature = temperature

    @classmethod
    def learnt(cls, rows: csr_matrix, labels: Sequence[str], *, softness: float) -> "Linear":
        """Return the model of labelled rows. `softness` is the machine's C: more fits closer.

        Raises ValueError for fewer than two labels.
        """
        given = np.array(labels)
        machine = _machine(softness).fit(rows, given)
        temperature = _temperature(rows, given, softness=softness)
        weights, shift = machine.coef_, machine.intercept_
        if len(machine.classes_) == 2:
            weights, shift = np.vstack([-weights, weights]), np.concatenate([-shift, shift])
        return cls(machine.classes_, weights.astype(np.float32), shift, temperature)

    def probabilities(self, rows: csr_matrix) -> np.ndarray:
        """Return for each row the probability of each of `labels`."""
        return _softmax(product(rows, self._by_feature) + self._shift, self.temperature)

    def keep(self, folder: Path) -> None:
        """Write the model into `folder`."""
        np.savez_compressed(folder / self.NUMBERS, weights=self._weights, shift=self._shift)
        words = {"labels": self.labels, "temperature": self.temperature}
        (folder / self.WORDS).write_text(json.dumps(words), encoding="utf-8")

    @classmethod
    def kept(cls, folder: Path) -> "Linear":
        """Return what `keep` wrote."""
        words = json.loads((folder / cls.WORDS).read_text(encoding="utf-8"))
        with np.load(folder / cls.NUMBERS) as numbers:
            return cls(words["labels"], numbers["weights"], numbers["shift"], words["temperature"])


def by_feature(weights: np.ndarray) -> np.ndarray:
    """Return weights, labels by features, as `product` wants them: features by labels, 32 bits."""
    return np.ascontiguousarray(weights.T, dtype=np.float32)


def product(rows: csr_matrix, weights: np.ndarray) -> np.ndarray:
    """Return rows times weights of `by_feature`.

    With rows of 64 bits all weights, tens of megabytes, would be converted for each message.
    """
    return np.asarray(rows.astype(np.float32) @ weights)


def _machine(softness: float) -> LinearSVC:
    return LinearSVC(C=softness, tol=CLOSE, class_weight="balanced", random_state=1)


def _temperature(rows: csr_matrix, labels: np.ndarray, *, softness: float) -> float:
    """Return the temperature under which unseen examples are judged with due confidence."""
    classes, counts = np.unique(labels, return_counts=True)
    if counts.min() < 2 or len(classes) < 3 or len(labels) * UNSEEN < len(classes):
        return 1.0
    seen, unseen, told, asked = train_test_split(
        rows, labels, test_size=UNSEEN, stratify=labels, random_state=1
    )
    margins = _machine(softness).fit(seen, told).decision_function(unseen)
    due = np.searchsorted(classes, asked)

    def cross_entropy(temperature: float) -> float:
        chances = _softmax(margins, temperature)[np.arange(len(due)), due]
        return float(-np.log(np.maximum(chances, 1e-12)).mean())

    found = minimize_scalar(cross_entropy, bounds=(COLDEST, HOTTEST), method="bounded")
    return float(found.x)


def _softmax(margins: np.ndarray, temperature: float) -> np.ndarray:
    scaled = margins / temperature
    powers = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)
