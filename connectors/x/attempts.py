"""Lines on their way to X: what was tried, what is in doubt, and which post a line became.

X knows no idempotency key. What makes a line arrive once is written down here before it is sent.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime

from pydantic import TypeAdapter
from redis.asyncio import Redis

from chassis.redis import awaited
from connectors.x.keys import XKeys
from connectors.x.lengths import links_in
from connectors.x.scripts import BEGIN
from conversation.identity import ConversationId, LineId
from conversation.keys import CONVERSATION_SECONDS

LINK = re.compile(r"https?://\S+")
NAMES_BEFORE = re.compile(r"^(?:@\w{1,50}\s+)+", re.ASCII)
SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Attempt:
    """One line that was sent or is being sent at this moment. The words themselves are not kept.

    `said` is when its words were given to be sent, before any attempt. `posted` is X's id of it
    once known. `doubtful`: nobody heard how it ended.
    """

    line: LineId
    fingerprint: str
    at: datetime
    said: datetime | None = None
    posted: str = ""
    doubtful: bool = False

    @property
    def since(self) -> datetime:
        """How far back its arrival can lie: an attempt before this one may have been the one."""
        return min(self.at, self.said or self.at)


def fingerprint(text: str) -> str:
    """Return what stays the same of a text on its way through X.

    X puts names before a reply, shortens links and adds its own, and normalises characters.
    """
    bare = LINK.sub("", NAMES_BEFORE.sub("", unicodedata.normalize("NFC", text)))
    for link in reversed(links_in(bare)):
        bare = bare[: link.start] + bare[link.end :]
    return hashlib.blake2b(SPACE.sub(" ", bare).strip().encode(), digest_size=12).hexdigest()


class Attempts:
    """A hash in Redis for each conversation, its fields written by sender and echoes alike.

    Each fact of a line is a field of its own (`<line>|said`, `|id`, `|doubt`), so that a sender and
    an echo that write at the same moment do not undo each other.
    """

    def __init__(self, redis: Redis, keys: XKeys) -> None:
        self._redis = redis
        self._keys = keys
        self._doubts = keys.of_account("doubtful")
        self._begin = redis.register_script(BEGIN)

    async def begin(
        self, conversation: ConversationId, attempt: Attempt, *, instead: Attempt | None = None
    ) -> bool:
        """Write down that a line is about to be sent; False if another attempt stands there.

        `instead` is the one that is known and did not arrive. It stands until this moment, so that
        its echo is never taken for words of somebody else, however late it comes.
        """
        begun = await self._begin(
            keys=[self._keys.attempts(conversation)],
            args=[attempt.line, _body(attempt), _body(instead), CONVERSATION_SECONDS],
        )
        if begun and instead is not None:
            await self._redis.zrem(self._doubts, _member(conversation, attempt.line))
        return bool(begun)

    async def posted(self, conversation: ConversationId, line: LineId, id: str) -> None:
        """Write down which post or message a line became."""
        await awaited(self._redis.hset(self._keys.attempts(conversation), f"{line}|id", id))

    async def settled(self, conversation: ConversationId, line: LineId) -> None:
        """Write down that everybody concerned knows that a line in doubt has arrived."""
        await self._certain(conversation, line)

    async def doubt(self, conversation: ConversationId, attempt: Attempt) -> None:
        """Write down that nobody knows whether a line arrived."""
        key = self._keys.attempts(conversation)
        await awaited(self._redis.hset(key, f"{attempt.line}|doubt", "1"))
        score = attempt.at.timestamp()
        await self._redis.zadd(self._doubts, {_member(conversation, attempt.line): score})

    async def drop(self, conversation: ConversationId, line: LineId) -> None:
        """Forget an attempt that certainly did not arrive."""
        await awaited(self._redis.hdel(self._keys.attempts(conversation), f"{line}|said"))
        await self._certain(conversation, line)

    async def of(self, conversation: ConversationId, line: LineId) -> Attempt | None:
        """Return what is known of sending a line."""
        found = await self._all(conversation)
        return next((one for one in found if one.line == line), None)

    async def open(self, conversation: ConversationId) -> list[Attempt]:
        """Return the lines of which nobody knows what they became, oldest first."""
        return [one for one in await self._all(conversation) if not one.posted]

    async def doubtful(self) -> list[tuple[ConversationId, Attempt]]:
        """Return the account's lines in doubt, the oldest first.

        Among them may be some that have arrived and whose doubt nobody has settled.
        """
        found = []
        for member in await awaited(self._redis.zrange(self._doubts, 0, -1)):
            c, line = member.decode().split(" ", 1)
            conversation = ConversationId.parse(c)
            attempt = await self.of(conversation, LineId(line))
            if attempt is None:
                await self._redis.zrem(self._doubts, member)
            else:
                found.append((conversation, attempt))
        return found

    async def give_up(self, conversation: ConversationId, line: LineId) -> None:
        """Look for a line no more; it stays in doubt for people to see."""
        await self._redis.zrem(self._doubts, _member(conversation, line))

    async def _certain(self, conversation: ConversationId, line: LineId) -> None:
        await awaited(self._redis.hdel(self._keys.attempts(conversation), f"{line}|doubt"))
        await self._redis.zrem(self._doubts, _member(conversation, line))

    async def _all(self, conversation: ConversationId) -> list[Attempt]:
        raw = await awaited(self._redis.hgetall(self._keys.attempts(conversation)))
        fields = {name.decode(): value.decode() for name, value in raw.items()}
        attempts = [
            replace(
                _ATTEMPT.validate_json(value),
                posted=fields.get(f"{line}|id", ""),
                doubtful=f"{line}|doubt" in fields,
            )
            for line, _, kind in (name.rpartition("|") for name in fields)
            if kind == "said" and (value := fields[f"{line}|said"])
        ]
        return sorted(attempts, key=lambda one: one.at)


def _member(conversation: ConversationId, line: LineId) -> str:
    return f"{conversation} {line}"


def _body(attempt: Attempt | None) -> str:
    if attempt is None:
        return ""
    bare = replace(attempt, posted="", doubtful=False)
    return _ATTEMPT.dump_json(bare, exclude_none=True).decode()


_ATTEMPT = TypeAdapter(Attempt)
