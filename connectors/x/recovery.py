"""Makes up for what no webhook told us: reads mentions and messages, settles lines in doubt."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from chassis.logs import get_logger
from connectors.x.attempts import Attempts
from connectors.x.hearing import Hearing
from connectors.x.looking import Looking
from connectors.x.marks import Marks
from connectors.x.ports import Settling
from connectors.x.problems import XError
from connectors.x.reading import Page, Reading
from connectors.x.told import Message, Told
from conversation.errors import TryLaterError
from conversation.ports import Clock

MENTIONS, MESSAGES = "mentions", "messages"
# X lists the last 800 mentions; more pages would only repeat an error.
MOST_PAGES = 8
# After that a line in doubt is for people to judge.
GIVE_UP = timedelta(minutes=30)

Read = Callable[[str], Awaitable[Page]]


@dataclass(frozen=True, slots=True)
class Recovery:
    """One round of it; whatever was heard before is heard again under the same id, and dropped."""

    reading: Reading
    hearing: Hearing
    looking: Looking
    attempts: Attempts
    settling: Settling
    marks: Marks
    clock: Clock

    async def sweep(self) -> None:
        """Read what is new and settle what is in doubt; each part by itself."""
        parts = (("doubts", self.doubts), (MENTIONS, self.mentions), (MESSAGES, self.messages))
        for name, part in parts:
            try:
                await part()
            except (XError, TryLaterError) as error:
                get_logger().warning("x_recovery_incomplete", part=name, exc_info=error)

    async def doubts(self) -> None:
        """Look whether lines in doubt have arrived."""
        for conversation, attempt in await self.attempts.doubtful():
            if attempt.posted or await self.looking.arrived(conversation, attempt):
                await self.settling.arrived(conversation, attempt.line)
                await self.attempts.settled(conversation, attempt.line)
            elif self.clock.now() - attempt.at > GIVE_UP:
                await self.attempts.give_up(conversation, attempt.line)

    async def mentions(self) -> None:
        """Read the mentions since the last one read."""
        since = await self.marks.id(MENTIONS)
        after = None if since else await self.marks.beginning()

        async def read(page: str) -> Page:
            return await self.reading.mentions(since=since, page=page, after=after)

        await self._catch_up(MENTIONS, read, until=since)

    async def messages(self) -> None:
        """Read the direct messages since the last one read; X cannot filter them for us."""

        async def read(page: str) -> Page:
            return await self.reading.messages(page=page)

        await self._catch_up(MESSAGES, read, until=await self.marks.id(MESSAGES))

    async def _catch_up(self, what: str, read: Read, *, until: str) -> None:
        """Hear page by page, the newest first, and note the newest id once all were heard."""
        newest, token = "", ""
        for _ in range(MOST_PAGES):
            page = await read(token)
            newest = newest or page.newest
            fresh = [told for told in page.told if await self._is_fresh(told, until)]
            if fresh:
                await self.hearing.hear(list(reversed(fresh)))
            token = page.next
            if not token or len(fresh) < len(page.told):
                break
        if newest:
            await self.marks.note(what, newest)

    async def _is_fresh(self, told: Told, until: str) -> bool:
        if not isinstance(told, Message):
            return True
        if until:
            return int(told.id) > int(until)
        return told.at >= await self.marks.beginning()
