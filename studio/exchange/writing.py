"""Writes examples down as files that others can read, and we again."""

import csv
import json
import re
from collections.abc import Callable, Iterable, Sequence
from io import StringIO

from studio.content.editing import new_item
from studio.content.examples import Lesson
from studio.content.marks import parse
from studio.content.scalars import quoted
from studio.exchange.formats import Format

#: A spreadsheet would take what begins so for a formula; an apostrophe in front says it is words.
_AS_FORMULA = re.compile(r"'*[=+\-@\t]")


def written(lessons: Sequence[Lesson], kind: Format) -> str:
    """Return examples as a file, in their order; of YAML each intent once, at its first example."""
    return _WRITERS[kind](lessons)


def _yaml(lessons: Iterable[Lesson]) -> str:
    by_intent: dict[str, list[Lesson]] = {}
    for lesson in lessons:
        by_intent.setdefault(lesson.intent, []).append(lesson)
    blocks = [_block(intent, its) for intent, its in by_intent.items()]
    return 'version: "3.1"\nnlu:\n' + "\n".join(blocks)


def _block(intent: str, lessons: Iterable[Lesson]) -> str:
    name = intent if re.fullmatch(r"[A-Za-z][\w/+-]*", intent) else quoted(intent)
    items = [f"  {line}" for one in lessons for line in new_item(one).lines]
    return "".join([f"- intent: {name}\n", "  examples:\n", *items])


def _csv(lessons: Iterable[Lesson]) -> str:
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(["text", "intent", "anger"])
    for one in lessons:
        writer.writerow([_as_words(one.marked), _as_words(one.intent), one.anger])
    # By the mark at the beginning spreadsheets know that a file is UTF-8.
    return "\ufeff" + out.getvalue()


def _as_words(field: str) -> str:
    return f"'{field}" if _AS_FORMULA.match(field) else field


def _jsonl(lessons: Iterable[Lesson]) -> str:
    return "".join(json.dumps(_object(one), ensure_ascii=False) + "\n" for one in lessons)


def _object(lesson: Lesson) -> dict[str, object]:
    """Return an example for everybody: plain words with spans, and as it is written here."""
    sentence = parse(lesson.marked)
    entities = [
        {
            "start": mark.start,
            "end": mark.end,
            "entity": mark.entity,
            "value": mark.value or sentence.words[mark.start : mark.end],
        }
        | ({"role": mark.role} if mark.role else {})
        | ({"group": mark.group} if mark.group else {})
        for mark in sentence.marks
    ]
    told: dict[str, object] = {
        "text": sentence.words,
        "intent": lesson.intent,
        "anger": lesson.anger,
    }
    return told | ({"entities": entities, "marked": lesson.marked} if entities else {})


_WRITERS: dict[Format, Callable[[Iterable[Lesson]], str]] = {
    Format.YAML: _yaml,
    Format.CSV: _csv,
    Format.JSONL: _jsonl,
}
