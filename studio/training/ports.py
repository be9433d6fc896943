"""What the pages about training ask of the rest: which assistants run, and what lines say now."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class RunningAssistant:
    """An assistant that answers: processes that take any conversation, and those that end theirs.

    `model` is its name.
    """

    model: str
    ready: int
    draining: int


class Running(Protocol):
    """Whoever knows which engines run."""

    async def now(self) -> tuple[RunningAssistant, ...]:
        """Return the assistants that answer customers right now."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What somebody takes a turn for: `intent` is the likeliest, also where it is not `understood`.

    `person`: the rules fetch a person for it. `entities` are the names of what is in it.
    """

    intent: str
    confidence: float
    understood: bool
    anger: int | None
    person: bool
    entities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LiveTurn:
    """A turn that the assistant has answered: its name, when it was, what it says."""

    name: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class TakenTwice:
    """A turn as the assistant read it that answered, and as a candidate did beside it."""

    name: str
    before: Taken
    after: Taken


class LiveTurns(Protocol):
    """Whoever knows which turns were answered. Candidates' readings are kept by names only.

    With a customer's words goes what was read out of them.
    """

    async def latest(self) -> datetime | None:
        """Return when the latest turn was, None if there is none."""

    async def since(self, at: datetime, *, limit: int) -> list[LiveTurn]:
        """Return turns from a moment on, oldest first, as they stand now."""

    async def keep(self, shadow: str, taken: Mapping[str, Taken]) -> int:
        """Keep what a candidate takes turns for; return how many of them still stood."""

    async def both(self, shadow: str) -> list[TakenTwice]:
        """Return all turns that a candidate has read, latest first."""

    async def words(self, names: Collection[str]) -> Mapping[str, str]:
        """Return what turns say; what was erased or changed since is left out."""


class Words(Protocol):
    """Whoever knows what customers' lines say."""

    async def of(self, names: Collection[str]) -> Mapping[str, str]:
        """Return what lines say, by name; what was erased or changed since is left out."""
