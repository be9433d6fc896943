"""Keeps vectors of training examples in a file, so that a training computes only what is new."""

import hashlib
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from encoder.cache import Vector


class KeptVectors:
    """Vectors of one model by the digests of their texts. For trainings only, never for customers.

    One process at a time; a file that is no longer readable raises sqlite3.DatabaseError.
    """

    def __init__(self, file: Path, *, fingerprint: str) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._prefix = fingerprint.encode() + b"\0"
        self._database = sqlite3.connect(file, check_same_thread=False)
        self._database.execute(
            "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB) WITHOUT ROWID"
        )

    def of(self, texts: Sequence[str]) -> dict[str, Vector]:
        """Return the vectors of those texts that are known."""
        found: dict[str, Vector] = {}
        for text in texts:
            row = self._database.execute(
                "SELECT vector FROM vectors WHERE key = ?", (self._key(text),)
            ).fetchone()
            if row:
                found[text] = np.frombuffer(row[0], dtype=np.float32)
        return found

    def keep(self, vectors: Mapping[str, Vector]) -> None:
        """Keep vectors, all or none."""
        rows = [(self._key(text), vector.tobytes()) for text, vector in vectors.items()]
        with self._database:
            self._database.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def _key(self, text: str) -> bytes:
        return hashlib.sha256(self._prefix + text.encode()).digest()
