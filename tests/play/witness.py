"""Who looks at a script that was played, and what it is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from tests.play.script import Script


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a customer wrote at once, in which conversation, in which turn of the script."""

    turn: int
    conversation: str
    texts: tuple[str, ...]


class Witness(Protocol):
    """Looks at what was played while its world still stands."""

    async def __call__(self, script: Script, said: Sequence[Spoken]) -> None:
        """Look. What it raises is the script's trouble."""
