"""Looks at X whether a line has arrived of which nobody knows."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from connectors.x.attempts import Attempt, fingerprint
from connectors.x.echoes import Echoes
from connectors.x.known import Sort
from connectors.x.problems import XError
from connectors.x.reading import Page, Reading
from connectors.x.told import Message, Post
from conversation.errors import TryLaterError
from conversation.identity import ConversationId, MessageId

# X's clock and ours need not agree to the second.
SKEW = timedelta(minutes=2)
# A hundred things said on each: an account that says more in that time is not looked through.
MOST_PAGES = 8


@dataclass(frozen=True, slots=True)
class Looking:
    """Reads our own last posts, or the messages with one person, and compares."""

    account: str
    reading: Reading
    echoes: Echoes

    async def arrived(self, conversation: ConversationId, attempt: Attempt) -> bool | None:
        """Whether a line is at X; None if that cannot be told now. Notes what it finds."""
        try:
            found = await self._found(conversation, attempt)
        except (XError, TryLaterError):
            return None
        # What its echo has told in the meantime is known already, and so was passed over.
        now = await self.echoes.attempts.of(conversation, attempt.line)
        if now is not None and now.posted:
            return True
        return found

    async def _found(self, conversation: ConversationId, attempt: Attempt) -> bool | None:
        """Look through what our account said there since, the newest first."""
        since, token = attempt.since - SKEW, ""
        for _ in range(MOST_PAGES):
            page = await self._page(conversation, since, token)
            said = [told for told in page.told if isinstance(told, Post | Message)]
            for told in said:
                if told.at >= since and await self._is_it(told, conversation, attempt):
                    await self.echoes.note(conversation, attempt.line, told.id)
                    return True
            token = page.next
            if not token or any(told.at < since for told in said):
                return False
        return None

    async def _page(self, conversation: ConversationId, since: datetime, token: str) -> Page:
        if Sort.of(conversation) is Sort.MESSAGE:
            return await self.reading.messages_with(conversation.customer, page=token)
        return await self.reading.own_posts(after=since, page=token)

    async def _is_it(
        self, told: Post | Message, conversation: ConversationId, attempt: Attempt
    ) -> bool:
        if not self._is_ours(told, conversation) or fingerprint(told.text) != attempt.fingerprint:
            return False
        # The same words, sent twice on purpose, are two lines: each has a post of its own. Whoever
        # was cut off while noting the end of an attempt has noted this half of it.
        known = await self.echoes.known.of(Sort.of(conversation), told.id)
        return known is None or known.message == MessageId(attempt.line)

    def _is_ours(self, told: Post | Message, conversation: ConversationId) -> bool:
        if isinstance(told, Message):
            return told.sender == self.account and told.recipient == conversation.customer
        there = conversation.thread == told.thread or (
            conversation.customer == told.replied_to_author
        )
        return told.author == self.account and there
