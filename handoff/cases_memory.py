"""Cases in memory: the twin of those in Redis, for tests and for trying things out."""

from conversation.cases import Case, Continuation, Offer, case_of, joined, offer
from conversation.identity import ConversationId
from conversation.people import Person, person_of
from conversation.ports import Clock, FeedKind
from handoff.memory import MemoryLive


class MemoryCases:
    """See conversation.cases.Cases."""

    def __init__(self, live: MemoryLive, *, clock: Clock) -> None:
        self._live = live
        self._clock = clock
        self._offers: dict[Person, Offer] = {}
        self._continues: dict[ConversationId, Continuation] = {}

    async def link_offered(self, public: ConversationId, person: Person | None = None) -> None:
        """See Cases."""
        made = offer(public, person, at=self._clock.now())
        self._offers[made.person] = made

    async def join(self, private: ConversationId) -> Case:
        """See Cases."""
        before = self._continues.pop(private, None)
        person = person_of(private)
        after = joined(
            private, offered=self._offers.get(person), before=before, now=self._clock.now()
        )
        if after is not None:
            self._continues[private] = after
        if after and (before is None or after.since != before.since):
            self._offers.pop(person, None)
            self._tell(private, after)
        elif before and after is None:
            self._tell(private, None)
        return await self.of(private)

    async def forget(self, conversation: ConversationId) -> None:
        """See Cases."""
        self._offers.pop(person_of(conversation), None)
        gone = [
            private
            for private, its in self._continues.items()
            if conversation in (private, its.public)
        ]
        for private in gone:
            del self._continues[private]

    async def of(self, conversation: ConversationId) -> Case:
        """See Cases."""
        first = conversation
        if not conversation.channel.public:
            its = self._continues.get(conversation)
            if its is None:
                return Case(first=conversation)
            first = its.public
        return case_of(first, [one for one in self._continues.values() if one.public == first])

    def _tell(self, private: ConversationId, its: Continuation | None) -> None:
        since = its.since if its else self._clock.now()
        body = {
            "case": str(its.public if its else private),
            "continues": str(its.public) if its else "",
            "since": since.isoformat(),
        }
        self._live.tell(FeedKind.JOINED, private, body)
