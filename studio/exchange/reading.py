"""Reads examples from files: what cannot be read is told by line, the rest is there."""

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping
from io import StringIO
from typing import Any

from studio.content.documents import Document
from studio.content.examples import CALM, FURIOUS, Lesson
from studio.content.marks import Mark, Sentence, parse, write
from studio.content.problems import Problem, RefusedChangeError
from studio.content.scalars import one_line
from studio.exchange.formats import (
    MOST_EXAMPLES,
    MOST_PROBLEMS,
    Format,
    Found,
    ReadFile,
    UnreadableFileError,
    decoded,
    format_of,
)

TEXT, INTENT, ANGER = "text", "intent", "anger"
#: What columns may be called, in small letters.
HEADS = {
    "text": TEXT,
    "satz": TEXT,
    "beispiel": TEXT,
    "example": TEXT,
    "intent": INTENT,
    "absicht": INTENT,
    "anger": ANGER,
    "ärger": ANGER,
    "aerger": ANGER,
}
#: A field that begins so was marked as words for a spreadsheet; see writing.py.
_MARKED_AS_WORDS = re.compile(r"'+[=+\-@\t]")
_HEADING = re.compile(r"##\s*(?P<kind>intent|synonym|regex|lookup):\s*(?P<name>\S+)")
_ITEM = re.compile(r"\s*[-*+]\s+(?P<text>.*\S)")
_COMMENT = re.compile(r"<!--.*?-->")
#: Markdown of Rasa 1 gives an entity's value after a colon.
_VALUED = re.compile(r"\[(?P<words>[^\]]+)\]\((?P<entity>[a-z][a-z0-9_]*):(?P<value>[^)]+)\)")


class _LineError(Exception):
    """A line cannot be read; the message is a German sentence."""


def read_file(name: str, content: bytes) -> ReadFile:
    """Return the examples of a file by its name and content. Raises UnreadableFileError."""
    kind, text = format_of(name), decoded(content, name)
    read = _READERS[kind](name, text)
    if not read.found and not read.problems:
        raise UnreadableFileError("In dieser Datei stehen keine Beispiele.")
    if len(read.found) > MOST_EXAMPLES:
        raise UnreadableFileError(
            f"In dieser Datei stehen mehr als {MOST_EXAMPLES} Beispiele. Bitte teilen."
        )
    return ReadFile(read.found, read.problems[:MOST_PROBLEMS])


def _yaml(name: str, text: str) -> ReadFile:
    document = Document(name, text)
    problems = list(document.problems)
    if not document.layout.known and not problems:
        sentence = "Hier fehlt „nlu:“ mit einer Liste, jede Absicht ab „- intent:“."
        problems.append(Problem(name, 1, sentence))
    found = tuple(Found(one.lesson, one.line) for one in document.examples)
    return ReadFile(found, tuple(problems))


def _csv(name: str, text: str) -> ReadFile:
    lines = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=lines.count)
    rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        heads = [HEADS.get(one.strip().casefold(), "") for one in next(rows, [])]
    except csv.Error:
        heads = []
    if not {TEXT, INTENT} <= set(heads):
        sentence = "Die erste Zeile nennt die Spalten, mindestens „text“ und „intent“."
        return ReadFile((), (Problem(name, 1, sentence),))

    def told() -> Iterator[tuple[int, Callable[[], Lesson]]]:
        line = rows.line_num + 1
        while True:
            try:
                row = next(rows)
            except StopIteration:
                return
            except csv.Error:
                yield line, _unclosed
                return
            if any(field.strip() for field in row):
                yield line, lambda row=row: _of_row(heads, row)  # type: ignore[misc]
            line = rows.line_num + 1

    return _collected(name, told())


def _of_row(heads: list[str], row: list[str]) -> Lesson:
    if len(row) > len(heads):
        raise _LineError(
            "Diese Zeile hat mehr Felder als die erste; ein Satz mit Trennzeichen gehört in "
            "Anführungszeichen."
        )
    told = dict(zip(heads, row, strict=False))
    text, intent = (_as_words(told.get(key, "")) for key in (TEXT, INTENT))
    return _lesson(intent, text, told.get(ANGER, "").strip() or CALM)


def _as_words(field: str) -> str:
    return field[1:] if _MARKED_AS_WORDS.match(field) else field


def _unclosed() -> Lesson:
    raise _LineError("Ein Anführungszeichen wird nicht geschlossen.")


def _jsonl(name: str, text: str) -> ReadFile:
    lines = ((number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip())
    return _collected(
        name,
        ((number, lambda line=line: _of_object(_object(line))) for number, line in lines),  # type: ignore[misc]
    )


def _object(line: str) -> Mapping[str, Any]:
    try:
        read = json.loads(line)
    except (ValueError, RecursionError):
        raise _LineError("Diese Zeile ist kein JSON: ein Objekt je Zeile, {…}.") from None
    if not isinstance(read, dict):
        raise _LineError("Auf jeder Zeile steht ein Objekt, {…}.")
    return read


def _rasa_json(name: str, text: str) -> ReadFile:
    """Read the format of Rasa NLU, in which Rasa X gave examples away as JSON."""
    try:
        read = json.loads(text)
    except RecursionError:
        raise UnreadableFileError("Diese Datei ist zu tief verschachtelt.") from None
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        return ReadFile((), (Problem(name, line, "Hier ist die Datei kein lesbares JSON."),))
    data = read.get("rasa_nlu_data") if isinstance(read, dict) else None
    examples = data.get("common_examples") if isinstance(data, dict) else None
    if not isinstance(examples, list):
        sentence = "Hier wird {„rasa_nlu_data“: {„common_examples“: […]}} erwartet."
        return ReadFile((), (Problem(name, 1, sentence),))
    places = _lines_of_texts(text)

    def told() -> Iterator[tuple[int, Callable[[], Lesson]]]:
        for number, one in enumerate(examples):
            line = places[number] if number < len(places) else 1
            yield line, lambda one=one: _of_object(one)  # type: ignore[misc]

    return _collected(name, told())


def _lines_of_texts(text: str) -> list[int]:
    """Return about where each example stands: JSON does not tell, its "text" does."""
    return [text.count("\n", 0, one.start()) + 1 for one in re.finditer(r'"text"\s*:', text)]


def _of_object(read: object) -> Lesson:
    if not isinstance(read, dict) or not isinstance(read.get(TEXT), str):
        raise _LineError("Hier fehlt der Satz: „text“.")
    text, marked = read[TEXT], read.get("marked")
    if isinstance(marked, str) and _plain(marked) == one_line(text):
        return _lesson(read.get(INTENT), marked, read.get(ANGER, CALM))
    entities = read.get("entities") or []
    if not isinstance(entities, list):
        raise _LineError("„entities“ ist eine Liste.")
    if not entities:
        return _lesson(read.get(INTENT), text, read.get(ANGER, CALM))
    try:
        written = write(Sentence(text, tuple(_mark(one, text) for one in entities)))
    except RefusedChangeError as error:
        raise _LineError(str(error)) from None
    return _lesson(read.get(INTENT), written, read.get(ANGER, CALM))


def _plain(marked: str) -> str:
    try:
        return one_line(parse(marked).words)
    except RefusedChangeError:
        return ""


def _mark(told: object, text: str) -> Mark:
    if not isinstance(told, dict) or not isinstance(told.get("entity"), str):
        raise _LineError("Eine Angabe hat „entity“, „start“ und „end“.")
    start, end = told.get("start"), told.get("end")
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(text):
        raise _LineError("„start“ und „end“ einer Angabe liegen nicht im Satz.")
    given = {key: told.get(key) for key in ("value", "role", "group")}
    said = {key: None if it is None else str(it) for key, it in given.items()}
    value = None if said["value"] == text[start:end] else said["value"]
    return Mark(start, end, told["entity"], value, said["role"], said["group"])


def _markdown(name: str, text: str) -> ReadFile:
    """Read the format of Rasa 1, in which Rasa X gave examples away as Markdown."""

    def told() -> Iterator[tuple[int, Callable[[], Lesson]]]:
        intent: str | None = None
        for number, line in enumerate(text.split("\n"), 1):
            plain = _COMMENT.sub("", line).rstrip()
            if plain.startswith("##"):
                heading = _HEADING.match(plain)
                intent = heading["name"] if heading and heading["kind"] == INTENT else None
                if heading is None:
                    yield number, _no_heading
            elif intent and (item := _ITEM.match(plain)):
                yield (
                    number,
                    lambda intent=intent, item=item: _lesson(intent, _valued(item["text"]), CALM),  # type: ignore[misc]
                )
            elif intent and plain.strip():
                yield number, _no_item

    return _collected(name, told())


def _valued(text: str) -> str:
    def as_json(match: re.Match[str]) -> str:
        told = {"entity": match["entity"], "value": match["value"]}
        return f"[{match['words']}]{json.dumps(told, ensure_ascii=False)}"

    return _VALUED.sub(as_json, text)


def _no_heading() -> Lesson:
    raise _LineError("Eine Überschrift heißt „## intent:name“.")


def _no_item() -> Lesson:
    raise _LineError("Diese Zeile beginnt nicht mit „- “; sie wird nicht gelesen.")


def _lesson(intent: object, marked: str, anger: object) -> Lesson:
    words = one_line(marked)
    if not words:
        raise _LineError("Hier fehlt der Satz.")
    if not isinstance(intent, str) or not intent.strip():
        raise _LineError("Hier fehlt die Absicht („intent“).")
    level = str(anger)
    if not (level.isascii() and level.isdecimal() and int(level[:3]) <= FURIOUS):
        raise _LineError(f"Der Ärger ist eine Zahl von 0 bis 3, nicht „{level[:20]}“.")
    try:
        parse(words)
    except RefusedChangeError as error:
        raise _LineError(str(error)) from None
    return Lesson(intent.strip(), words, int(level))


def _collected(name: str, told: Iterator[tuple[int, Callable[[], Lesson]]]) -> ReadFile:
    found, problems = [], []
    for line, make in told:
        try:
            found.append(Found(make(), line))
        except _LineError as error:
            problems.append(Problem(name, line, str(error)))
    return ReadFile(tuple(found), tuple(problems))


_READERS: dict[Format, Callable[[str, str], ReadFile]] = {
    Format.YAML: _yaml,
    Format.CSV: _csv,
    Format.JSONL: _jsonl,
    Format.RASA_JSON: _rasa_json,
    Format.MARKDOWN: _markdown,
}
