"""Changes one block of a file as text, so that all around the change stays byte for byte."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from studio.content.examples import CALM, Lesson, Place
from studio.content.layout import line_end, lines_of
from studio.content.problems import RefusedChangeError
from studio.content.reading import Block, Placed, read_block
from studio.content.scalars import quoted

UNUSUAL = "Diese Stelle der Datei ist ungewöhnlich geschrieben; bitte von Hand ändern."
_BEFORE_KEY = re.compile(r"\s*-?\s*")
_LITERAL = re.compile(r"(?P<key>[ \t]+examples:)[ \t]*[|>][-+0-9]*[ \t]*(?P<end>(?:#.*)?\r?\n)")


@dataclass(frozen=True, slots=True)
class Item:
    """An example as lines of a list, the dash at the very left."""

    lines: tuple[str, ...]


def new_item(lesson: Lesson) -> Item:
    """Return the lines for a new example, as they are usual in these files."""
    text = f"- text: {quoted(lesson.marked)}\n"
    return Item((text,) if lesson.anger == CALM else (text, _metadata("  ", lesson.anger, "\n")))


def item_of(text: str, placed: Placed) -> Item:
    """Return an example's own lines, with whatever else an editor has written into them."""
    if not placed.place.listed:
        return new_item(placed.lesson)
    lines = lines_of(text[placed.place.start : placed.place.end])
    indent = lines[0][: len(lines[0]) - len(lines[0].lstrip(" "))]
    return Item(tuple(line.removeprefix(indent).rstrip("\r\n") + "\n" for line in lines))


def without(text: str, gone: Sequence[Placed]) -> str:
    """Return a block without some of its examples; a comment above one stays.

    Raises RefusedChangeError if none is left: an intent without examples cannot be trained.
    """
    if len(read_block(text).examples) == len(gone):
        raise RefusedChangeError(
            f"„{gone[0].lesson.intent}“ hätte dann kein Beispiel mehr; eines muss bleiben."
        )
    for placed in sorted(gone, key=lambda one: one.place.start, reverse=True):
        text = text[: placed.place.start] + text[placed.place.end :]
    return text


def with_item(text: str, item: Item, *, after: Placed | None = None) -> str:
    """Return a block with one more example, the last one or the one `after` another.

    Raises RefusedChangeError if the block has none that could be read.
    """
    block = read_block(text)
    if not block.examples:
        raise RefusedChangeError("In dieser Absicht ist zuerst ein Fehler in der Datei zu beheben.")
    if not block.listed and len(item.lines) == 1 and after is None:
        return _with_line(text, block, item)
    if not block.listed:
        text, after = as_list(text), after and _same(as_list(text), after)
        block = read_block(text)
    place = (after or block.examples[-1]).place
    first = text[place.start : place.end]
    indent = first[: len(first) - len(first.lstrip(" "))]
    return _inserted(text, place.end, [indent + line for line in item.lines])


def with_items(text: str, items: Sequence[Item]) -> str:
    """Return a block with more examples below its last one, read once for all of them.

    Raises RefusedChangeError if the block has none that could be read.
    """
    if not read_block(text).examples:
        raise RefusedChangeError("In dieser Absicht ist zuerst ein Fehler in der Datei zu beheben.")
    text = as_list(text)
    place = read_block(text).examples[-1].place
    first = text[place.start : place.end]
    indent = first[: len(first) - len(first.lstrip(" "))]
    return _inserted(text, place.end, [indent + line for item in items for line in item.lines])


def with_lesson(text: str, placed: Placed, lesson: Lesson) -> str:
    """Return a block in which an example teaches another `lesson` of the same intent."""
    if not placed.place.listed and lesson.anger != CALM:
        text = as_list(text)
        placed = _same(text, placed)
    if lesson.anger != placed.lesson.anger:
        text = _with_anger(text, placed.place, lesson.anger)
        placed = _same(text, replace(placed, lesson=replace(placed.lesson, anger=lesson.anger)))
    if lesson.marked == placed.lesson.marked:
        return text
    start, end = placed.place.text
    written = quoted(lesson.marked) if placed.place.listed else lesson.marked
    if text[end - 1] == "\n":
        written += _newline(text)
    return text[:start] + written + text[end:]


def new_block(intent: str, items: list[Item], *, like: str, title: str = "") -> str:
    """Return a block for a new intent, indented `like` another one, below a line of its title."""
    body = next(line for line in lines_of(like) if line.strip()[:1] not in ("", "#"))
    indent = body[: len(body) - len(body.lstrip(" "))]
    lines = [f"# {title}\n"] if title else []
    lines += [f"- intent: {intent}\n", "  examples:\n"]
    lines += [f"  {line}" for item in items for line in item.lines]
    return "".join(_ended(indent + line, _newline(like)) for line in lines)


def as_list(text: str) -> str:
    """Return a block whose examples were lines of a text, each as an item of a list."""
    block = read_block(text)
    if block.listed:
        return text
    if block.faults:
        raise RefusedChangeError("In dieser Absicht ist zuerst ein Fehler in der Datei zu beheben.")
    for placed in reversed(block.examples):
        start, end = placed.place.text
        text = f"{text[:start]}text: {quoted(placed.lesson.marked)}{text[end:]}"
    return _LITERAL.sub(lambda match: match["key"] + match["end"], text, count=1)


def _same(text: str, placed: Placed) -> Placed:
    """Find an example again after a change beside it."""
    for one in read_block(text).examples:
        if one.lesson == placed.lesson:
            return one
    raise RefusedChangeError(UNUSUAL)


def _with_line(text: str, block: Block, item: Item) -> str:
    last = block.examples[-1].place
    sentence = read_block(f"- intent: x\n  examples:\n{_indented(item)}").examples[0].lesson.marked
    lead = text[last.start : last.text[0]]
    return _inserted(text, last.end, [f"{lead}{sentence}\n"])


def _indented(item: Item) -> str:
    return "".join(f"  {line}" for line in item.lines)


def _inserted(text: str, at: int, lines: list[str]) -> str:
    newline = _newline(text)
    before = text[:at] if text[:at].endswith("\n") else text[:at] + newline
    return before + "".join(_ended(line, newline) for line in lines) + text[at:]


def _with_anger(text: str, place: Place, anger: int) -> str:
    if place.anger and place.metadata:
        line = text.rfind("\n", 0, place.metadata[0]) + 1
        alone = place.metadata_keys == 1 and not text[line : place.metadata[0]].strip()
        if anger == CALM and alone:
            return text[:line] + text[line_end(text, place.metadata[1]) :]
        return text[: place.anger[0]] + str(anger) + text[place.anger[1] :]
    if place.metadata:
        return _with_key(text, place.metadata[0], anger)
    start = text.rfind("\n", 0, place.text[0]) + 1
    lead = _BEFORE_KEY.match(text[start : place.text[0]])
    if lead is None or not text.startswith("text", start + lead.end()):
        # All on one line, in curly brackets; the metadata go right after the sentence.
        return f"{text[: place.text[1]]}, metadata: {{anger: {anger}}}{text[place.text[1] :]}"
    at = line_end(text, place.text[1])
    return _inserted(text, at, [_metadata(" " * lead.end(), anger, "\n")])


def _with_key(text: str, start: int, anger: int) -> str:
    """Add the level to metadata that say something else."""
    at = text.index(":", start) + 1
    blank = len(text[at:]) - len(text[at:].lstrip())
    value = at + blank
    if text[value] == "{":
        return f"{text[: value + 1]}anger: {anger}, {text[value + 1 :]}"
    indent = text[text.rfind("\n", 0, value) + 1 : value]
    return f"{text[:value]}anger: {anger}{_newline(text)}{indent}{text[value:]}"


def _metadata(indent: str, anger: int, newline: str) -> str:
    return f"{indent}metadata: {{anger: {anger}}}{newline}"


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _ended(line: str, newline: str) -> str:
    return line.rstrip("\r\n") + newline
