"""What the assistant says: every answer in its variants, read and reworded where it stands."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from studio.content.layout import lines_of
from studio.content.scalars import quoted

MOST_FILES = 200
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_BLOCK = ("|", ">")


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to say an answer: its place among the answer's variants, and the line it is on.

    `conditions` are slots and the values that they must have, `channel` the only one it is for
    ("" is all), `start` and `end` the characters of the file that are its words.
    """

    answer: str
    number: int
    text: str
    path: str
    line: int
    start: int
    end: int
    conditions: tuple[tuple[str, str], ...] = ()
    channel: str = ""
    buttons: tuple[str, ...] = ()

    @property
    def placeholders(self) -> frozenset[str]:
        """What is filled in when it is said."""
        return placeholders_in(self.text)


def placeholders_in(text: str) -> frozenset[str]:
    """Return the names in curly brackets."""
    return frozenset(_PLACEHOLDER.findall(text))


def answers(files: Mapping[str, str]) -> dict[str, tuple[Variant, ...]]:
    """Return all answers of the domain's files by name; a file that is no YAML has none."""
    found: dict[str, tuple[Variant, ...]] = {}
    for path in sorted(files):
        for variant in _variants(path, files[path]):
            found[variant.answer] = (*found.get(variant.answer, ()), variant)
    return found


def reworded(text: str, variant: Variant, words: str) -> str:
    """Return a file in which a variant says `words`."""
    return text[: variant.start] + quoted(words) + text[variant.end :]


@lru_cache(maxsize=MOST_FILES)
def _variants(path: str, text: str) -> tuple[Variant, ...]:
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except YAMLError:
        return ()
    responses = _fields(node).get("responses")
    return tuple(
        _variant(path, text, name, number, item)
        for name, items in _fields(responses).items()
        for number, item in enumerate(items.value if isinstance(items, SequenceNode) else ())
        if isinstance(_fields(item).get("text"), ScalarNode)
    )


def _variant(path: str, text: str, answer: str, number: int, item: Node) -> Variant:
    fields = _fields(item)
    words = fields["text"]
    return Variant(
        answer=answer,
        number=number,
        text=words.value,
        path=path,
        line=words.start_mark.line + 1,
        start=words.start_mark.index,
        end=_end(text, words),
        conditions=tuple(
            (_word(condition, "name"), _word(condition, "value"))
            for condition in _items(fields.get("condition"))
        ),
        channel=_word(item, "channel"),
        buttons=tuple(_word(button, "title") for button in _items(fields.get("buttons"))),
    )


def _end(text: str, words: Node) -> int:
    """Return where words end; the blank lines and comments below a block are not its own."""
    start, end = words.start_mark.index, words.end_mark.index
    if text[start] not in _BLOCK:
        return int(end)
    lines = lines_of(text[start:end])
    first = next((line for line in lines[1:] if line.strip()), "")
    lead = " " * (len(first) - len(first.lstrip(" ")))
    while len(lines) > 1 and (not lines[-1].strip() or not lines[-1].startswith(lead)):
        lines.pop()
    return int(start) + len("".join(lines).rstrip("\r\n"))


def _fields(node: Node | None) -> dict[str, Node]:
    if not isinstance(node, MappingNode):
        return {}
    return {key.value: value for key, value in node.value if isinstance(key, ScalarNode)}


def _items(node: Node | None) -> Iterator[Node]:
    yield from node.value if isinstance(node, SequenceNode) else ()


def _word(node: Node, key: str) -> str:
    value = _fields(node).get(key)
    return str(value.value) if isinstance(value, ScalarNode) else ""
