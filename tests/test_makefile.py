"""The commands that texts name are there, and say what they are for."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAKEFILE = (ROOT / "Makefile").read_text()
TARGETS = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
EXPLAINED = set(re.findall(r"^([a-z-]+):.*## \S", MAKEFILE, re.MULTILINE))
TEXTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
# In code spans and indented blocks: in sentences, "make" is a word like others.
NAMED = re.compile(r"(?:`|^ {4})make ([a-z-]+)", re.MULTILINE)


@pytest.mark.parametrize("text", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_command_that_a_text_names_exists(text: Path) -> None:
    assert set(NAMED.findall(text.read_text())) <= TARGETS


def test_the_player_and_the_evaluation_are_commands() -> None:
    assert {"run", "test", "bench", "evaluate", "play"} <= TARGETS


def test_each_command_says_what_it_is_for() -> None:
    assert TARGETS == EXPLAINED
