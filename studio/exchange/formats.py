"""The ways in which examples are written down outside, and which one a file is in."""

from dataclasses import dataclass
from enum import StrEnum

from studio.content.examples import Lesson
from studio.content.problems import Problem

#: What is longer is cut into several files by whoever has it; the desk takes no more at once.
MOST_BYTES = 700_000
MOST_EXAMPLES = 20_000
MOST_PROBLEMS = 50


class Format(StrEnum):
    """A way to write examples down. The last two are only read: Rasa X has left them behind."""

    YAML = "yml"
    CSV = "csv"
    JSONL = "jsonl"
    RASA_JSON = "json"
    MARKDOWN = "md"


#: Those that files are given away in.
WRITTEN = (Format.YAML, Format.CSV, Format.JSONL)
_SUFFIXES = {"yaml": Format.YAML, "ndjson": Format.JSONL, "markdown": Format.MARKDOWN}


class UnreadableFileError(Exception):
    """A file as a whole is nothing that can be read; the message is a German sentence."""


@dataclass(frozen=True, slots=True)
class Found:
    """An example that a file holds, and its line (from 1).

    `replaced`: it is not as it stood there, something personal has given way.
    """

    lesson: Lesson
    line: int
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What a file holds, and what in it cannot be read; all else can be worked with."""

    found: tuple[Found, ...]
    problems: tuple[Problem, ...] = ()


def format_of(name: str) -> Format:
    """Return the format that a file's name tells. Raises UnreadableFileError."""
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    if suffix in _SUFFIXES:
        return _SUFFIXES[suffix]
    try:
        return Format(suffix)
    except ValueError:
        raise UnreadableFileError(
            "Diese Datei heißt nicht wie eine, die das Studio lesen kann. Sie endet auf .yml, "
            ".csv oder .jsonl; aus Rasa X auch auf .json oder .md."
        ) from None


def decoded(content: bytes, name: str) -> str:
    """Return the text of a file, its lines ended alike. Raises UnreadableFileError."""
    if len(content) > MOST_BYTES:
        raise UnreadableFileError(
            f"Diese Datei ist größer als {MOST_BYTES // 1000} kB. Bitte teilen und nacheinander "
            "einlesen."
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise UnreadableFileError(
            f"{name}, Zeile {line}: Hier steht ein Zeichen, das nicht in UTF-8 gespeichert ist. "
            "Bitte die Datei als „UTF-8“ speichern."
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")
