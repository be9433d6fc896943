"""Candidates that read along with customers, unheard: one file each, found after any crash.

models/shadows/<id>.json    who reads along, until when, and how far it is; the trainer writes it
models/shadows/<id>.stop    somebody wants it to end
models/shadows/.reading     held by the trainer that lets it read, as long as it lives
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from pydantic import TypeAdapter

from studio.training.entries import Entries, new_id
from studio.training.jobs import Asker

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


class Shadows(Entries[Shadow]):
    """The folder of candidates that read along; safe for several processes at once."""

    def __init__(self, models_dir: Path) -> None:
        super().__init__(models_dir / "shadows", _SHADOW, worker=".reading")

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
        with self._asking():
            if self.active():
                raise AlreadyReadingError("Es liest schon einer mit.")
            shadow = Shadow(
                id=new_id(at),
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

    def active(self) -> Shadow | None:
        """Return the one that waits or reads, if there is one."""
        return next((one for one in self.all() if one.end is End.NONE), None)

    def stop(self, id: str, *, at: datetime) -> None:
        """Ask for an end; where nobody works on it, it ends here."""
        shadow = self.one(id)
        if shadow is None or shadow.end is not End.NONE:
            return
        self._want_end(id)
        with self.alone() as nobody_works:
            if nobody_works and (shadow := self.one(id)) and shadow.end is End.NONE:
                self.write(replace(shadow, end=End.STOPPED, ended_at=at, runs=False))
