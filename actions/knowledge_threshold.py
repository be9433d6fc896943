"""From which score on an answer is given: worked out on questions whose right answer is known."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from actions.knowledge_entries import FOLDER

# A wrong answer is worse than none.
COST_OF_A_WRONG_ANSWER = 2


@dataclass(frozen=True, slots=True)
class Trial:
    """A question whose right entry is known, None if there is none: the threshold's measure."""

    question: str
    entry: str | None


def cheapest_threshold(tried: Sequence[tuple[float, bool]]) -> float:
    """Return the threshold for scores of which it is known whether they belong to right answers.

    A right answer that is held back costs 1, a wrong one that is given COST_OF_A_WRONG_ANSWER. The
    threshold lies in the middle between two scores, so that it depends on no single trial.
    """
    scores = sorted({score for score, _ in tried})
    edges = [low + (high - low) / 2 for low, high in pairwise(scores)]
    candidates = [min(scores, default=1.0), *edges, max(scores, default=1.0) + 0.01]

    def cost(threshold: float) -> int:
        held_back = sum(right for score, right in tried if score < threshold)
        wrong = sum(not right for score, right in tried if score >= threshold)
        return held_back + COST_OF_A_WRONG_ANSWER * wrong

    return min(candidates, key=cost)


def read_trials(path: Path = FOLDER / "calibration.jsonl") -> tuple[Trial, ...]:
    """Return the questions by which the threshold is set, one JSON object in each line."""
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]
    return tuple(Trial(question=line["ask"], entry=line["answer"]) for line in lines)
