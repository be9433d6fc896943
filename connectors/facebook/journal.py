"""What became of each part of each line: so that sending a line again shows it once."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from redis.asyncio import Redis

from chassis.redis import awaited
from connectors.facebook.fields import milliseconds, moment_of
from connectors.facebook.ids import messenger_conversation
from connectors.facebook.names import FacebookKeys
from conversation.identity import ConversationId, LineId
from conversation.keys import CONVERSATION_SECONDS

_LUA = Path(__file__).parent / "lua"
_NUMBER = "#"
_PRIVATE = "private-reply:"


class State(StrEnum):
    """How far a part has come. Arrived: sent, as we learnt after having doubted it."""

    NEW = ""
    SENDING = "sending"
    DOUBTFUL = "doubtful"
    SENT = "sent"
    ARRIVED = "arrived"


@dataclass(frozen=True, slots=True)
class Part:
    """One of the messages that a line is sent as, counted from 1."""

    conversation: ConversationId
    line: LineId
    number: int = 1
    parts: int = 1

    @property
    def metadata(self) -> str:
        """What is sent along and comes back with the echo: the line's id, a number if needed."""
        return self.line if self.number == 1 else f"{self.line}{_NUMBER}{self.number}"

    @classmethod
    def told_by(cls, conversation: ConversationId, metadata: str) -> "Part":
        """Return the part that an echo's metadata names.

        A private reply is sent to a comment, before anybody knows whose: the metadata says which.
        """
        if comment := commented_by(metadata):
            line = metadata.removeprefix(f"{_PRIVATE}{comment}:")
            return private_part(conversation.thread, comment, LineId(line))
        line, separator, number = metadata.rpartition(_NUMBER)
        if separator and number.isdecimal() and number.isascii() and len(number) < 4:
            return cls(conversation, LineId(line), int(number))
        return cls(conversation, LineId(metadata))


def private_part(page: str, comment: str, line: LineId) -> Part:
    """Return the part that a private reply to a comment is."""
    return Part(messenger_conversation(page, f"{_PRIVATE}{comment}"), line)


def private_metadata(comment: str, line: LineId) -> str:
    """Return what is sent along with a private reply."""
    return f"{_PRIVATE}{comment}:{line}"


def commented_by(metadata: str) -> str:
    """Return the comment that a private reply with this metadata answers; else nothing."""
    if not metadata.startswith(_PRIVATE):
        return ""
    return metadata.removeprefix(_PRIVATE).partition(":")[0]


@dataclass(frozen=True, slots=True)
class Begun:
    """How far a part had come before, and since when."""

    state: State
    since: datetime

    @property
    def is_sent(self) -> bool:
        """Whether nothing is left to do."""
        return self.state in (State.SENT, State.ARRIVED)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a confirmation changed: was the part known, is a doubt over, is the line complete?"""

    known: bool
    settles: bool


class Journal:
    """Keeps the states in Redis, for senders and webhooks alike; the steps lie in `lua/`."""

    def __init__(self, redis: Redis, names: FacebookKeys) -> None:
        self._redis = redis
        self._names = names
        scripts = {path.stem: path.read_text() for path in _LUA.glob("*.lua")}
        self._begin = redis.register_script(scripts["begin"])
        self._confirm = redis.register_script(scripts["confirm"])
        self._doubt = redis.register_script(scripts["doubt"])

    async def look(self, part: Part, now: datetime) -> Begun:
        """Return how far a part has come."""
        key = self._names.line(part.conversation, part.line)
        fields = [str(part.number), f"since:{part.number}"]
        state, since = await awaited(self._redis.hmget(key, fields))
        return _begun(state or b"", since or milliseconds(now))

    async def begin(self, part: Part, now: datetime, *, again: bool = False) -> Begun:
        """Say that a part is about to be sent, and return how far it had come before.

        It may be sent only if it was new, or with `again`, when it is known not to have arrived.
        """
        state, since = await self._begin(
            keys=[self._names.line(part.conversation, part.line)],
            args=[
                part.number,
                part.parts,
                milliseconds(now),
                CONVERSATION_SECONDS,
                "again" if again else "",
            ],
        )
        return _begun(state, since)

    async def confirm(self, part: Part, mid: str) -> Confirmed:
        """Say that a part has arrived as message `mid`."""
        known, doubted, whole = await self._confirm(
            keys=[
                self._names.line(part.conversation, part.line),
                self._names.mids(part.conversation),
            ],
            args=[part.number, mid, CONVERSATION_SECONDS],
        )
        return Confirmed(known=bool(known), settles=bool(doubted and whole))

    async def doubt(self, part: Part) -> bool:
        """Say that a part may have arrived; False if its echo has come in the meantime."""
        key = self._names.line(part.conversation, part.line)
        return bool(await self._doubt(keys=[key], args=[part.number]))

    async def withdraw(self, part: Part) -> None:
        """Say that a part has certainly not arrived."""
        key = self._names.line(part.conversation, part.line)
        await awaited(self._redis.hdel(key, str(part.number), f"since:{part.number}"))

    async def sent(self, conversation: ConversationId, mid: str) -> bool:
        """Say whether a message is one that we sent."""
        return bool(await awaited(self._redis.hexists(self._names.mids(conversation), mid)))


def _begun(state: Any, since: Any) -> Begun:
    return Begun(state=State(bytes(state).decode()), since=moment_of(int(since)))
