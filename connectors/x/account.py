"""Whether our account can do anything at X at all, told once to people when that changes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from redis.asyncio import Redis

from chassis.redis import awaited
from connectors.incoming import AccountTrouble, Intake
from connectors.x.keys import XKeys
from connectors.x.problems import Problem, RefusedError
from connectors.x.settings import XSettings
from conversation.errors import TryLaterError
from conversation.identity import Channel, MessageId
from conversation.ports import Clock

ACCESS, DELIVERY = "access", "delivery"
CHANNELS = (Channel.X_PUBLIC, Channel.X_DM)

NOT_CONNECTED = "X nimmt unsere Zugangsdaten nicht mehr an; das Konto muss neu verbunden werden."
USAGE_CAPPED = "Das Guthaben oder die Obergrenze bei X ist aufgebraucht."
WEBHOOK_INVALID = "X stellt uns nichts zu: Die Prüfung unserer Webhook-Adresse schlägt fehl."


class Account:
    """Troubles and the breaker, shared by all processes through Redis."""

    def __init__(
        self, redis: Redis, keys: XKeys, *, settings: XSettings, intake: Intake, clock: Clock
    ) -> None:
        self._redis = redis
        self._trouble = keys.of_account("trouble")
        self._breaker = keys.of_account("breaker")
        self._settings = settings
        self._intake = intake
        self._clock = clock

    async def in_trouble(self, topic: str, reason: str) -> None:
        """Tell people, unless they have been told of a trouble of this topic."""
        if not await awaited(self._redis.hsetnx(self._trouble, topic, reason)):
            return
        try:
            await self._tell(topic, reason, usable=False)
        except Exception:
            await awaited(self._redis.hdel(self._trouble, topic))
            raise

    async def works(self, topic: str) -> None:
        """Take a trouble back, if there was one."""
        if await awaited(self._redis.hexists(self._trouble, topic)):
            await self._tell(topic, "X funktioniert wieder.", usable=True)
            await awaited(self._redis.hdel(self._trouble, topic))

    async def capped(self) -> None:
        """Open the breaker: nothing is tried for a while, because nothing would be done."""
        await self._redis.set(self._breaker, "1", px=self._settings.breaker_open)
        await self.in_trouble(ACCESS, USAGE_CAPPED)

    async def is_capped(self) -> bool:
        """Whether the breaker is open."""
        return bool(await self._redis.exists(self._breaker))

    @asynccontextmanager
    async def heeded(self) -> AsyncIterator[None]:
        """Make calls only while the breaker is closed, and open it if X says so.

        Raises TryLaterError while it is open.
        """
        if await self.is_capped():
            raise TryLaterError(USAGE_CAPPED, after=self._settings.breaker_open)
        try:
            yield
        except RefusedError as error:
            if error.problem is Problem.USAGE_CAPPED:
                await self.capped()
            raise

    async def _tell(self, topic: str, reason: str, *, usable: bool) -> None:
        now = self._clock.now()
        word = "works" if usable else "trouble"
        trouble = AccountTrouble(
            id=MessageId(f"x:{topic}.{word}:{now.timestamp():.3f}"),
            account=self._settings.account,
            reason=reason,
            usable=usable,
            at=now,
            topic=topic,
            stops=CHANNELS if topic == ACCESS else (),
        )
        await self._intake.take([trouble])
