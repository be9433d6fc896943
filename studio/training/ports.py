"""What the pages about training ask of the rest: which assistants run, and what lines say now."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
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


class Words(Protocol):
    """Whoever knows what customers' lines say."""

    async def of(self, names: Collection[str]) -> Mapping[str, str]:
        """Return what lines say, by name; what was erased or changed since is left out."""
