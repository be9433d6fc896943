"""Meanings without a model: sentences that share words are near each other."""

import hashlib
from collections.abc import Sequence

import numpy as np

from studio.search.meanings import Encoded, MeaningUnavailableError
from studio.search.normal import normal

DIMENSIONS = 384


class WordMeanings:
    """Each word is a direction; `asked` is what was encoded, `out` makes it fail."""

    def __init__(self, model: str = "words") -> None:
        self.model = model
        self.asked: list[str] = []
        self.out = False

    async def of(self, texts: Sequence[str]) -> Encoded:
        if self.out:
            raise MeaningUnavailableError("out")
        self.asked += texts
        return Encoded(self.model, np.stack([_vector(text) for text in texts]))


def _vector(text: str) -> np.ndarray:
    total = np.zeros(DIMENSIONS, dtype=np.float32)
    for word in normal(text).split() or ["?"]:
        seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "little")
        total += np.random.default_rng(seed).standard_normal(DIMENSIONS).astype(np.float32)
    return np.asarray(total / np.linalg.norm(total), dtype=np.float32)
