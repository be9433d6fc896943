"""Entities marked inside a sentence: `[Kiel](city)`, `[Handy]{"entity": …}`, `[S][{…}, {…}]`."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from studio.content.problems import RefusedChangeError
from studio.examples import MARKED

_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_SHORT = re.compile(r"\]\((?P<entity>[^:)]+)(?::(?P<value>[^)]+))?\)\Z")
# A mark that was begun and not finished: a bracket's end with an opening beside it.
_UNFINISHED = re.compile(r"\]\s*(?:\([a-z_]+(?![a-z_:)])|\{\s*\"entity\")")
_KEYS = ("value", "role", "group")


@dataclass(frozen=True, slots=True)
class Mark:
    """One entity: the words from `start` to `end` of the plain sentence, and what they stand for.

    `value` is None where the words themselves are the value.
    """

    start: int
    end: int
    entity: str
    value: str | None = None
    role: str | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as customers write it, and its entities in order."""

    words: str
    marks: tuple[Mark, ...] = ()


def parse(marked: str) -> Sentence:
    """Return what `marked` says. Raises RefusedChangeError if a mark cannot be read."""
    pieces: list[str] = []
    marks: list[Mark] = []
    length = end = 0
    for match in MARKED.finditer(marked):
        before, words = marked[end : match.start()], match["words"]
        start = length + len(before)
        pieces += [before, words]
        length, end = start + len(words), match.end()
        for told in _told(match[0], words):
            marks.append(Mark(start=start, end=length, **told))
    pieces.append(marked[end:])
    if any(_UNFINISHED.search(piece) for piece in pieces[::2]):
        raise RefusedChangeError(
            "Eine Markierung ist nicht abgeschlossen; sie sieht so aus: [Kiel](city)."
        )
    return Sentence(words="".join(pieces), marks=tuple(marks))


def write(sentence: Sentence) -> str:
    """Return `sentence` with its marks, the shortest form for each. Raises RefusedChangeError."""
    parts, end = [], 0
    for span in _spans(sentence.marks):
        start, stop = span[0].start, span[0].end
        if start < end or stop <= start or stop > len(sentence.words):
            raise RefusedChangeError("Zwei Markierungen überlappen sich, oder eine ist leer.")
        words = sentence.words[start:stop]
        if "]" in words:
            words = words.strip("[]")
        parts += [sentence.words[end:start], f"[{words}]{_written(span)}"]
        end = stop
    return "".join([*parts, sentence.words[end:]])


def _spans(marks: Iterable[Mark]) -> list[list[Mark]]:
    spans: list[list[Mark]] = []
    for mark in sorted(marks, key=lambda one: (one.start, one.end)):
        if spans and (spans[-1][0].start, spans[-1][0].end) == (mark.start, mark.end):
            spans[-1].append(mark)
        else:
            spans.append([mark])
    return spans


def _written(span: Sequence[Mark]) -> str:
    objects = [_object(mark) for mark in span]
    if len(objects) > 1:
        return json.dumps(objects, ensure_ascii=False)
    return f"({span[0].entity})" if len(objects[0]) == 1 else json.dumps(objects[0])


def _object(mark: Mark) -> dict[str, str]:
    told = {key: getattr(mark, key) for key in _KEYS}
    return {"entity": mark.entity} | {key: value for key, value in told.items() if value}


def _told(mark: str, words: str) -> list[dict[str, Any]]:
    short = _SHORT.search(mark)
    read = [short.groupdict()] if short else _objects(mark[len(words) + 2 :])
    return [_checked(one, words) for one in read]


def _objects(text: str) -> list[Any]:
    try:
        read = json.loads(text)
    except ValueError:
        read = None
    found = read if isinstance(read, list) else [read]
    if not all(isinstance(one, dict) for one in found):
        raise RefusedChangeError(f"Die Markierung {text} ist nicht lesbar.")
    return found


def _checked(told: dict[str, Any], words: str) -> dict[str, Any]:
    entity = told.get("entity")
    if not isinstance(entity, str) or not _NAME.match(entity):
        raise RefusedChangeError(
            f"Bei „{words}“ fehlt der Name der Angabe, zum Beispiel city oder tariff."
        )
    given = {key: told.get(key) for key in _KEYS}
    return {"entity": entity} | {key: None if it is None else str(it) for key, it in given.items()}
