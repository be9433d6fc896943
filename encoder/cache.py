"""Remembers vectors by content, so that a sentence seen before costs nothing."""

import hashlib
from collections import OrderedDict

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float32]


class VectorCache:
    """The vectors used last, up to `entries` of them (1.5 kB each at 384 dimensions).

    Keys are digests: what a customer wrote is not kept.
    """

    def __init__(self, *, fingerprint: str, entries: int) -> None:
        self._prefix = fingerprint.encode() + b"\0"
        self._entries = entries
        self._vectors: OrderedDict[bytes, Vector] = OrderedDict()

    def __len__(self) -> int:
        return len(self._vectors)

    def get(self, text: str) -> Vector | None:
        """Return the vector of `text` if it is remembered, and remember it longer."""
        key = self._key(text)
        vector = self._vectors.get(key)
        if vector is not None:
            self._vectors.move_to_end(key)
        return vector

    def put(self, text: str, vector: Vector) -> None:
        """Remember `vector`; what was unused longest goes."""
        # A copy, because a row is a view that would keep its whole batch in memory.
        self._vectors[self._key(text)] = vector.copy()
        while len(self._vectors) > self._entries:
            self._vectors.popitem(last=False)

    def _key(self, text: str) -> bytes:
        return hashlib.sha256(self._prefix + text.encode()).digest()
