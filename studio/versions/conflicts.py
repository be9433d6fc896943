"""Brings two versions of all content together; what contradicts each other is for people."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NewType

from studio.content.changes import Remove
from studio.content.content import Content
from studio.content.examples import Lesson
from studio.content.opening import EXAMPLES
from studio.versions.merging import Hunk, Piece, Side, hunks, pieces_of

ConflictId = NewType("ConflictId", str)
Files = Mapping[str, str]
Choices = Mapping[ConflictId, Side]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two versions that cannot both be: where, and what each side says ("" is nothing there).

    `sentence` tells an editor what happened.
    """

    path: str
    line: int
    sentence: str
    mine: str
    theirs: str

    @property
    def id(self) -> ConflictId:
        """The same conflict, the same name; a decision on it holds for nothing else."""
        told = "\0".join((self.path, self.mine, self.theirs))
        return ConflictId(hashlib.sha256(told.encode()).hexdigest()[:16])


class ConflictsError(Exception):
    """Two versions contradict each other; nothing was changed."""

    def __init__(self, conflicts: Iterable[Conflict]) -> None:
        super().__init__("Zwei Fassungen widersprechen sich; bitte entscheiden.")
        self.conflicts = tuple(conflicts)


@dataclass
class _Merge:
    choices: Choices
    files: dict[str, str] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    decided: list[Conflict] = field(default_factory=list)

    def side(self, conflict: Conflict) -> Side | None:
        side = self.choices.get(conflict.id)
        (self.decided if side else self.conflicts).append(conflict)
        return side


def merged(base: Files, mine: Files, theirs: Files, *, choices: Choices | None = None) -> Files:
    """Return both versions' changes to `base` together.

    What an editor has decided is in `choices`. Raises ConflictsError with all that is open.
    """
    merge = _Merge(choices or {})
    for path in sorted({*base, *mine, *theirs}):
        text = _file(merge, path, base.get(path), mine.get(path), theirs.get(path))
        if text is not None:
            merge.files[path] = text
    versions = [Content(files) for files in (base, mine, theirs)]
    content = _without_contradictions(merge, Content(merge.files), *versions)
    if not merge.conflicts:
        merge.conflicts += _lost(merge, content, *versions)
    if merge.conflicts:
        raise ConflictsError(merge.conflicts)
    return content.files


def _file(
    merge: _Merge, path: str, base: str | None, mine: str | None, theirs: str | None
) -> str | None:
    if mine == theirs or theirs == base:
        return mine
    if mine == base:
        return theirs
    if base is None or mine is None or theirs is None:
        sentence = (
            "Die Datei wurde auf beiden Seiten angelegt, oder auf einer geändert und gelöscht."
        )
        side = merge.side(Conflict(path, 1, sentence, mine or "", theirs or ""))
        return mine if side is Side.MINE else theirs
    pieces = [pieces_of(path, text) for text in (base, mine, theirs)]
    return "".join(
        piece.text
        for hunk in hunks(pieces[0], pieces[1], pieces[2])
        for piece in _settled(merge, path, hunk)
    )


def _settled(merge: _Merge, path: str, hunk: Hunk) -> tuple[Piece, ...]:
    settled = hunk.settled
    # Lines that are no examples have no meaning of their own; two of them may contradict.
    if settled is not None and (hunk.base or path.startswith(EXAMPLES) or not _both_new(hunk)):
        return settled
    mine, theirs = ("".join(piece.text for piece in one) for one in (hunk.mine, hunk.theirs))
    side = merge.side(Conflict(path, hunk.line, _sentence(mine, theirs), mine, theirs))
    return hunk.taken(side) if side else hunk.mine


def _both_new(hunk: Hunk) -> bool:
    return bool(hunk.mine and hunk.theirs) and hunk.mine != hunk.theirs


def _sentence(mine: str, theirs: str) -> str:
    if not mine:
        return "Sie haben gelöscht, was inzwischen jemand geändert hat."
    if not theirs:
        return "Inzwischen hat jemand gelöscht, was Sie geändert haben."
    return "Diese Stelle haben Sie und inzwischen auch jemand anders geändert."


def _without_contradictions(
    merge: _Merge, content: Content, base: Content, mine: Content, theirs: Content
) -> Content:
    """Look for a sentence that each side has taught in another way; neither has seen both."""
    known = [_by_words(version) for version in (base, mine, theirs)]
    for words, lessons in _by_words(content).items():
        if len(lessons) < 2 or any(lessons <= version[words] for version in known):
            continue
        for my, their in _pairs(lessons, mine=known[1][words], theirs=known[2][words]):
            example = content.example(my.id)
            sentence = f"Denselben Satz hat inzwischen jemand anders gelernt: „{words}“."
            conflict = Conflict(example.path, example.line, sentence, _told(my), _told(their))
            side = merge.side(conflict)
            if side in (Side.MINE, Side.THEIRS):
                gone = their if side is Side.MINE else my
                content, _ = content.changed(Remove(gone.id))
    return content


def _pairs(
    lessons: set[Lesson], *, mine: set[Lesson], theirs: set[Lesson]
) -> list[tuple[Lesson, Lesson]]:
    my, their = (
        sorted(lessons & mine - theirs, key=_told),
        sorted(lessons & theirs - mine, key=_told),
    )
    return [(one, other) for one in my for other in their]


def _by_words(content: Content) -> dict[str, set[Lesson]]:
    found: dict[str, set[Lesson]] = defaultdict(set)
    for example in content.examples.values():
        found[example.lesson.words.casefold()].add(example.lesson)
    return found


def _lost(
    merge: _Merge, content: Content, base: Content, mine: Content, theirs: Content
) -> list[Conflict]:
    """Look whether anything was lost or has come up that nobody taught, beside what was decided."""
    old, my, their, new = (set(one.examples) for one in (base, mine, theirs, content))
    expected = (old & my & their) | (my - old) | (their - old)
    decided = "".join(one.mine + one.theirs for one in merge.decided)
    lessons = {
        id: example.lesson
        for version in (base, mine, theirs, content)
        for id, example in version.examples.items()
    }
    strange = [lessons[id] for id in expected ^ new]
    return [
        Conflict(
            EXAMPLES,
            1,
            f"Die Fassungen passen bei „{one.words}“ nicht zusammen; bitte von Hand ändern.",
            _told(one) if one.id in my else "",
            _told(one) if one.id in their else "",
        )
        for one in strange
        if one.words not in decided and one.marked.replace('"', '\\"') not in decided
    ]


def _told(lesson: Lesson) -> str:
    return f"{lesson.intent}, Ärger {lesson.anger}: {lesson.marked}"
