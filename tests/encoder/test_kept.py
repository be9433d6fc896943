"""Vectors of examples outlive the process, and only those of the same model come back."""

from pathlib import Path

import numpy as np

from encoder.kept import KeptVectors


def vector(number: float) -> np.ndarray:
    return np.full(4, number, dtype=np.float32)


def test_what_was_kept_comes_back_in_another_process(tmp_path: Path) -> None:
    file = tmp_path / "folder" / "vectors.sqlite"
    kept = KeptVectors(file, fingerprint="m1")
    kept.keep({"moin": vector(1), "tschüss": vector(2)})
    kept.close()
    again = KeptVectors(file, fingerprint="m1")
    found = again.of(["tschüss", "nie gesehen", "moin"])
    assert set(found) == {"moin", "tschüss"}
    assert np.array_equal(found["tschüss"], vector(2))
    again.close()


def test_vectors_of_another_model_are_not_taken_for_ours(tmp_path: Path) -> None:
    file = tmp_path / "vectors.sqlite"
    one, other = KeptVectors(file, fingerprint="m1"), KeptVectors(file, fingerprint="m2")
    one.keep({"moin": vector(1)})
    assert other.of(["moin"]) == {}
    one.close()
    other.close()


def test_the_file_does_not_hold_the_words(tmp_path: Path) -> None:
    file = tmp_path / "vectors.sqlite"
    kept = KeptVectors(file, fingerprint="m1")
    kept.keep({"Quittengelee": vector(1)})
    kept.close()
    assert b"Quittengelee" not in file.read_bytes()
