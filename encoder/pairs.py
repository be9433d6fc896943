"""Arranges labelled examples into batches of pairs for multiple-negatives ranking.

In such a batch every other pair stands for "something else", so no label may appear in it twice.
"""

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from encoder.errors import UnusableExamplesError


class Example(BaseModel):
    """A sentence and what it means."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    label: str


@dataclass(frozen=True)
class Pair:
    """Two sentences that mean the same."""

    anchor: str
    positive: str


def read_examples(path: Path) -> list[Example]:
    """Read one example from each line of `path`, JSON with `text` and `label`.

    Raises:
        UnusableExamplesError: The file is missing or a line is not an example (its number is told).
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise UnusableExamplesError(f"The examples cannot be read: {error.strerror}.") from error
    examples = []
    for number, line in enumerate(lines, start=1):
        try:
            examples.append(Example.model_validate_json(line))
        except ValidationError:
            raise UnusableExamplesError(f"Line {number} of the examples is not one.") from None
    return examples


def batches_of_pairs(
    examples: Sequence[Example],
    *,
    epochs: int,
    batch_size: int,
    seed: int,
    most_per_label: int | None = None,
) -> list[list[Pair]]:
    """Return all batches of all epochs; in an epoch each text is once in front and once behind.

    Labels with a single text have nothing to be paired with and are left out. Of labels with more
    than `most_per_label` texts each epoch takes others, so that no label with many texts makes
    long rows of small batches.

    Raises:
        UnusableExamplesError: Fewer than two labels have two different texts.
    """
    by_label: defaultdict[str, set[str]] = defaultdict(set)
    for example in examples:
        by_label[example.label].add(example.text)
    texts = {label: sorted(found) for label, found in by_label.items() if len(found) > 1}
    if len(texts) < 2:
        raise UnusableExamplesError("Tuning needs at least two labels with two different texts.")
    rng = random.Random(seed)  # noqa: S311 - an order, not a secret
    batches = []
    for _ in range(epochs):
        pairs = {
            label: _in_a_ring(found, rng=rng, most=most_per_label or len(found))
            for label, found in sorted(texts.items())
        }
        batches += _without_equal_labels(pairs, batch_size=batch_size, rng=rng)
    return batches


def _in_a_ring(texts: Sequence[str], *, rng: random.Random, most: int) -> list[Pair]:
    order = rng.sample(texts, min(most, len(texts)))
    behind = order[1:] + order[:1]
    return [Pair(anchor, positive) for anchor, positive in zip(order, behind, strict=True)]


def _without_equal_labels(
    pairs: dict[str, list[Pair]], *, batch_size: int, rng: random.Random
) -> list[list[Pair]]:
    """Take from the labels that have most left, so that the last batches stay as full as can be."""
    batches = []
    while len(pairs) > 1:
        labels = rng.sample(sorted(pairs), len(pairs))
        labels.sort(key=lambda label: -len(pairs[label]))
        batches.append([pairs[label].pop() for label in labels[:batch_size]])
        pairs = {label: left for label, left in pairs.items() if left}
    rng.shuffle(batches)
    return batches
