"""Cuts a file of examples into blocks, one for each intent, so that a broken one stays alone."""

import re
from dataclasses import dataclass
from itertools import pairwise

_NLU = re.compile(r"nlu:[ \t]*(#.*)?\r?\n?\Z")
_TOP_LEVEL = re.compile(r"[^\s#-]")
_ITEM = re.compile(r"( *)-(?:\s|\Z)")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a file: its text, and the line (from 1) it begins on."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Layout:
    """A file as pieces that joined are the file: what is before, the blocks, what is after.

    `known` is False if there is no list of examples that could be cut.
    """

    before: Chunk
    blocks: tuple[Chunk, ...]
    after: Chunk
    known: bool = True


def lines_of(text: str) -> list[str]:
    """Return the lines of `text` with their ends; other line breaks of Unicode are letters."""
    lines = text.split("\n")
    return [line + "\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def line_end(text: str, index: int) -> int:
    """Return where the line ends that the characters before `index` stand on."""
    if index and text[index - 1] == "\n":
        return index
    return text.find("\n", index) + 1 or len(text)


def laid_out(text: str) -> Layout:
    """Return `text` as pieces. A block takes the comments right above it."""
    lines = lines_of(text)
    heads = [place for place, line in enumerate(lines) if _NLU.match(line)]
    if len(heads) != 1:
        return Layout(Chunk(text, 1), (), Chunk("", len(lines) + 1), known=False)
    first = heads[0] + 1
    end = _end_of_section(lines, first)
    starts = _starts(lines, first, end)
    edges = [*starts, end]
    return Layout(
        before=Chunk("".join(lines[: edges[0]]), 1),
        blocks=tuple(
            Chunk("".join(lines[start:stop]), start + 1) for start, stop in pairwise(edges)
        ),
        after=Chunk("".join(lines[end:]), end + 1),
    )


def _end_of_section(lines: list[str], first: int) -> int:
    places = range(first, len(lines))
    return next((place for place in places if _TOP_LEVEL.match(lines[place])), len(lines))


def _starts(lines: list[str], first: int, end: int) -> list[int]:
    """Return where blocks begin: at each dash as far left as the first one, or above it."""
    dashes = [(place, _ITEM.match(lines[place])) for place in range(first, end)]
    found = [(place, match[1]) for place, match in dashes if match]
    wanted = [place for place, indent in found if indent == found[0][1]]
    return [_with_comments(lines, place, first) for place in wanted]


def _with_comments(lines: list[str], place: int, first: int) -> int:
    while place > first and lines[place - 1].strip()[:1] in ("", "#"):
        place -= 1
    return place
