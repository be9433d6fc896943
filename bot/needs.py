"""Reads `data/needs.yml`: messages by what makes that a person is needed, for a training."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import rasa.shared.utils.io
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.examples import EXAMPLE, METADATA, NEED

FILE = "needs.yml"


class NeedExample(Message):
    """A message that teaches nothing but what a person is needed for.

    It has no intent, so that Rasa takes it for no example of what can be understood: only who asks
    for all messages of a training gets to see it.
    """

    def is_e2e_message(self) -> bool:
        """Say that no story is told by it: else Rasa would train for such stories."""
        return False


def need_examples(paths: list[str]) -> list[NeedExample]:
    """Return the examples of the file, if one lies in any of these folders.

    Raises InvalidConfigException with a sentence where the file is not built as it should be.
    """
    files = [Path(path) / FILE for path in paths]
    return [each for file in files if file.is_file() for each in _in_file(file)]


def _in_file(file: Path) -> Iterator[NeedExample]:
    content = rasa.shared.utils.io.read_yaml_file(file)
    try:
        for block in content["needs"]:
            for line in block["examples"].splitlines():
                yield _message(line.strip().removeprefix("- "), block["need"])
    except (AttributeError, KeyError, TypeError):
        raise InvalidConfigException(
            f"{file}: a list `needs` is expected, of a `need` and its `examples` each."
        ) from None


def _message(text: str, need: str) -> NeedExample:
    labels: dict[str, Any] = {EXAMPLE: {NEED: need}}
    return NeedExample({TEXT: text, METADATA: labels})
