"""Erases what is stored of a person at their platform's order, and says how far it has come."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from redis.asyncio import Redis

from chassis.logs import get_logger
from chassis.redis import awaited
from connectors.facebook.ports import ErasureState
from conversation.identity import ConversationId, MessageId
from conversation.keys import Keys
from conversation.ports import Clock, Transcripts
from conversation.records import Amendment, Records
from gateway.privacy.seals import Seals
from gateway.privacy.vault import Vault

ROUND_SECONDS = 15.0
STATUS_KEPT = timedelta(days=400)
CODE_LENGTH = 32

Find = Callable[[str], Awaitable[list[ConversationId]]]


class ErasureOrders:
    """Orders in Redis: the person sealed until it is done, the state for as long as one may ask."""

    def __init__(self, redis: Redis, keys: Keys, *, seals: Seals) -> None:
        self._redis = redis
        self._orders = keys.erasures()
        self._done = keys.erasures
        self._seals = seals

    async def erase(self, user_id: str) -> str:
        """See connectors.facebook.ports.Erasure. The code is a keyed digest of the person."""
        code = self._seals.fingerprints("erasure", user_id)[0][:CODE_LENGTH]
        sealed = json.dumps({"user": self._seals.seal(user_id)})
        await awaited(self._redis.hset(self._orders, code, sealed))
        await self._redis.delete(self._done(code))
        return code

    async def status(self, code: str) -> ErasureState | None:
        """See connectors.facebook.ports.Erasure."""
        if await awaited(self._redis.hexists(self._orders, code)):
            return ErasureState.UNDER_WAY
        done = await self._redis.exists(self._done(code))
        return ErasureState.DONE if done else None

    async def open(self) -> dict[str, str]:
        """Return the people to be erased, by code."""
        orders = await awaited(self._redis.hgetall(self._orders))
        found = {}
        for code, body in orders.items():
            user = self._seals.open(json.loads(body)["user"])
            if user is not None:
                found[code.decode()] = user
        return found

    async def done(self, code: str) -> None:
        """Forget whom an order was about."""
        await self._redis.set(self._done(code), "1", ex=STATUS_KEPT)
        await awaited(self._redis.hdel(self._orders, code))


class Eraser:
    """Carries orders out: every line of the person's conversations, and their vault.

    Lines go one by one through the records, so that the feed tells the archive of each. Doing it
    again changes nothing; an order is done only when all of it is.
    """

    def __init__(
        self,
        orders: ErasureOrders,
        *,
        find: Find,
        transcripts: Transcripts,
        records: Records,
        vault: Vault,
        clock: Clock,
    ) -> None:
        self._orders = orders
        self._find = find
        self._transcripts = transcripts
        self._records = records
        self._vault = vault
        self._clock = clock

    async def run(self) -> None:
        """Carry out orders until cancelled."""
        while True:
            await self.round()
            await asyncio.sleep(ROUND_SECONDS)

    async def round(self) -> None:
        """Carry out what is ordered; what fails is tried again in the next round."""
        try:
            for code, user in (await self._orders.open()).items():
                for conversation in await self._find(user):
                    await self._erase(conversation, code, self._clock.now())
                await self._orders.done(code)
        except Exception as error:  # noqa: BLE001 - the next round is the remedy
            get_logger().warning("erasure_waits", exc_info=error)

    async def _erase(self, conversation: ConversationId, code: str, now: datetime) -> None:
        for line in await self._transcripts.lines(conversation):
            await self._records.amend(
                Amendment(
                    id=MessageId(f"erasure:{code}:{line.id}"),
                    of=MessageId(line.id),
                    conversation=conversation,
                    at=now,
                )
            )
        await self._vault.forget(conversation)
