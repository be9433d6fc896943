"""What the assistant's domain declares: the names of intents and entities that may be used."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from studio.content.problems import Problem, RefusedChangeError
from studio.content.yaml_errors import sentence_of

MOST_FILES = 200


@dataclass(frozen=True, slots=True)
class Declared:
    """Intents and entities of all files of the domain, and what cannot be read of them."""

    intents: frozenset[str]
    entities: frozenset[str]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Name:
    text: str
    start: int
    end: int


def declared(files: Mapping[str, str]) -> Declared:
    """Return what `files` (text by path) declare together."""
    intents: set[str] = set()
    entities: set[str] = set()
    problems: list[Problem] = []
    for path, text in files.items():
        try:
            intents |= {name.text for name in _names(text, "intents")}
            entities |= {name.text for name in _names(text, "entities")}
        except YAMLError as error:
            problems.append(_problem(path, error))
    return Declared(frozenset(intents), frozenset(entities), tuple(problems))


def with_intent(files: Mapping[str, str], intent: str, *, beside: str) -> dict[str, str]:
    """Return `files` with one more intent, right below the one `beside` which it belongs.

    Raises RefusedChangeError if that one is not declared.
    """
    for path, text in files.items():
        try:
            names = _names(text, "intents")
            found = next((name for name in names if name.text == beside), None)
        except YAMLError:
            continue
        if found:
            return {**files, path: _with_line_after(text, found, intent)}
    raise RefusedChangeError(f"„{beside}“ steht in keiner Datei der Domäne unter „intents:“.")


def _with_line_after(text: str, name: _Name, intent: str) -> str:
    start = text.rfind("\n", 0, name.start) + 1
    lead = text[start : name.start]
    if lead.strip() != "-":
        # intents: [a, b]
        return f"{text[: name.end]}, {intent}{text[name.end :]}"
    end = text.find("\n", name.end) + 1
    newline = "\r\n" if "\r\n" in text else "\n"
    if not end:
        return f"{text}{newline}{lead}{intent}{newline}"
    return f"{text[:end]}{lead}{intent}{newline}{text[end:]}"


@lru_cache(maxsize=MOST_FILES)
def _names(text: str, key: str) -> list[_Name]:
    node = YAML(typ="safe", pure=True).compose(text)
    if not isinstance(node, MappingNode):
        return []
    lists = [value for name, value in node.value if getattr(name, "value", None) == key]
    return [name for each in lists for name in _in(each)]


def _in(node: Node) -> Iterator[_Name]:
    """Names are items of a list, or the keys of items that say more: `- inform: {…}`."""
    if not isinstance(node, SequenceNode):
        return
    for item in node.value:
        name, last = (item.value[0][0], item) if isinstance(item, MappingNode) else (item, item)
        if isinstance(name, ScalarNode):
            yield _Name(name.value, name.start_mark.index, _end(last))


def _end(node: Node) -> int:
    while isinstance(node, MappingNode | SequenceNode) and node.value and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    end: int = node.end_mark.index
    return end


def _problem(path: str, error: YAMLError) -> Problem:
    mark = isinstance(error, MarkedYAMLError) and (error.problem_mark or error.context_mark)
    return Problem(path, (mark.line if mark else 0) + 1, sentence_of(error))
