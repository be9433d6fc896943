"""Keeps the vectors of examples in a file, so that a restart asks the encoder for nothing."""

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np

from studio.search.meanings import Vectors

AT_ONCE = 500
BUSY_SECONDS = 10.0


class KeptVectors:
    """Vectors by model and content. For examples only, never for what customers have just written.

    Raises sqlite3.Error if the file cannot be used; it may be deleted at any time.
    """

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._file = file
        with self._open() as database:
            database.execute(
                "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB)"
                " WITHOUT ROWID"
            )

    def of(self, texts: Sequence[str], *, model: str) -> dict[str, Vectors]:
        """Return the vectors of those texts that are known."""
        keys = {_key(text, model): text for text in texts}
        asked = list(keys)
        found: dict[str, Vectors] = {}
        with self._open() as database:
            for start in range(0, len(asked), AT_ONCE):
                part = asked[start : start + AT_ONCE]
                marks = ",".join("?" * len(part))
                statement = f"SELECT key, vector FROM vectors WHERE key IN ({marks})"  # noqa: S608 - marks only
                for key, vector in database.execute(statement, part):
                    found[keys[key]] = np.frombuffer(vector, dtype="<f4")
        return found

    def keep(self, vectors: Mapping[str, Vectors], *, model: str) -> None:
        """Keep vectors, all or none."""
        rows = [(_key(text, model), one.astype("<f4").tobytes()) for text, one in vectors.items()]
        with self._open() as database:
            database.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._file, timeout=BUSY_SECONDS)) as database, database:
            yield database


def _key(text: str, model: str) -> bytes:
    return hashlib.sha256(f"{model}\0{text}".encode()).digest()
