"""Replaces files so that whoever reads them, and whoever is killed, sees the old or the new."""

import os
from pathlib import Path

PARTIAL = ".partial"


def replace_file(path: Path, content: bytes) -> None:
    """Put `content` in the place of a file in one step, on disk before it is seen.

    A file that was there keeps its permissions. Raises OSError.
    """
    partial = path.with_name(f".{path.name}{PARTIAL}")
    with partial.open("wb") as file:
        if path.exists():
            os.fchmod(file.fileno(), path.stat().st_mode & 0o777)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Put on disk which files a folder holds."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
