"""An example as it lies in a file, and the name by which an editor's page asks for it."""

import hashlib
from dataclasses import dataclass
from typing import NewType

from studio.examples import plain

ExampleId = NewType("ExampleId", str)
LETTERS = 16
CALM = 0
FURIOUS = 3


@dataclass(frozen=True, slots=True)
class Lesson:
    """What one example teaches: a marked sentence, the intent it stands for, its anger 0 to 3."""

    intent: str
    marked: str
    anger: int = CALM

    @property
    def words(self) -> str:
        """The sentence without its marks."""
        return plain(self.marked) if "[" in self.marked else self.marked.strip()

    @property
    def id(self) -> ExampleId:
        """Same lesson, same name: whoever asks for it by name gets what they have seen."""
        told = f"{self.intent}\0{self.marked}\0{self.anger}"
        return ExampleId(hashlib.sha256(told.encode()).hexdigest()[:LETTERS])


@dataclass(frozen=True, slots=True)
class Place:
    """Where an example stands in its block: characters of its lines, sentence and metadata.

    `text` is the sentence as YAML; `anger` the level's number, `metadata` all of it with its key,
    where there are any. `listed`: an item of a list, not a line of a text.
    """

    start: int
    end: int
    text: tuple[int, int]
    anger: tuple[int, int] | None = None
    metadata: tuple[int, int] | None = None
    metadata_keys: int = 0
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Example:
    """A lesson, the file and line (from 1) it stands on, and where exactly in its block."""

    lesson: Lesson
    path: str
    line: int
    place: Place
    block: int
