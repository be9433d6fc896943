"""Counts how much personal data is found, missed and made up, exact to the letter."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gateway.privacy.detectors import find_personal_data

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Sentence:
    """A sentence and what in it is personal, as pairs of kind and value."""

    text: str
    personal: Counter[tuple[str, str]]


@dataclass(frozen=True)
class Score:
    """How many findings are right, how many are wrong, how many are missing."""

    right: int
    wrong: int
    missing: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missing) if self.right + self.missing else 1.0


def read_sentences(name: str) -> list[Sentence]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [_sentence(json.loads(line)) for line in lines]


def _sentence(row: dict[str, Any]) -> Sentence:
    return Sentence(row["text"], Counter((each["kind"], each["value"]) for each in row["personal"]))


def found(sentence: Sentence) -> Counter[tuple[str, str]]:
    return Counter((each.kind.value, each.value) for each in find_personal_data(sentence.text))


def scores(sentences: Iterable[Sentence]) -> dict[str, Score]:
    """Return the score of each kind and of all."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missing: Counter[str] = Counter()
    for sentence in sentences:
        seen = found(sentence)
        for counter, pairs in (
            (right, seen & sentence.personal),
            (wrong, seen - sentence.personal),
            (missing, sentence.personal - seen),
        ):
            for (kind, _), count in pairs.items():
                counter[kind] += count
                counter["all"] += count
    kinds = sorted({*right, *wrong, *missing} - {"all"})
    return {kind: Score(right[kind], wrong[kind], missing[kind]) for kind in (*kinds, "all")}


def table(measured: dict[str, Score]) -> str:
    rows = [f"{'kind':14} {'right':>5} {'wrong':>5} {'missing':>7} {'precision':>9} {'recall':>6}"]
    for kind, score in measured.items():
        rows.append(
            f"{kind:14} {score.right:5} {score.wrong:5} {score.missing:7} "
            f"{score.precision:9.3f} {score.recall:6.3f}"
        )
    return "\n".join(rows)
