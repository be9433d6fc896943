"""Things that go on for a while, one file each: written as a whole, found after any crash.

<folder>/<id>.json    what was asked for and how far it is
<folder>/<id>.stop    somebody wants it to end
"""

import fcntl
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from pydantic import TypeAdapter, ValidationError

from studio.files import replace_file

_ID = re.compile(r"\d{8}T\d{6}-[0-9a-f]{8}\Z")


class Entry(Protocol):
    """What is kept."""

    @property
    def id(self) -> str:
        """As `new_id` made it."""


Kept = TypeVar("Kept", bound=Entry)


def new_id(at: datetime) -> str:
    """Return an id; later ones come later in the alphabet."""
    return f"{at:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"


def is_id(id: str) -> bool:
    """Say whether this may be an id, so that no other file is ever named by one."""
    return _ID.match(id) is not None


class Entries(Generic[Kept]):
    """A folder of them; safe for several processes at once. `worker` is whose lock it holds."""

    def __init__(self, folder: Path, kind: TypeAdapter[Kept], *, worker: str) -> None:
        self._folder = folder
        self._kind = kind
        self._worker = worker

    def all(self) -> list[Kept]:
        """Return all, latest first; a file that cannot be read is left out."""
        ids = sorted((path.stem for path in self._folder.glob("*.json")), reverse=True)
        return [entry for id in ids if (entry := self.one(id))]

    def one(self, id: str) -> Kept | None:
        """Return one, None if there is none of that id."""
        if not is_id(id):
            return None
        try:
            return self._kind.validate_json((self._folder / f"{id}.json").read_bytes())
        except (FileNotFoundError, ValidationError):
            return None

    def write(self, entry: Kept) -> None:
        """Keep how far one is. Raises OSError."""
        replace_file(self._folder / f"{entry.id}.json", self._kind.dump_json(entry, indent=2))

    def stopped(self, id: str) -> bool:
        """Say whether somebody wants its end."""
        return (self._folder / f"{id}.stop").exists()

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Say whether nobody else works on them, and keep it so as long as the context."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / self._worker).open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Let nobody else ask meanwhile."""
        self._folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _want_end(self, id: str) -> None:
        (self._folder / f"{id}.stop").touch()
