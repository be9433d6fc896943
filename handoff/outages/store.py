"""Outages over Redis: all of them under one hash tag, each change one step."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from redis.asyncio import Redis

from chassis.redis import awaited
from conversation.identity import ConversationId
from conversation.keys import CONVERSATION_SECONDS, Keys
from conversation.outages import COUNTS_FOR, Group, Heard, Outage, OutageId, Place
from handoff.codec import Codec, from_millis, to_millis

LUA = Path(__file__).parent / "lua"
COUNTS_FOR_MS = int(COUNTS_FOR.total_seconds() * 1000)
#: So many outages are remembered, those that are not settled beside.
KEPT = 100
OUTAGE = Codec(Outage)


class RedisOutages:
    """See conversation.outages.Outages for every method."""

    def __init__(self, redis: Redis, keys: Keys) -> None:
        self._redis = redis
        self._key = keys.outages
        names = ("note", "approve", "change", "untold", "told")
        self._scripts = {
            name: redis.register_script((LUA / f"{name}.lua").read_text()) for name in names
        }

    async def note(self, conversation: ConversationId, place: Place, at: datetime) -> bool:
        """See Outages."""
        c = str(conversation)
        order = {"c": c, "place": str(place), "at": to_millis(at), "counts_for": COUNTS_FOR_MS}
        return bool(
            await self._scripts["note"](
                keys=[self._key("where", c), self._reports(place), self._key("places")],
                args=[json.dumps(order), self._key("reports", "")],
            )
        )

    async def forget(self, conversation: ConversationId) -> None:
        """See Outages."""
        c = str(conversation)
        place = await awaited(self._redis.get(self._key("where", c)))
        known = await awaited(self._redis.zrange(self._key("known"), 0, -1))
        pipe = self._redis.pipeline(transaction=True)
        pipe.delete(self._key("where", c))
        if place is not None:
            pipe.zrem(self._key("reports", place.decode()), c)
        for id in known:
            pipe.hdel(self._key("heard", id.decode()), c)
        await pipe.execute()

    async def groups(self, *, since: datetime) -> list[Group]:
        """See Outages."""
        first = to_millis(since)
        places = await awaited(self._redis.zrangebyscore(self._key("places"), first, "+inf"))
        pipe = self._redis.pipeline(transaction=False)
        for place in places:
            key = self._key("reports", place.decode())
            pipe.zcount(key, first, "+inf")
            pipe.zrangebyscore(key, first, "+inf", start=0, num=1, withscores=True)
            pipe.zrange(key, -1, -1, withscores=True)
        answers = iter(await pipe.execute() if places else ())
        found = []
        for place, many, oldest, newest in zip(places, answers, answers, answers, strict=True):
            if many:
                times = [from_millis(at) for _, at in (*oldest, *newest)]
                found.append(Group(Place.parse(place.decode()), many, times[0], times[-1]))
        return sorted(found, key=lambda group: (-group.many, str(group.place)))

    async def approve(self, outage: Outage) -> Outage:
        """See Outages."""
        order = {
            "id": outage.id,
            "place": str(outage.place),
            "at": to_millis(outage.approved_at),
            "kept": KEPT,
        }
        body = await self._scripts["approve"](
            keys=[self._key(name) for name in ("running", "bodies", "known", "open")],
            args=[json.dumps(order), OUTAGE.dump(outage)],
        )
        return OUTAGE.load(body)

    async def fix(self, id: OutageId, *, text: str, at: datetime) -> Outage | None:
        """See Outages."""
        while (body := await self._body(id)) is not None:
            before = OUTAGE.load(body)
            if before.fixed_at is not None:
                return None
            after = replace(before, fixed_text=text, fixed_at=at)
            if await self._change(body, after):
                return after
        return None

    async def latest(self) -> list[Outage]:
        """See Outages."""
        return list(reversed(await self._listed("known")))

    async def open(self) -> list[Outage]:
        """See Outages."""
        return await self._listed("open")

    async def untold(self, outage: Outage, *, most: int) -> list[ConversationId]:
        """See Outages."""
        last = "+inf" if outage.fixed_at is None else to_millis(outage.fixed_at)
        answer = await self._scripts["untold"](
            keys=[self._reports(outage.place), self._key("heard", outage.id)],
            args=[to_millis(outage.approved_at - COUNTS_FOR), last, most],
        )
        return _conversations(answer)

    async def told(self, id: OutageId, *, most: int) -> list[ConversationId]:
        """See Outages."""
        return _conversations(
            await self._scripts["told"](keys=[self._key("heard", id)], args=[most])
        )

    async def mark(self, id: OutageId, conversation: ConversationId, *, ended: bool) -> None:
        """See Outages."""
        key, c = self._key("heard", id), str(conversation)
        pipe = self._redis.pipeline(transaction=True)
        if ended:
            pipe.hset(key, c, "1")
        else:
            pipe.hsetnx(key, c, "0")
        pipe.expire(key, CONVERSATION_SECONDS)
        await pipe.execute()

    async def heard(self, id: OutageId) -> Heard:
        """See Outages."""
        heard = await awaited(self._redis.hvals(self._key("heard", id)))
        return Heard(told=len(heard), ended=heard.count(b"1"))

    async def settle(self, id: OutageId) -> None:
        """See Outages."""
        while (body := await self._body(id)) is not None:
            before = OUTAGE.load(body)
            if before.fixed_at is None or await self._change(body, replace(before, settled=True)):
                return

    async def _body(self, id: OutageId) -> bytes | None:
        body: bytes | None = await awaited(self._redis.hget(self._key("bodies"), id))
        return body

    async def _change(self, before: bytes, after: Outage) -> bool:
        order = {"id": after.id, "place": str(after.place), "settled": after.settled}
        return bool(
            await self._scripts["change"](
                keys=[self._key(name) for name in ("bodies", "running", "open")],
                args=[json.dumps(order), before, OUTAGE.dump(after)],
            )
        )

    async def _listed(self, name: str) -> list[Outage]:
        ids = await awaited(self._redis.zrange(self._key(name), 0, -1))
        bodies = await awaited(self._redis.hmget(self._key("bodies"), ids)) if ids else []
        return [OUTAGE.load(body) for body in bodies if body is not None]

    def _reports(self, place: Place) -> str:
        return self._key("reports", str(place))


def _conversations(answer: Iterable[bytes]) -> list[ConversationId]:
    return [ConversationId.parse(c.decode()) for c in answer]
