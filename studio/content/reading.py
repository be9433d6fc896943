"""Reads one block of a file of examples with ruamel.yaml, keeping where everything stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from studio.content.examples import CALM, FURIOUS, Lesson, Place
from studio.content.layout import line_end, lines_of
from studio.content.marks import parse
from studio.content.problems import RefusedChangeError
from studio.content.yaml_errors import sentence_of

KINDS = ("intent", "synonym", "lookup", "regex")
MOST_BLOCKS = 4_000
_STRING = "tag:yaml.org,2002:str"
_INTEGER = "tag:yaml.org,2002:int"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong on a line of a block (from 0)."""

    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A lesson and where it stands: the line (from 0) and the characters of its block."""

    lesson: Lesson
    line: int
    place: Place


@dataclass(frozen=True, slots=True)
class Block:
    """What a block says: examples of an intent, or the `terms` of a synonym, lookup or regex."""

    kind: str
    name: str
    examples: tuple[Placed, ...] = ()
    terms: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    listed: bool = True


class _UnreadableError(Exception):
    """A block is not built as expected."""

    def __init__(self, node: Node, sentence: str) -> None:
        super().__init__(sentence)
        self.fault = Fault(node.start_mark.line, sentence)


@lru_cache(maxsize=MOST_BLOCKS)
def read_block(text: str) -> Block:
    """Return what a block says; what cannot be read is among its `faults`, the rest is there.

    Blocks are remembered by their text, for most stay the same from one change to the next.
    """
    try:
        return _read(text)
    except _UnreadableError as error:
        return Block("", "", faults=(error.fault,))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return Block("", "", faults=(Fault(mark.line if mark else 0, sentence_of(error)),))
    except YAMLError as error:
        return Block("", "", faults=(Fault(0, sentence_of(error)),))


def _read(text: str) -> Block:
    node = YAML(typ="safe", pure=True).compose(text)
    if not isinstance(node, SequenceNode) or len(node.value) != 1:
        raise _UnreadableError(node, "Hier wird genau ein Eintrag erwartet: „- intent: …“.")
    fields = _fields(node.value[0])
    kind = next((kind for kind in KINDS if kind in fields), None)
    if kind is None:
        raise _UnreadableError(
            node, "Hier fehlt, worum es geht: intent, synonym, lookup oder regex."
        )
    name, examples = fields[kind], fields.get("examples")
    if not isinstance(name, ScalarNode) or not name.value.strip():
        raise _UnreadableError(name, f"Nach „{kind}:“ fehlt der Name.")
    if examples is None or (isinstance(examples, ScalarNode) and not examples.value.strip()):
        raise _UnreadableError(node, f"„{name.value}“ hat keine Beispiele.")
    if kind != "intent":
        return Block(kind, name.value, terms=_terms(examples))
    if isinstance(examples, SequenceNode):
        found = [_item(text, name.value, item) for item in examples.value]
    else:
        found = list(_written_lines(text, name.value, examples))
    return Block(
        kind,
        name.value,
        examples=tuple(one for one in found if isinstance(one, Placed)),
        faults=tuple(one for one in found if isinstance(one, Fault)),
        listed=isinstance(examples, SequenceNode),
    )


def _fields(node: Node) -> dict[str, Node]:
    if not isinstance(node, MappingNode):
        raise _UnreadableError(node, "Hier wird „Name: Wert“ erwartet.")
    return {key.value: value for key, value in node.value if isinstance(key, ScalarNode)}


def _terms(examples: Node) -> tuple[str, ...]:
    if not isinstance(examples, ScalarNode):
        raise _UnreadableError(examples, "Nach „examples:“ wird „|“ mit Zeilen „- …“ erwartet.")
    lines = (line.strip() for line in examples.value.splitlines())
    return tuple(line[1:].strip() for line in lines if line.startswith("-"))


def _item(text: str, intent: str, node: Node) -> Placed | Fault:
    """Read an item of a list: `- text: …`, perhaps with `metadata: {anger: …}`."""
    try:
        fields = _fields(node)
        sentence, metadata = fields.get("text"), fields.get("metadata")
        if not isinstance(sentence, ScalarNode) or not sentence.value.strip():
            raise _UnreadableError(node, "In diesem Beispiel fehlt der Satz nach „text:“.")
        if sentence.tag != _STRING:
            raise _UnreadableError(
                sentence, f'Dieser Satz gehört in Anführungszeichen: "{sentence.value}".'
            )
        anger = _anger_node(metadata)
        lesson = _lesson(sentence, intent, sentence.value.strip(), _level(anger))
    except _UnreadableError as error:
        return error.fault
    keys = {key.value: key for key, _ in node.value if isinstance(key, ScalarNode)}
    place = Place(
        start=text.rfind("\n", 0, node.start_mark.index) + 1,
        end=line_end(text, _last(node)),
        text=(sentence.start_mark.index, sentence.end_mark.index),
        anger=(anger.start_mark.index, anger.end_mark.index) if anger else None,
        metadata=(keys["metadata"].start_mark.index, _last(metadata)) if metadata else None,
        metadata_keys=len(metadata.value) if metadata else 0,
    )
    return Placed(lesson, node.start_mark.line, place)


def _anger_node(metadata: Node | None) -> ScalarNode | None:
    if metadata is None:
        return None
    anger = _fields(metadata).get("anger")
    if anger is None or isinstance(anger, ScalarNode):
        return anger
    raise _UnreadableError(anger, "„anger“ ist eine Zahl von 0 bis 3.")


def _level(node: ScalarNode | None) -> int:
    if node is None:
        return CALM
    if node.tag != _INTEGER or not node.value.isdigit() or int(node.value) > FURIOUS:
        raise _UnreadableError(node, f"„anger“ ist eine Zahl von 0 bis 3, nicht „{node.value}“.")
    return int(node.value)


def _lesson(node: Node, intent: str, marked: str, anger: int = CALM) -> Lesson:
    try:
        parse(marked)
    except RefusedChangeError as error:
        raise _UnreadableError(node, str(error)) from None
    return Lesson(intent=intent, marked=marked, anger=anger)


def _written_lines(text: str, intent: str, examples: Node) -> Iterator[Placed | Fault]:
    """Read the lines of a text: `examples: |`, each `- sentence`."""
    if not isinstance(examples, ScalarNode) or examples.style not in ("|", ">"):
        raise _UnreadableError(
            examples, "Nach „examples:“ wird eine Liste von Beispielen erwartet."
        )
    start = text.find("\n", examples.start_mark.index) + 1
    for offset, line in enumerate(lines_of(text[start : examples.end_mark.index])):
        number = examples.start_mark.line + 1 + offset
        marked = line.strip().removeprefix("-").strip()
        if line.lstrip().startswith("-") and marked:
            try:
                lesson = _lesson(examples, intent, marked)
            except _UnreadableError as error:
                yield Fault(number, error.fault.sentence)
            else:
                first = start + line.index(marked)
                words = (first, first + len(marked))
                yield Placed(lesson, number, Place(start, start + len(line), words, listed=False))
        elif line.strip():
            yield Fault(number, "Diese Zeile beginnt nicht mit „- “; sie wird nicht gelernt.")
        start += len(line)


def _last(node: Node) -> int:
    """Return where a node's own characters end; ruamel counts the comments after it to it."""
    if not isinstance(node, MappingNode | SequenceNode) or node.flow_style or not node.value:
        end: int = node.end_mark.index
        return end
    last = node.value[-1]
    return _last(last[1] if isinstance(last, tuple) else last)
