"""Erases what is stored of a person at their platform's order, and says how far it has come."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from redis.asyncio import Redis

from chassis.logs import get_logger
from chassis.redis import awaited
from connectors.facebook.ports import ErasureState
from conversation.cases import Cases
from conversation.contacts import Contacts
from conversation.context import Context
from conversation.holds import FIRST_HOLD, Owner
from conversation.identity import ConversationId
from conversation.keys import Keys
from conversation.people import person_of
from conversation.ports import Desk, Move, Saying
from conversation.records import Records
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


@dataclass(frozen=True, slots=True)
class Eraser:
    """Carries orders out: all of a person's conversations, live and archived, and who they are.

    `find` returns the conversations of somebody whom their platform names. What belongs to the same
    case goes, too. The feed tells the archive. Doing it again changes nothing; an order is done
    only when all of it is.
    """

    orders: ErasureOrders
    find: Find
    desk: Desk
    records: Records
    cases: Cases
    contacts: Contacts
    vault: Vault

    async def run(self) -> None:
        """Carry out orders until cancelled."""
        while True:
            await self.round()
            await asyncio.sleep(ROUND_SECONDS)

    async def round(self) -> None:
        """Carry out what is ordered; what fails is tried again in the next round."""
        try:
            for code, user in (await self.orders.open()).items():
                await self._erase(user)
                await self.orders.done(code)
        except Exception as error:  # noqa: BLE001 - the next round is the remedy
            get_logger().warning("erasure_waits", exc_info=error)

    async def _erase(self, user: str) -> None:
        cases = [await self.cases.of(conversation) for conversation in await self.find(user)]
        found = dict.fromkeys(part for case in cases for part in case.conversations)
        for conversation in found:
            await self._close(conversation)
            await self.records.forget(conversation)
            await self.vault.forget(conversation)
        for conversation in found:
            await self.contacts.forget(person_of(conversation))
        # Last, and the public ones first: whoever was cut off must find the same ones again.
        for conversation in found:
            await self.cases.forget(conversation)

    async def _close(self, conversation: ConversationId) -> None:
        """Take a conversation out of everybody's hands; nothing is said. Raises StaleHoldError."""
        hold = (await self.desk.state(conversation)).hold
        if hold.owner is Owner.NOBODY or hold == FIRST_HOLD:
            return
        saying = Saying(conversation=conversation, hold=hold, context=Context())
        await self.desk.move(Move(saying=saying, to=Owner.NOBODY))
