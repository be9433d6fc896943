"""Brings two versions of a file of examples together, example by example instead of by lines.

Lines would not do: a level of anger is a line of its own and must stay below its sentence, and two
editors who each add an example to the end of an intent do not contradict each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import accumulate

from studio.content.documents import Document
from studio.content.layout import lines_of


class Side(StrEnum):
    """Whose version counts where two differ."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Piece:
    """An example with its comments and metadata, or a line of what is around the examples."""

    text: str
    head: bool


@dataclass(frozen=True, slots=True)
class Hunk:
    """A place where one version, or both, differ from what they began with."""

    base: tuple[Piece, ...]
    mine: tuple[Piece, ...]
    theirs: tuple[Piece, ...]
    line: int

    @property
    def settled(self) -> tuple[Piece, ...] | None:
        """What comes of it, None if the two contradict each other."""
        if self.mine == self.theirs or self.theirs == self.base:
            return self.mine
        if self.mine == self.base:
            return self.theirs
        return None if self.base else _both(self.mine, self.theirs)

    def taken(self, side: Side) -> tuple[Piece, ...]:
        """Return what comes of it as an editor has decided."""
        if side is Side.BOTH:
            return _both(self.mine, self.theirs)
        return self.mine if side is Side.MINE else self.theirs


def pieces_of(path: str, text: str) -> list[Piece]:
    """Return a file as pieces that joined are the file."""
    document = Document(path, text)
    pieces = [Piece(line, head=True) for line in lines_of(document.layout.before.text)]
    for chunk, block in zip(document.layout.blocks, document.blocks, strict=True):
        edges = [(one.place.start, one.place.end) for one in block.examples]
        pieces += _of_block(chunk.text, edges)
    return pieces + [Piece(line, head=True) for line in lines_of(document.layout.after.text)]


def hunks(base: Sequence[Piece], mine: Sequence[Piece], theirs: Sequence[Piece]) -> list[Hunk]:
    """Return both versions beside what they began with, in order, cut as small as can be."""
    found: list[Hunk] = []
    my_gaps, their_gaps = _gaps(base, mine), _gaps(base, theirs)
    lines = _lines(mine)
    place, my_at, their_at = 0, 0, 0
    for gap in range(len(base) + 1):
        my_gap, their_gap = my_gaps[gap], their_gaps[gap]
        if my_gap is None or their_gap is None:
            continue
        parts = (
            Hunk(
                tuple(base[place:gap]),
                tuple(mine[my_at : my_gap.start]),
                tuple(theirs[their_at : their_gap.start]),
                line=lines[my_at],
            ),
            Hunk(
                (),
                tuple(mine[my_gap.start : my_gap.stop]),
                tuple(theirs[their_gap.start : their_gap.stop]),
                line=lines[my_gap.start],
            ),
        )
        found += [part for part in parts if part.base or part.mine or part.theirs]
        place, my_at, their_at = gap, my_gap.stop, their_gap.stop
    return _by_pairs(found)


def _lines(version: Sequence[Piece]) -> list[int]:
    """Return on which line (from 1) each piece begins, and where the file ends."""
    return list(accumulate((piece.text.count("\n") for piece in version), initial=1))


def _gaps(base: Sequence[Piece], version: Sequence[Piece]) -> list[slice | None]:
    """Return what a version has put above each piece of the base, and below the last one.

    None: neither the piece above nor the one below is as it was, so nobody can say.
    """
    kept = {-1: -1, len(base): len(version)} | _kept(base, version)
    found: list[slice | None] = []
    for gap in range(len(base) + 1):
        above, below = kept.get(gap - 1), kept.get(gap)
        start = above + 1 if above is not None else below
        stop = below if below is not None else start
        found.append(None if start is None else slice(start, stop))
    return found


def _kept(base: Sequence[Piece], version: Sequence[Piece]) -> dict[int, int]:
    """Return which pieces of the base stand unchanged where in a version."""
    matcher = SequenceMatcher(None, base, version, autojunk=False)
    return {
        block.a + step: block.b + step
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    }


def _by_pairs(found: list[Hunk]) -> list[Hunk]:
    """Cut a hunk in which both have changed pieces in place, so that neighbours do not clash."""
    cut: list[Hunk] = []
    for hunk in found:
        if len(hunk.base) > 1 and len(hunk.base) == len(hunk.mine) == len(hunk.theirs):
            triples = zip(hunk.base, hunk.mine, hunk.theirs, strict=True)
            cut += [Hunk((b,), (m,), (t,), line=hunk.line) for b, m, t in triples]
        else:
            cut.append(hunk)
    return cut


def _both(mine: tuple[Piece, ...], theirs: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return what both have put in one place: first what still belongs to the intent above it."""
    my_items, their_items = _leading(mine), _leading(theirs)
    new = tuple(piece for piece in their_items if piece not in my_items)
    mine, theirs = mine[len(my_items) :], theirs[len(their_items) :]
    return my_items + new + mine + (() if mine == theirs else theirs)


def _leading(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    count = next((place for place, piece in enumerate(pieces) if piece.head), len(pieces))
    return pieces[:count]


def _of_block(text: str, edges: Sequence[tuple[int, int]]) -> list[Piece]:
    """Cut a block into its head and its examples; comments go with what is below them."""
    if not edges:
        return [Piece(text, head=True)]
    head_end = _comments_start(text, edges[0][0])
    pieces = [Piece(text[:head_end], head=True)]
    at = head_end
    for _, end in edges:
        pieces.append(Piece(text[at:end], head=False))
        at = end
    return [*pieces, Piece(text[at:], head=False)] if text[at:] else pieces


def _comments_start(text: str, start: int) -> int:
    lines = lines_of(text[:start])
    while lines and lines[-1].strip()[:1] in ("", "#"):
        start -= len(lines.pop())
    return start
