"""Cases over Redis: which conversations belong together, decided in one script."""

from datetime import datetime
from pathlib import Path

from redis.asyncio import Redis

from chassis.redis import awaited
from conversation.cases import CONTINUES_WITHIN, Case, Continuation, case_of, joined, offer
from conversation.identity import ConversationId
from conversation.keys import CONVERSATION_SECONDS, Keys
from conversation.people import Person, person_of
from conversation.ports import Clock, FeedKind
from handoff.case_keys import OFFER_SECONDS, CaseKeys
from handoff.codec import from_millis, to_millis

SCRIPT = (Path(__file__).parent / "lua" / "join.lua").read_text()


class RedisCases:
    """See conversation.cases.Cases. What changed is told to the feed before `join` returns."""

    def __init__(self, redis: Redis, keys: Keys, *, clock: Clock) -> None:
        self._redis = redis
        self._keys = CaseKeys(keys)
        self._clock = clock
        self._join = redis.register_script(SCRIPT)

    async def link_offered(self, public: ConversationId, person: Person | None = None) -> None:
        """See Cases."""
        made = offer(public, person, at=self._clock.now())
        key = self._keys.offer(made.person)
        pipe = self._redis.pipeline(transaction=True)
        pipe.hset(key, mapping={"public": str(made.public), "at": to_millis(made.at)})
        pipe.expire(key, OFFER_SECONDS)
        await pipe.execute()

    async def join(self, private: ConversationId) -> Case:
        """See Cases."""
        now = self._clock.now()
        joined(private, offered=None, before=None, now=now)  # refuses what is public
        public, since, told = await self._join(
            keys=[self._keys.offer(person_of(private)), self._keys.continues(private)],
            args=[
                str(private),
                to_millis(now),
                round(CONTINUES_WITHIN.total_seconds() * 1000),
                CONVERSATION_SECONDS,
                self._keys.continued(""),
            ],
        )
        if since != told:
            await self._tell(private, public.decode(), since, now)
        return await self.of(private)

    async def forget(self, conversation: ConversationId) -> None:
        """See Cases."""
        keys = self._keys
        its = await self._continuation(conversation)
        members = await awaited(self._redis.smembers(keys.continued(conversation)))
        private = [ConversationId.parse(member.decode()) for member in members]
        pipe = self._redis.pipeline(transaction=True)
        pipe.delete(keys.offer(person_of(conversation)), keys.continued(conversation))
        pipe.delete(*(keys.continues(one) for one in (conversation, *private)))
        if its is not None:
            pipe.srem(keys.continued(its.public), str(conversation))
        await pipe.execute()

    async def of(self, conversation: ConversationId) -> Case:
        """See Cases."""
        first = conversation
        if not conversation.channel.public:
            its = await self._continuation(conversation)
            if its is None:
                return Case(first=conversation)
            first = its.public
        members = await awaited(self._redis.smembers(self._keys.continued(first)))
        found = [
            await self._continuation(ConversationId.parse(member.decode())) for member in members
        ]
        return case_of(first, [one for one in found if one is not None and one.public == first])

    async def _continuation(self, private: ConversationId) -> Continuation | None:
        key = self._keys.continues(private)
        public, since, seen = await awaited(self._redis.hmget(key, ["public", "since", "seen"]))
        if not public:
            return None
        return Continuation(
            private=private,
            public=ConversationId.parse(public.decode()),
            since=from_millis(since),
            seen=from_millis(seen),
        )

    async def _tell(
        self, private: ConversationId, public: str, since: bytes, now: datetime
    ) -> None:
        """Tell the feed, then note that it was told; cut off between, the next word tells again."""
        await self._redis.xadd(
            self._keys.feed(private),
            {
                "kind": FeedKind.JOINED.value,
                "c": str(private),
                "at": now.isoformat(),
                "case": public or str(private),
                "continues": public,
                "since": from_millis(int(since)).isoformat(),
            },
        )
        await awaited(self._redis.hset(self._keys.continues(private), "told", since.decode()))
