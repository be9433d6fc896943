"""Looks at X whether a line has arrived of which nobody knows."""

from dataclasses import dataclass
from datetime import timedelta

from connectors.x.attempts import Attempt, fingerprint
from connectors.x.echoes import Echoes
from connectors.x.known import Sort
from connectors.x.problems import XError
from connectors.x.reading import Page, Reading
from connectors.x.told import Message, Post
from conversation.errors import TryLaterError
from conversation.identity import ConversationId

# X's clock and ours need not agree to the second.
SKEW = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Looking:
    """Reads our own last posts, or the messages with one person, and compares."""

    account: str
    reading: Reading
    echoes: Echoes

    async def arrived(self, conversation: ConversationId, attempt: Attempt) -> bool | None:
        """Whether a line is at X; None if that cannot be told now. Notes what it finds."""
        try:
            page = await self._page(conversation, attempt)
        except (XError, TryLaterError):
            return None
        for id, text in self._own(page, conversation, attempt):
            if fingerprint(text) != attempt.fingerprint:
                continue
            # The same words, sent twice on purpose, are two lines: each has a post of its own.
            if await self.echoes.known.of(Sort.of(conversation), id) is None:
                await self.echoes.note(conversation, attempt.line, id)
                return True
        # What its echo has told in the meantime is known already, and so was passed over.
        now = await self.echoes.attempts.of(conversation, attempt.line)
        return now is not None and bool(now.posted)

    async def _page(self, conversation: ConversationId, attempt: Attempt) -> Page:
        if Sort.of(conversation) is Sort.MESSAGE:
            return await self.reading.messages_with(conversation.customer)
        return await self.reading.own_posts(after=attempt.at - SKEW)

    def _own(
        self, page: Page, conversation: ConversationId, attempt: Attempt
    ) -> list[tuple[str, str]]:
        """Return ids and texts of what our account said there since the attempt."""
        since = attempt.at - SKEW
        return [
            (told.id, told.text)
            for told in page.told
            if isinstance(told, Post | Message)
            and told.at >= since
            and self._is_ours(told, conversation)
        ]

    def _is_ours(self, told: Post | Message, conversation: ConversationId) -> bool:
        if isinstance(told, Message):
            return told.sender == self.account and told.recipient == conversation.customer
        there = conversation.thread == told.thread or (
            conversation.customer == told.replied_to_author
        )
        return told.author == self.account and there
