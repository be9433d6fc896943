"""What is learnt of a need for a person, without an engine."""

from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from bot.components.needs import NONE, Needs

#: Each label shows in a column of its own.
LABELS = [label for label in (NONE, "danger", "dispute") for _ in range(6)]
ROWS = csr_matrix(np.repeat(np.eye(3), 6, axis=0))
CALM, DANGER, DISPUTE = csr_matrix(np.eye(3))


def learnt(labels: list[str] = LABELS, rows: csr_matrix = ROWS) -> Needs:
    return Needs.learnt(rows, labels, [1.0] * len(labels), softness=10.0)


def test_who_needs_a_person_is_told_from_who_needs_nobody_and_for_what() -> None:
    (calm,), (danger,) = learnt().chances(CALM), learnt().chances(DANGER)
    assert sum(calm.values()) < 0.3 < 0.7 < sum(danger.values())
    assert danger["danger"] > 0.6 > danger["dispute"]


def test_needs_are_never_more_likely_than_one_of_them_is() -> None:
    for chances in learnt().chances(ROWS):
        assert sum(chances.values()) <= 1


def test_two_needs_are_told_apart_as_well_as_three() -> None:
    labels = [*LABELS, *["legal"] * 6]
    rows = csr_matrix(np.repeat(np.eye(4), 6, axis=0))
    (two,) = learnt().chances(DISPUTE)
    (three,) = learnt(labels, rows).chances(csr_matrix(np.eye(4))[2])
    assert two["dispute"] == pytest.approx(three["dispute"], abs=0.15)


def test_what_counts_for_more_is_believed_more() -> None:
    rows, labels = csr_matrix(np.ones((4, 1))), [NONE, NONE, "danger", "dispute"]
    light = Needs.learnt(rows, labels, [1, 1, 1, 1], softness=10.0)
    heavy = Needs.learnt(rows, labels, [1, 1, 5, 5], softness=10.0)
    (little,), (much,) = light.chances(rows[0]), heavy.chances(rows[0])
    assert sum(much.values()) > sum(little.values()) + 0.2


@pytest.mark.parametrize("labels", [[NONE] * 18, [NONE, "danger"] * 9, ["danger", "dispute"] * 9])
def test_too_few_labels_teach_nothing(labels: list[str], tmp_path: Path) -> None:
    taught = learnt(labels)
    taught.keep(tmp_path)
    assert taught.chances(DANGER) == Needs.kept(tmp_path).chances(DANGER) == [{}]


def test_what_was_kept_reads_as_before(tmp_path: Path) -> None:
    learnt().keep(tmp_path)
    (before,), (after,) = learnt().chances(DANGER), Needs.kept(tmp_path).chances(DANGER)
    assert after == pytest.approx(before)
