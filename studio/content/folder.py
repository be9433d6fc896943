"""Reads the content as it lies in a folder, hand edits included."""

from dataclasses import dataclass
from pathlib import Path

from studio.content.content import Content
from studio.content.opening import DOMAIN, EXAMPLES, RULES, TALKS
from studio.content.problems import Problem

FOLDERS = (EXAMPLES, DOMAIN, RULES, TALKS)


@dataclass(frozen=True)
class Folder:
    """What lies in a folder: content, and files that are no text."""

    content: Content
    unreadable: tuple[Problem, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that cannot be read."""
        return (*self.unreadable, *self.content.problems)


def read_folder(root: Path) -> Folder:
    """Return all content below `root`. Raises OSError."""
    paths = [path for folder in FOLDERS for path in sorted((root / folder).rglob("*.yml"))]
    shown = [path for path in paths if not path.name.startswith(".")]
    return decoded({path.relative_to(root).as_posix(): path.read_bytes() for path in shown})


def decoded(files: dict[str, bytes]) -> Folder:
    """Return the content of `files` by their paths; what is not UTF-8 is told and left out."""
    texts: dict[str, str] = {}
    unreadable = []
    for path, content in files.items():
        try:
            texts[path] = content.decode()
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            sentence = "Hier steht ein Zeichen, das nicht in UTF-8 gespeichert ist."
            unreadable.append(Problem(path, line, sentence))
    return Folder(Content(texts), tuple(unreadable))
