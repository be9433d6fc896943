"""The assistant's content, read from its files for tests."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.bot.model import ROOT

SHARED = "shared"
FOLDERS = ("data/nlu", "data/rules", "data/stories", "bot/domain")
_ANNOTATED = re.compile(r"\[(?P<words>[^\]]+)\](?:\((?P<entity>\w+)\)|(?P<body>\{[^}]*\}))")


@dataclass(frozen=True)
class Example:
    """One sentence of the training data."""

    topic: str
    intent: str
    annotated: str
    anger: int

    @property
    def text(self) -> str:
        return _ANNOTATED.sub(lambda found: found["words"], self.annotated)

    @property
    def entities(self) -> list[tuple[str, str, str | None]]:
        """Each entity with its words and, where it is said to differ, its value."""
        found = []
        for match in _ANNOTATED.finditer(self.annotated):
            body = json.loads(match["body"]) if match["body"] else {"entity": match["entity"]}
            found.append((body["entity"], match["words"], body.get("value")))
        return found


@cache
def read(path: Path) -> dict[str, Any]:
    """Return a YAML file of the project."""
    content: dict[str, Any] = YAML(typ="safe").load(path)
    return content


def needs() -> dict[str, list[str]]:
    """Return the messages by what makes that a person is needed."""
    return {
        block["need"]: [line.removeprefix("- ") for line in block["examples"].splitlines()]
        for block in read(ROOT / "data/needs.yml")["needs"]
    }


def topics(folder: str) -> set[str]:
    """Return which topics have a file in a folder."""
    return {path.stem for path in (ROOT / folder).glob("*.yml")} - {SHARED}


def examples() -> Iterator[Example]:
    """Yield every sentence of the training data."""
    for path in sorted((ROOT / "data/nlu").glob("*.yml")):
        for block in read(path)["nlu"]:
            if "intent" not in block:
                continue
            for example in block["examples"]:
                yield Example(
                    topic=path.stem,
                    intent=block["intent"],
                    annotated=example["text"],
                    anger=(example.get("metadata") or {}).get("anger", 0),
                )


def synonyms() -> dict[str, str]:
    """Return which words stand for which value."""
    return {words: value for value, all_words in _lists("synonym") for words in all_words}


def lookups() -> dict[str, list[str]]:
    """Return which words are known by heart for each entity."""
    return dict(_lists("lookup"))


def _lists(key: str) -> Iterator[tuple[str, list[str]]]:
    for block in read(ROOT / "data/nlu/shared.yml")["nlu"]:
        if key in block:
            yield block[key], block["examples"].removeprefix("- ").strip().split("\n- ")


def domain(key: str) -> dict[str, dict[str, Any]]:
    """Return what each topic's domain says under a key that holds a mapping."""
    return {
        path.stem: read(path).get(key) or {} for path in sorted((ROOT / "bot/domain").glob("*.yml"))
    }


def listed(key: str) -> dict[str, list[str]]:
    """Return what each topic's domain lists under a key."""
    return {
        path.stem: list(read(path).get(key) or [])
        for path in sorted((ROOT / "bot/domain").glob("*.yml"))
    }


def steps(folder: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each step of rules or stories with its topic."""
    key = {"data/rules": ("rules", "rule"), "data/stories": ("stories", "story")}[folder][0]
    for path in sorted((ROOT / folder).glob("*.yml")):
        for block in read(path)[key]:
            for step in block["steps"]:
                yield path.stem, step


def said_in_rules_and_stories() -> set[str]:
    """Return the actions and responses that rules and stories name."""
    return {
        step["action"]
        for folder in ("data/rules", "data/stories")
        for _, step in steps(folder)
        if "action" in step
    }


def said_by_actions() -> set[str]:
    """Return the responses that the actions' code names."""
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "actions").glob("*.py"))
    return set(re.findall(r'"(utter_(?!action")\w+)"', sources))


def by_intent() -> dict[str, list[Example]]:
    """Return the training data by intent."""
    grouped: defaultdict[str, list[Example]] = defaultdict(list)
    for example in examples():
        grouped[example.intent].append(example)
    return grouped
