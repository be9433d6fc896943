"""Puts more at the end of a list or mapping in a YAML file; all else stays byte for byte."""

import re
from collections.abc import Mapping
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from studio.content.editing import UNUSUAL
from studio.content.layout import lines_of
from studio.content.problems import RefusedChangeError

_TOP_LEVEL = re.compile(r"[^\s#-]|---")
NEW_FILE = 'version: "3.1"\n'


def with_more(text: str, key: str, lines: str, *, apart: bool = False) -> str:
    """Return a file with `lines`, which begin at the very left, at the end of what `key` holds.

    A file that has no such key, or is empty, gets it. `apart`: a blank line comes before them.

    Raises RefusedChangeError if the file would not read back as it was, with this beside it.
    """
    before, alone = _read(text), f"{key}:\n{_moved(lines, '' if lines.startswith('-') else '  ')}"
    section = _section(text, key)
    if section is None:
        more = f"{_ended(text or NEW_FILE)}\n{alone}"
    else:
        at, moved = _end(text, section), _moved(lines, " " * _column(section))
        gap = "\n" if apart else ""
        more = f"{_ended(text[:at])}{gap}{moved}{text[at:]}"
    if "\r\n" in text:
        more = more.replace("\r\n", "\n").replace("\n", "\r\n")
    if _read(more) != _joined(before, key, _read(alone)[key]):
        raise RefusedChangeError(UNUSUAL)
    return more


def _moved(lines: str, indent: str) -> str:
    return "".join(indent + line for line in lines_of(lines))


def _section(text: str, key: str) -> Node | None:
    """Return what the key holds, None if the file does not have it."""
    node = YAML(typ="safe", pure=True).compose(text)
    pairs = node.value if isinstance(node, MappingNode) else ()
    found = next((value for name, value in pairs if name.value == key), None)
    if found is None:
        return None
    if not isinstance(found, MappingNode | SequenceNode) or found.flow_style or not found.value:
        raise RefusedChangeError(UNUSUAL)
    return found


def _column(section: Node) -> int:
    first = section.value[0]
    if isinstance(first, tuple):
        return int(first[0].start_mark.column)
    return int(section.start_mark.column)


def _end(text: str, section: Node) -> int:
    """Return where the section ends; comments at the very left belong to what comes next."""
    lines = lines_of(text)
    first = int(section.start_mark.line)
    end = next((at for at in range(first, len(lines)) if _TOP_LEVEL.match(lines[at])), len(lines))
    while end > first and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    return len("".join(lines[:end]))


def _read(text: str) -> dict[str, Any]:
    try:
        read = YAML(typ="safe", pure=True).load(text)
    except YAMLError:
        raise RefusedChangeError(UNUSUAL) from None
    if read is None:
        return {}
    if not isinstance(read, dict):
        raise RefusedChangeError(UNUSUAL)
    return read


def _joined(before: Mapping[str, Any], key: str, more: Any) -> dict[str, Any]:
    whole = dict(before) or {"version": "3.1"}
    if isinstance(more, dict):
        return whole | {key: (whole.get(key) or {}) | more}
    return whole | {key: [*(whole.get(key) or []), *more]}


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else text + "\n"
