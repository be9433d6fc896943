"""What a customer's window shows: every line once, numbered, so that a window can catch up."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from conversation.identity import ConversationId, LineId
from conversation.messages import Line

PAGE = 200


@dataclass(frozen=True, slots=True)
class Numbered:
    """A line and its place in the conversation, counted from 1 without gaps."""

    n: int
    line: Line


@dataclass(frozen=True, slots=True)
class Heard:
    """A line that has just been added; `conversation` is its id as text."""

    conversation: str
    numbered: Numbered


class WebchatLog(Protocol):
    """The lines of every web chat, and how much of them has reached clients without numbers."""

    async def append(self, conversation: ConversationId, line: Line) -> int:
        """Add `line` and wake its windows; return its number. The same id again: no change."""

    async def after(self, conversation: ConversationId, n: int) -> list[Numbered]:
        """Return the lines after number `n`, at most a page of them."""

    async def length(self, conversation: ConversationId) -> int:
        """Return the last line's number, 0 if there is none."""

    async def sent(self, conversation: ConversationId) -> int:
        """Return the last number that has reached a client that does not count lines itself."""

    async def mark_sent(self, conversation: ConversationId, n: int) -> None:
        """Remember that everything up to `n` has reached such a client."""

    def listen(self) -> AsyncIterator[Heard | None]:
        """Yield new lines from now on; None says that some may have been missed."""


class MemoryWebchatLog:
    """The log for tests and demonstrations; lives as long as the process."""

    def __init__(self) -> None:
        self._lines: dict[str, list[Line]] = {}
        self._numbers: dict[tuple[str, LineId], int] = {}
        self._sent: dict[str, int] = {}
        self._listeners: set[asyncio.Queue[Heard | None]] = set()

    async def append(self, conversation: ConversationId, line: Line) -> int:
        """See WebchatLog."""
        c = str(conversation)
        if (c, line.id) not in self._numbers:
            lines = self._lines.setdefault(c, [])
            lines.append(line)
            self._numbers[c, line.id] = len(lines)
        number = self._numbers[c, line.id]
        for listener in self._listeners:
            listener.put_nowait(Heard(c, Numbered(n=number, line=line)))
        return number

    async def after(self, conversation: ConversationId, n: int) -> list[Numbered]:
        """See WebchatLog."""
        lines = self._lines.get(str(conversation), [])[n : n + PAGE]
        return [Numbered(n=n + place, line=line) for place, line in enumerate(lines, start=1)]

    async def length(self, conversation: ConversationId) -> int:
        """See WebchatLog."""
        return len(self._lines.get(str(conversation), []))

    async def sent(self, conversation: ConversationId) -> int:
        """See WebchatLog."""
        return self._sent.get(str(conversation), 0)

    async def mark_sent(self, conversation: ConversationId, n: int) -> None:
        """See WebchatLog."""
        self._sent[str(conversation)] = n

    async def listen(self) -> AsyncIterator[Heard | None]:
        """See WebchatLog."""
        queue: asyncio.Queue[Heard | None] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            yield None
            while True:
                yield await queue.get()
        finally:
            self._listeners.discard(queue)
