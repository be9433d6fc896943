"""What the way out must know of a conversation: what to reply to, and whether we may."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter
from redis.asyncio import Redis

from chassis.redis import awaited
from connectors.x.keys import XKeys
from connectors.x.scripts import NOTE
from connectors.x.told import EVERYONE
from conversation.identity import ConversationId
from conversation.keys import CONVERSATION_SECONDS
from conversation.messages import Button

MENTIONED_ONLY = "mentionedUsers"


@dataclass(frozen=True, slots=True)
class Thread:
    """`target` is the customer's last post (or message) here, empty if there is none.

    `summoned`: its author mentioned or quoted us in this thread. `stopped`: the customer's last
    word was to leave them alone. `greeted`: the privacy notice was sent. `offered` are the choices
    that stood under our last line.
    """

    target: str = ""
    reply_settings: str = EVERYONE
    summoned: bool = False
    stopped: bool = False
    greeted: bool = False
    offered: tuple[Button, ...] = ()

    @property
    def open_to_us(self) -> bool:
        """Whether its author lets us reply, as far as one can tell."""
        if self.reply_settings == MENTIONED_ONLY:
            return self.summoned
        return self.reply_settings == EVERYONE


class Threads:
    """Keeps it in Redis, beside the conversation."""

    def __init__(self, redis: Redis, keys: XKeys) -> None:
        self._redis = redis
        self._keys = keys
        self._note = redis.register_script(NOTE)

    async def note(
        self,
        conversation: ConversationId,
        *,
        target: str,
        reply_settings: str = EVERYONE,
        summoned: bool = False,
        stopped: bool = False,
    ) -> None:
        """Note what a customer wrote last; what is older than known changes no target."""
        await self._note(
            keys=[self._keys.thread(conversation)],
            args=[target, reply_settings, int(summoned), int(stopped), CONVERSATION_SECONDS],
        )

    async def of(self, conversation: ConversationId) -> Thread:
        """Return what is known of a conversation."""
        fields = await awaited(self._redis.hgetall(self._keys.thread(conversation)))
        return _read({name.decode(): value.decode() for name, value in fields.items()})

    async def said(
        self, conversation: ConversationId, *, greeted: bool, offered: Sequence[Button]
    ) -> None:
        """Remember what our last line was: whether with the privacy notice, and its choices."""
        key = self._keys.thread(conversation)
        await awaited(self._redis.hset(key, "offered", _BUTTONS.dump_json(tuple(offered)).decode()))
        if greeted:
            await awaited(self._redis.hset(key, "greeted", "1"))
        await self._redis.expire(key, CONVERSATION_SECONDS)


_BUTTONS = TypeAdapter(tuple[Button, ...])


def _read(fields: dict[str, str]) -> Thread:
    return Thread(
        target=fields.get("target", ""),
        reply_settings=fields.get("settings", EVERYONE),
        summoned=fields.get("summoned") == "1",
        stopped=fields.get("stopped") == "1",
        greeted=fields.get("greeted") == "1",
        offered=_BUTTONS.validate_json(fields.get("offered", "[]")),
    )
