"""What a post or message of X's is to us: which message of which conversation."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from pydantic import TypeAdapter
from redis.asyncio import Redis

from connectors.x.keys import XKeys
from connectors.x.scripts import STAND
from conversation.identity import Channel, ConversationId, MessageId
from conversation.keys import CONVERSATION_SECONDS


class Sort(StrEnum):
    """The two sorts of things that have ids at X."""

    POST = "post"
    MESSAGE = "dm"

    @classmethod
    def of(cls, conversation: ConversationId) -> "Sort":
        """Return what a conversation consists of."""
        return cls.MESSAGE if conversation.channel is Channel.X_DM else cls.POST


@dataclass(frozen=True, slots=True)
class Known:
    """A message under the id it has with us. No words are kept."""

    message: MessageId
    conversation: ConversationId


def message_id(sort: Sort, id: str) -> MessageId:
    """Return the id of what X calls `id`, the same however we hear of it."""
    return MessageId(f"x:{sort.value}:{id}")


class KnownMessages:
    """Remembers them in Redis, for as long as a conversation is remembered."""

    def __init__(self, redis: Redis, keys: XKeys) -> None:
        self._redis = redis
        self._keys = keys
        self._stand = redis.register_script(STAND)

    async def of(self, sort: Sort, id: str) -> Known | None:
        """Return what is known of X's `id`."""
        body = await self._redis.get(self._key(sort, id))
        return _KNOWN.validate_json(body) if body else None

    async def remember(self, sort: Sort, id: str, known: Known) -> None:
        """Keep what X's `id` is to us."""
        key = self._key(sort, id)
        await self._redis.set(key, _KNOWN.dump_json(known), ex=CONVERSATION_SECONDS)

    async def stand(self, id: str, history: Sequence[str], conversation: ConversationId) -> Known:
        """Return the message to which a customer's post belongs as one of its versions.

        The first version that we hear of is the message, in whatever order they come.
        """
        fresh = Known(message=message_id(Sort.POST, id), conversation=conversation)
        body = await self._stand(
            keys=[self._key(Sort.POST, one) for one in (id, *history)],
            args=[_KNOWN.dump_json(fresh), CONVERSATION_SECONDS],
        )
        return _KNOWN.validate_json(body)

    def _key(self, sort: Sort, id: str) -> str:
        return self._keys.of_account(sort.value, id)


_KNOWN = TypeAdapter(Known)
