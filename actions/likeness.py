"""How alike two questions are by their words: typos and compounds count, common words hardly."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

SIZES = (3, 4, 5)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})

Scores = NDArray[np.float32]


class WordIndex:
    """Wordings that a question can be held against, in groups, each with the text it stands for.

    `owners` says for each wording to which group it belongs, `bodies` holds a text for each group.
    A piece of a word that occurs in many groups says little about any of them.
    """

    def __init__(
        self, wordings: Sequence[str], *, owners: Sequence[int], bodies: Sequence[str]
    ) -> None:
        pieces = [_pieces(wording) for wording in wordings]
        self._count = len(wordings)
        self._weights = _weights(pieces, owners)
        self._unknown = max(self._weights.values(), default=1.0)
        self._found: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, counted in enumerate(pieces):
            for piece, weight in self._normal(counted).items():
                self._found[piece].append((place, weight))
        self._bodies = [set(_pieces(body)) for body in bodies]
        for owner, counted in zip(owners, pieces, strict=True):
            self._bodies[owner].update(counted)

    def likeness(self, question: str) -> Scores:
        """Return for each wording how alike it is, from 0 to 1."""
        alike = np.zeros(self._count, dtype=np.float32)
        for piece, weight in self._normal(_pieces(question)).items():
            for place, other in self._found.get(piece, ()):
                alike[place] += weight * other
        return alike

    def coverage(self, question: str) -> Scores:
        """Return for each group how much of the question it has a word for, from 0 to 1.

        It is small where a question asks for something that the group never speaks of, however
        alike the rest of it sounds.
        """
        weights = {piece: self._weight(piece) for piece in _pieces(question)}
        total = sum(weights.values()) or 1.0
        covered = [
            sum(weight for piece, weight in weights.items() if piece in body)
            for body in self._bodies
        ]
        return np.array(covered, dtype=np.float32) / np.float32(total)

    def _weight(self, piece: str) -> float:
        return self._weights.get(piece, self._unknown)

    def _normal(self, counted: Mapping[str, int]) -> dict[str, float]:
        weighted = {
            piece: (1 + math.log(count)) * self._weight(piece) for piece, count in counted.items()
        }
        length = math.sqrt(sum(weight * weight for weight in weighted.values())) or 1.0
        return {piece: weight / length for piece, weight in weighted.items()}


def _weights(pieces: Sequence[Mapping[str, int]], owners: Sequence[int]) -> dict[str, float]:
    together: defaultdict[str, set[int]] = defaultdict(set)
    for counted, owner in zip(pieces, owners, strict=True):
        for piece in counted:
            together[piece].add(owner)
    total = len(set(owners)) + 1
    return {piece: math.log(total / (len(found) + 1)) + 1 for piece, found in together.items()}


def _pieces(text: str) -> Counter[str]:
    words = re.findall(r"[a-z0-9]+", text.lower().translate(_UMLAUTS))
    counted: Counter[str] = Counter()
    for word in (f" {each} " for each in words):
        for size in SIZES:
            counted.update(word[at : at + size] for at in range(max(1, len(word) - size + 1)))
    return counted
