r"""Reads what the assistant is taught to understand: labelled sentences from `data/nlu/*.yml`.

In these files an example is a line `- text` of a block, or an item with `text` and perhaps
`metadata`. Entities are marked inside the text, as `[words](entity)`, `[words]{"entity": …}` or
`[words][{…}, {…}]`; the classifier and the encoder see the words only.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from studio.errors import TrainingError

MARKED = re.compile(r"\[(?P<words>[^\]]+)\](?:\([^)]+\)|\{[^}]+\}|\[\{.*?\}\])")


@dataclass(frozen=True)
class Example:
    """A sentence and the intent it stands for."""

    text: str
    label: str


def read_examples(folder: Path) -> list[Example]:
    """Return all examples of the `.yml` files in `folder` and below, each once, in a fixed order.

    Raises:
        TrainingError: A file is no YAML, is not built as expected, or there are no examples at all.
    """
    found: dict[Example, None] = {}
    for path in sorted(folder.rglob("*.yml")):
        found.update(dict.fromkeys(_in_file(path)))
    if not found:
        raise TrainingError(f"There are no examples in {folder}.")
    return list(found)


def plain(marked: str) -> str:
    """Return the words of an example without its entity marks."""
    return MARKED.sub(lambda match: match["words"], marked).strip()


def write_examples(examples: Iterable[Example], path: Path) -> None:
    """Write one example a line, as JSON with `text` and `label`."""
    lines = (json.dumps(asdict(example), ensure_ascii=False) for example in examples)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _in_file(path: Path) -> Iterator[Example]:
    try:
        content = YAML(typ="safe").load(path)
        for item in (content or {}).get("nlu") or []:
            if "intent" in item:
                yield from _of_intent(item)
    except (YAMLError, AttributeError, KeyError, TypeError) as error:
        reason = " ".join(str(error).split())
        raise TrainingError(f"The examples in {path.name} cannot be read: {reason}") from error


def _of_intent(item: dict[str, Any]) -> Iterator[Example]:
    for marked in _texts(item.get("examples") or ""):
        text = plain(marked)
        if text:
            yield Example(text=text, label=item["intent"])


def _texts(examples: str | list[dict[str, Any]]) -> list[str]:
    if isinstance(examples, str):
        lines = (line.strip() for line in examples.splitlines())
        return [line.removeprefix("-") for line in lines if line.startswith("-")]
    # A text given as a block starts with a dash, too.
    return [item["text"].strip().removeprefix("- ") for item in examples]
