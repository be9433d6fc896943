"""Names a set of files by their content, to see whether anything has changed."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

LETTERS = 16


def files_below(path: Path) -> list[Path]:
    """Return `path` if it is a file, else the files below it that are not hidden or compiled."""
    if path.is_file():
        return [path]
    return [
        file
        for file in path.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts and not file.name.startswith(".")
    ]


def fingerprint_of(files: Iterable[Path], *, root: Path, also: str = "") -> str:
    """Return 16 hexadecimal letters for the content and places of `files` below `root`, and `also`.

    Raises:
        OSError: A file cannot be read.
    """
    total = hashlib.sha256(also.encode())
    for path in sorted(files):
        total.update(f"\n{path.relative_to(root).as_posix()} {checksum(path)}".encode())
    return total.hexdigest()[:LETTERS]


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
