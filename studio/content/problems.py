"""What can be wrong with content, told to editors in German sentences."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that cannot be read: in which file, on which line (from 1), and what to do."""

    path: str
    line: int
    sentence: str

    def __str__(self) -> str:
        """Return the problem as one line for editors."""
        return f"{self.path}, Zeile {self.line}: {self.sentence}"


class ContentError(Exception):
    """A change cannot be made; the message is a German sentence for the editor."""


class UnknownExampleError(ContentError):
    """The example is not there, or no longer as the editor saw it."""


class RefusedChangeError(ContentError):
    """What the editor wants would leave content that nobody can use."""
