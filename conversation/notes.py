"""What colleagues say to each other beside a conversation; the customer never hears of it.

A note is no line: it stands in no transcript, no engine and no channel ever sees it, and it goes
with its conversation when the person is forgotten.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType, Protocol

from conversation.identity import AgentId, ConversationId

NoteId = NewType("NoteId", str)

_MENTION = re.compile(r"(?<![\w@.])@([\w][\w.-]*[\w]|[\w])")


class NoteKind(StrEnum):
    """What is wanted: to be read, to be answered by anybody, or to answer that."""

    NOTE = "note"
    QUESTION = "question"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Note:
    """One note. `mentions` are colleagues for whom it is marked; `answers` the question it answers.

    `name` is the author's, as colleagues read it.
    """

    id: NoteId
    kind: NoteKind
    author: AgentId
    name: str
    text: str
    at: datetime
    mentions: tuple[AgentId, ...] = ()
    answers: NoteId | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to everybody that nobody has answered yet, and where it was asked."""

    conversation: ConversationId
    question: NoteId
    at: datetime


class Notes(Protocol):
    """Notes of all conversations, live; each change is one step and told to the feed (NOTED)."""

    async def write(self, conversation: ConversationId, note: Note) -> bool:
        """Keep a note and mark it for whom it mentions; an answer closes its question.

        Return False, having done nothing, if a note of this id is there.
        """

    async def of(self, conversation: ConversationId) -> list[Note]:
        """Return a conversation's notes, oldest first."""

    async def asked(self) -> list[Asked]:
        """Return the questions that nobody has answered yet, the oldest first.

        One as old as a conversation is kept is dropped when the next is asked.
        """

    async def marked_for(self, agent: AgentId) -> list[ConversationId]:
        """Return where an agent was mentioned and has not looked since, the oldest first."""

    async def looked(self, conversation: ConversationId, agent: AgentId) -> bool:
        """Take away the mark: the agent has seen the notes. Return whether there was one."""


def mentioned(text: str, logins: Mapping[str, AgentId]) -> Sequence[AgentId]:
    """Return who is mentioned in a text as `@login`, each once; `logins` are in lower case."""
    found = (logins.get(match[1].lower()) for match in _MENTION.finditer(text))
    return tuple(dict.fromkeys(agent for agent in found if agent))


def question_of(note: Note, notes: Sequence[Note]) -> Note | None:
    """Return the question among `notes` that a note answers, if there is one."""
    kind = NoteKind.QUESTION
    return next((one for one in notes if one.kind is kind and one.id == note.answers), None)
