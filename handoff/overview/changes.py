"""What has changed, over Redis: names from the feed, without what was said."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from redis.asyncio import Redis

from conversation.identity import ConversationId
from conversation.keys import Keys
from handoff.overview.ports import Changed, Mark

SCRIPT = (Path(__file__).parent / "lua" / "changed.lua").read_text()
READ_AT_ONCE = 1000
NOT_READ = ""


class RedisChanges:
    """See Changes; a mark is the id of the last entry read of each partition's stream."""

    def __init__(self, redis: Redis, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys
        self._changed = redis.register_script(SCRIPT)

    async def since(self, mark: Mark | None) -> Changed:
        """See Changes."""
        until = mark or (NOT_READ,) * self._keys.partitions
        found: dict[ConversationId, bool] = {}
        while True:
            answers = await self._ask(until)
            until = tuple(answer[1].decode() for answer in answers)
            if any(answer[0] == b"lost" for answer in answers):
                return Changed(until, None)
            for _, _, _, *names in answers:
                _add(found, names)
            if not any(answer[2] for answer in answers):
                return Changed(until, found)

    async def _ask(self, mark: Mark) -> list[Any]:
        pipe = self._redis.pipeline(transaction=False)
        for partition, known in enumerate(mark):
            keys = [self._keys.shared("feed", partition)]
            await self._changed(keys=keys, args=[known, READ_AT_ONCE], client=pipe)
        answers: list[Any] = await pipe.execute()
        return answers


def _add(found: dict[ConversationId, bool], names: Sequence[bytes]) -> None:
    for name, moved in zip(names[::2], names[1::2], strict=True):
        conversation = ConversationId.parse(name.decode())
        found[conversation] = found.get(conversation, False) or moved == b"1"
