"""Where conversations stand, over Redis: offers, wrapping up, and why somebody waits."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from redis.asyncio import Redis

from chassis.redis import awaited
from conversation.errors import NotOfferedError, OfferedAlreadyError, StaleHoldError
from conversation.holds import Hold
from conversation.identity import AgentId, ConversationId
from conversation.keys import CONVERSATION_SECONDS, Keys
from conversation.routing.capacity import Seat
from conversation.routing.lifecycle import PASSING, Cause, Offer, Place, Stage
from conversation.routing.ports import Claim, Standing
from handoff.codec import from_millis, to_millis
from handoff.desk import state_of

LUA = Path(__file__).parent / "lua"
PARTS = 4  # answers a conversation in `standings`


class RedisPlaces:
    """See conversation.routing.ports.Places; every change is one script."""

    def __init__(self, redis: Redis, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys
        names = ("offer", "withdraw", "wrap", "lay", "step", "waits", "needs")
        self._scripts = {
            name: redis.register_script((LUA / f"{name}.lua").read_text()) for name in names
        }

    async def standing(self, conversation: ConversationId) -> Standing:
        """See Places."""
        (standing,) = await self.standings([conversation])
        return standing

    async def standings(self, conversations: Sequence[ConversationId]) -> list[Standing]:
        """See Places. Each is read in one step, and not all of them together."""
        pipe = self._redis.pipeline(transaction=False)
        for one in conversations:
            c = str(one)
            pipe.hgetall(self._keys.of("hold", c))
            pipe.hgetall(self._keys.of("place", c))
            pipe.hgetall(self._keys.of("passed", c))
            pipe.zscore(self._keys.shared("recent", self._keys.partition_of(c)), c)
        answers = await pipe.execute() if conversations else []
        return [
            _standing(str(one), *answers[PARTS * place : PARTS * (place + 1)])
            for place, one in enumerate(conversations)
        ]

    async def queue(self, *, most: int | None = None) -> list[ConversationId]:
        """See Places."""
        return await self._listed("waiting", "+inf", most=most)

    async def held(self) -> list[ConversationId]:
        """See Places."""
        found: list[ConversationId] = []
        for partition in range(self._keys.partitions):
            key = self._keys.shared("held", partition)
            names = await awaited(self._redis.hkeys(key))
            found += [ConversationId.parse(c.decode()) for c in names]
        return found

    async def offer(
        self, conversation: ConversationId, *, hold: Hold, offer: Offer, why: Cause, now: datetime
    ) -> None:
        """See Places."""
        order = {
            "epoch": hold.epoch,
            "number": offer.number,
            "agent": offer.agent,
            "until": to_millis(offer.until),
            "until_iso": offer.until.isoformat(),
            "why": why.value,
            "lifetime": CONVERSATION_SECONDS,
        }
        kinds = ("hold", "place", "offers", "feed")
        verdict, *rest = await self._run("offer", conversation, kinds, order, at=now)
        if verdict == b"offered":
            raise OfferedAlreadyError(AgentId(rest[0].decode()))
        if verdict == b"number":
            raise NotOfferedError("Another offer was made meanwhile.")
        if verdict == b"moved":
            raise StaleHoldError("The hold has moved on.")

    async def withdraw(
        self, conversation: ConversationId, *, offer: Offer, why: Cause, now: datetime
    ) -> bool:
        """See Places."""
        order = {
            "number": offer.number,
            "agent": offer.agent,
            "at_ms": to_millis(now),
            "why": why.value,
            "passed": why in PASSING,
            "lifetime": CONVERSATION_SECONDS,
        }
        kinds = ("place", "passed", "offers", "feed")
        return bool(await self._run("withdraw", conversation, kinds, order, at=now))

    async def wrap_up(
        self, conversation: ConversationId, *, hold: Hold, until: datetime, now: datetime
    ) -> None:
        """See Places."""
        await self._wrap(conversation, hold, Stage.WRAPPING_UP, Cause.ANSWERED, until, now)

    async def resume(self, conversation: ConversationId, *, hold: Hold, now: datetime) -> None:
        """See Places."""
        await self._wrap(conversation, hold, Stage.CLAIMED, Cause.WROTE_AGAIN, None, now)

    async def lay_away(
        self, conversation: ConversationId, *, hold: Hold, until: datetime, now: datetime
    ) -> None:
        """See Places."""
        order = {
            "epoch": hold.epoch,
            "until": to_millis(until),
            "until_iso": until.isoformat(),
            "stage": Stage.LAID_AWAY.value,
            "why": Cause.LATER.value,
        }
        kinds = ("hold", "place", "laid", "wrapping", "transcript", "feed")
        if not await self._run("lay", conversation, kinds, order, at=now):
            raise StaleHoldError("The hold has moved on.")

    async def note_step(
        self, conversation: ConversationId, *, hold: Hold, step: str, now: datetime
    ) -> None:
        """See Places."""
        order = {"epoch": hold.epoch, "step": step}
        if not await self._run("step", conversation, ("hold", "place", "feed"), order, at=now):
            raise StaleHoldError("The hold has moved on.")

    async def laid_away(self, now: datetime) -> list[Standing]:
        """See Places."""
        laid = await self._listed("laid", "+inf")
        pipe = self._redis.pipeline(transaction=False)
        for one in laid:
            pipe.hmget(self._keys.of("place", str(one)), "laid_until", "laid_lines")
            pipe.llen(self._keys.of("transcript", str(one)))
        answers = await pipe.execute() if laid else []
        ready = [
            one
            for one, (until, lines), said in zip(laid, answers[::2], answers[1::2], strict=True)
            if until and (from_millis(until.decode()) <= now or said > int(lines))
        ]
        return await self.standings(ready)

    async def waits(self, conversation: ConversationId, *, why: Cause, now: datetime) -> None:
        """See Places."""
        keys = self._names(conversation, ("hold", "place", "feed"))
        args = [str(conversation), why.value, now.isoformat()]
        await self._scripts["waits"](keys=keys, args=args)

    async def offered(self) -> list[Standing]:
        """See Places."""
        return await self.standings(await self._listed("offers", "+inf"))

    async def wrapped_up(self, now: datetime) -> list[Standing]:
        """See Places."""
        return await self.standings(await self._listed("wrapping", str(to_millis(now))))

    async def needed(self, seats: Sequence[tuple[AgentId, Seat]]) -> list[bool]:
        """See Places."""
        pipe = self._redis.pipeline(transaction=False)
        for agent, seat in seats:
            keys = self._names(seat.conversation, ("hold", "place"))
            await self._scripts["needs"](keys=keys, args=[agent, seat.number], client=pipe)
        return [bool(answer) for answer in await pipe.execute()] if seats else []

    async def claims(self, *, since: datetime) -> list[Claim]:
        """See Places."""
        found: list[Claim] = []
        for partition in range(self._keys.partitions):
            key = self._keys.shared("claims", partition)
            for entry in await awaited(self._redis.lrange(key, 0, -1)):
                at, _, agent = entry.decode().partition(" ")
                found.append(Claim(AgentId(agent), from_millis(at)))
        counted = [claim for claim in found if claim.at >= since]
        return sorted(counted, key=lambda claim: claim.at, reverse=True)

    async def _wrap(
        self,
        conversation: ConversationId,
        hold: Hold,
        stage: Stage,
        why: Cause,
        until: datetime | None,
        now: datetime,
    ) -> None:
        order = {
            "epoch": hold.epoch,
            "until": to_millis(until) if until else 0,
            "until_iso": until.isoformat() if until else "",
            "stage": stage.value,
            "why": why.value,
        }
        kinds = ("hold", "place", "wrapping", "feed")
        if not await self._run("wrap", conversation, kinds, order, at=now):
            raise StaleHoldError("The hold has moved on.")

    async def _run(
        self,
        script: str,
        conversation: ConversationId,
        kinds: tuple[str, ...],
        order: dict[str, Any],
        *,
        at: datetime,
    ) -> Any:
        body = json.dumps({**order, "c": str(conversation), "at": at.isoformat()})
        return await self._scripts[script](keys=self._names(conversation, kinds), args=[body])

    def _names(self, conversation: ConversationId, kinds: tuple[str, ...]) -> list[str]:
        c = str(conversation)
        partition = self._keys.partition_of(c)
        own = ("hold", "place", "passed", "transcript")
        return [
            self._keys.of(kind, c) if kind in own else self._keys.shared(kind, partition)
            for kind in kinds
        ]

    async def _listed(
        self, kind: str, highest: str, *, most: int | None = None
    ) -> list[ConversationId]:
        """Return conversations of a list over all partitions, lowest score first."""
        found: list[tuple[bytes, float]] = []
        for partition in range(self._keys.partitions):
            key = self._keys.shared(kind, partition)
            start, number = (None, None) if most is None else (0, most)
            ranked = self._redis.zrangebyscore(
                key, "-inf", highest, start=start, num=number, withscores=True
            )
            found += await awaited(ranked)
        found.sort(key=lambda one: one[1])
        return [ConversationId.parse(c.decode()) for c, _ in found[:most]]


def _standing(
    c: str,
    hold: dict[bytes, bytes],
    place: dict[bytes, bytes],
    passed: dict[bytes, bytes],
    last: float | None,
) -> Standing:
    known = {name.decode(): value.decode() for name, value in place.items()}
    number = int(known.get("number", "0"))
    offer = None
    if agent := known.get("agent"):
        offer = Offer(AgentId(agent), number=number, until=from_millis(known["until"]))
    return Standing(
        state=state_of(c, hold, last),
        place=Place(
            queued_at=_moment(known.get("queued_at")),
            number=number,
            offer=offer,
            passed={AgentId(who.decode()): from_millis(at.decode()) for who, at in passed.items()},
            last_agent=AgentId(known["last_agent"]) if "last_agent" in known else None,
            wrap_until=_moment(known.get("wrap_until")),
            laid_until=_moment(known.get("laid_until")),
            cause=Cause(known["cause"]) if "cause" in known else None,
            step=known.get("step", ""),
        ),
    )


def _moment(millis: str | None) -> datetime | None:
    return from_millis(millis) if millis else None
