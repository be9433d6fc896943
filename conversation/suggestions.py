"""What may help an agent to answer: questions answered before, knowledge, ready texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from conversation.escalation.wishes import wants_person
from conversation.known import without_placeholders
from conversation.messages import Line, Speaker

LONGEST_QUESTION = 400
FEWEST_WORDS = 3


class SuggestionsUnavailableError(Exception):
    """Nothing can be looked up just now."""


class Source(StrEnum):
    """Where a suggestion comes from."""

    ANSWER = "answer"
    KNOWLEDGE = "knowledge"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of ours that can be found by any of its `wordings`; `key` is unique in its source."""

    source: Source
    key: str
    title: str
    wordings: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text that may fit, and how near (0 to 1) its question is to the one asked.

    `title` says where it stands; nothing in it tells who asked before.
    """

    source: Source
    key: str
    title: str
    question: str
    text: str
    score: float


class Suggestions(Protocol):
    """Finds by meaning."""

    async def near(self, question: str) -> Sequence[Suggestion]:
        """Return what is near enough to a question, the nearest first.

        Raises SuggestionsUnavailableError.
        """


class NoSuggestions:
    """Where nothing is looked up."""

    async def near(self, question: str) -> Sequence[Suggestion]:
        """See Suggestions."""
        raise SuggestionsUnavailableError("Nothing is set up.")


def question_in(lines: Sequence[Line]) -> str:
    """Return what a customer asked last: their latest lines in a row that say enough.

    The wish for a person is no question that others can have answered.
    """
    block: list[str] = []
    for line in reversed(lines):
        if line.speaker is Speaker.CUSTOMER:
            if line.text.strip() and not line.erased_at and not wants_person(line.text):
                block.insert(0, without_placeholders(line.text.strip()))
        elif line.speaker is not Speaker.NOTICE and _says_enough(block):
            break
    return " ".join(block)[-LONGEST_QUESTION:] if _says_enough(block) else ""


def _says_enough(block: Sequence[str]) -> bool:
    return len(" ".join(block).split()) >= FEWEST_WORDS
