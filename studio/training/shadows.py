"""Candidates that read along with customers, unheard: one file each, found after any crash.

models/shadows/<id>.json    who reads along, until when, and how far it is; the trainer writes it
models/shadows/<id>.stop    somebody wants it to end
models/shadows/.reading     held by the trainer that lets it read, as long as it lives
"""

import fcntl
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from studio.files import replace_file
from studio.training.jobs import Asker

_ID = re.compile(r"\d{8}T\d{6}-[0-9a-f]{8}\Z")
LONGEST_HOURS, MOST_TURNS = 168, 10_000


class End(StrEnum):
    """Why a candidate reads along no more; none as long as it does."""

    NONE = ""
    TIME = "time"
    ENOUGH = "enough"
    STOPPED = "stopped"
    OVERTAKEN = "overtaken"
    FAILED = "failed"


class AlreadyReadingError(Exception):
    """A candidate reads along; the one asked for was not begun."""


@dataclass(frozen=True, kw_only=True)
class Shadow:
    """A candidate that reads along: `by` is an account's id, `name` what is shown.

    `training` is where it comes from, `beside` the assistant that answers. It ends by itself at
    `until` or after `most` turns. `read` are the turns it has read, `dropped` those that it was
    too late for.
    """

    id: str
    training: str
    model: str
    beside: str
    by: str
    name: str
    asked_at: datetime
    until: datetime
    most: int
    read: int = 0
    dropped: int = 0
    runs: bool = False
    end: End = End.NONE
    ended_at: datetime | None = None


_SHADOW = TypeAdapter(Shadow)


class Shadows:
    """The folder of candidates that read along; safe for several processes at once."""

    def __init__(self, models_dir: Path) -> None:
        self._folder = models_dir / "shadows"

    def ask(
        self,
        asker: Asker,
        *,
        training: str,
        model: str,
        beside: str,
        hours: int,
        most: int,
        at: datetime,
    ) -> Shadow:
        """Let a candidate read along. Raises AlreadyReadingError while one does, OSError."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._asking():
            if self.active():
                raise AlreadyReadingError("Es liest schon einer mit.")
            shadow = Shadow(
                id=f"{at:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}",
                training=training,
                model=model,
                beside=beside,
                by=asker.id,
                name=asker.name,
                asked_at=at,
                until=at + timedelta(hours=hours),
                most=most,
            )
            self.write(shadow)
        return shadow

    def all(self) -> list[Shadow]:
        """Return all, latest first; a file that cannot be read is left out."""
        ids = sorted((path.stem for path in self._folder.glob("*.json")), reverse=True)
        return [shadow for id in ids if (shadow := self.one(id))]

    def one(self, id: str) -> Shadow | None:
        """Return one, None if there is none of that id."""
        if not _ID.match(id):
            return None
        try:
            return _SHADOW.validate_json((self._folder / f"{id}.json").read_bytes())
        except (FileNotFoundError, ValidationError):
            return None

    def active(self) -> Shadow | None:
        """Return the one that waits or reads, if there is one."""
        return next((one for one in self.all() if one.end is End.NONE), None)

    def write(self, shadow: Shadow) -> None:
        """Keep how far one is. Raises OSError."""
        replace_file(self._folder / f"{shadow.id}.json", _SHADOW.dump_json(shadow, indent=2))

    def stop(self, id: str, *, at: datetime) -> None:
        """Ask for an end; where nobody works on it, it ends here."""
        shadow = self.one(id)
        if shadow is None or shadow.end is not End.NONE:
            return
        (self._folder / f"{id}.stop").touch()
        with self.alone() as nobody_works:
            if nobody_works and (shadow := self.one(id)) and shadow.end is End.NONE:
                self.write(replace(shadow, end=End.STOPPED, ended_at=at, runs=False))

    def stopped(self, id: str) -> bool:
        """Say whether somebody wants an end."""
        return (self._folder / f"{id}.stop").exists()

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Say whether nobody else lets one read, and keep it so as long as the context."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / ".reading").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True

    @contextmanager
    def _asking(self) -> Iterator[None]:
        handle = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)
