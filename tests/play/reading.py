"""Reads files of scripts, strictly: all that is wrong is named by script and field."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import YAMLError

from tests.play.script import Script


class ScriptsError(Exception):
    """Files cannot be played; each line of the message says what is wrong, and where."""


class _AsWritten(SafeConstructor):
    """Leaves numbers and dates as they are written: `07:00`, `0815` and `24118` are words here."""


for _tag in ("int", "float", "timestamp"):
    _AsWritten.add_constructor(f"tag:yaml.org,2002:{_tag}", SafeConstructor.construct_yaml_str)


def read_scripts(paths: Sequence[Path]) -> tuple[Script, ...]:
    """Return the scripts of all files, in order. Raises ScriptsError."""
    problems: list[str] = []
    scripts: list[Script] = []
    for path in paths:
        try:
            scripts += _read_file(path)
        except ScriptsError as error:
            problems.append(str(error))
    problems += _repeated(scripts)
    if not scripts and not problems:
        problems.append("There are no scripts to play.")
    if problems:
        raise ScriptsError("\n".join(problems))
    return tuple(scripts)


def _read_file(path: Path) -> list[Script]:
    content = _content(path)
    if not isinstance(content, list):
        raise ScriptsError(f"{path}: a list of scripts is expected.")
    scripts: list[Script] = []
    problems: list[str] = []
    for place, each in enumerate(content, start=1):
        try:
            scripts.append(Script.model_validate(each))
        except ValidationError as error:
            name = _name(each, place)
            problems += [f"{path}: script {name}: {_sentence(one)}" for one in _details(error)]
    if problems:
        raise ScriptsError("\n".join(problems))
    return scripts


def _content(path: Path) -> Any:
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = _AsWritten
    try:
        return yaml.load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ScriptsError(f"{path}: cannot be read: {error}.") from None
    except YAMLError as error:
        raise ScriptsError(f"{path}: is no YAML: {error}") from None


def _details(error: ValidationError) -> Iterable[ErrorDetails]:
    return error.errors(include_url=False, include_input=False)


def _name(given: Any, place: int) -> str:
    id = given.get("id") if isinstance(given, dict) else None
    return str(id) if id else f"number {place}"


def _sentence(problem: ErrorDetails) -> str:
    field = "".join(_step(part) for part in problem["loc"]).lstrip(".")
    message = problem["msg"].removeprefix("Value error, ")
    return f"{field}: {message}." if field else f"{message}."


def _step(part: int | str) -> str:
    """Name a step into the script; list items are counted from 1, as the format counts turns."""
    return f"[{part + 1}]" if isinstance(part, int) else f".{part}"


def _repeated(scripts: Sequence[Script]) -> Iterator[str]:
    for id, times in Counter(script.id for script in scripts).items():
        if times > 1:
            yield f"script {id}: there are {times} of this id."
