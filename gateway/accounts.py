"""What is wrong with our accounts on the platforms, over Redis."""

import json
from datetime import datetime, timedelta
from typing import Any

from redis.asyncio import Redis

from chassis.redis import awaited
from conversation.identity import Channel
from conversation.keys import Keys
from conversation.records import Trouble
from gateway.mailbox import LUA
from handoff.codec import from_millis, to_millis


class RedisAccounts:
    """See conversation.records.Accounts. Ends are kept, so that no older word undoes them."""

    def __init__(self, redis: Redis, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys
        self._note = redis.register_script((LUA / "account.lua").read_text())

    async def begins(self, trouble: Trouble) -> None:
        """See Accounts."""
        stops = [channel.value for channel in trouble.stops]
        body = {"reason": trouble.reason, "stops": stops}
        await self._noted(trouble.account, trouble.topic, trouble.at, body)

    async def ends(self, account: str, topic: str, at: datetime) -> None:
        """See Accounts."""
        await self._noted(account, topic, at, {})

    async def troubles(self) -> list[Trouble]:
        """See Accounts."""
        bodies = await awaited(self._redis.hvals(self._keys.accounts()))
        standing = [_trouble(body) for body in map(json.loads, bodies) if "reason" in body]
        return sorted(standing, key=lambda one: one.at)

    async def may_try(self, account: str, *, every: timedelta) -> bool:
        """See Accounts."""
        return bool(
            await self._redis.set(self._keys.accounts("try", account), "1", nx=True, px=every)
        )

    async def _noted(self, account: str, topic: str, at: datetime, body: dict[str, Any]) -> None:
        at_ms = to_millis(at)
        whole = {**body, "account": account, "topic": topic, "at_ms": at_ms}
        field = f"{account}|{topic}"
        await self._note(keys=[self._keys.accounts()], args=[field, at_ms, json.dumps(whole)])


def _trouble(body: dict[str, Any]) -> Trouble:
    return Trouble(
        account=str(body["account"]),
        topic=str(body["topic"]),
        reason=str(body["reason"]),
        at=from_millis(str(body["at_ms"])),
        stops=tuple(Channel(one) for one in body["stops"]),
    )
