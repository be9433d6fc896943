"""Groups conversations about one place and service as they come, from what the feed tells."""

from dataclasses import dataclass
from datetime import timedelta

from conversation.identity import ConversationId
from conversation.outages import Outages, place_of
from conversation.ports import Clock, Desk, Feed, FeedEvent, FeedKind
from handoff.routing.side_by_side import side_by_side

LONGEST_READ = timedelta(seconds=2)
#: After these a conversation may be known to be about a place.
TELLING = frozenset({FeedKind.SAID, FeedKind.HELD})


@dataclass(frozen=True, slots=True)
class Grouping:
    """Reads the feed as a member of `group`; several may run at once.

    `longest` is how long one step waits for something to happen.
    """

    feed: Feed
    desk: Desk
    outages: Outages
    clock: Clock
    group: str = "outages"
    longest: timedelta = LONGEST_READ

    async def step(self) -> int:
        """Look at the conversations in which something happened; return how many events were read.

        Raises what a store raises; then nothing was acknowledged, and all is looked at again.
        """
        events = await self.feed.read(self.group, longest=self.longest)
        if events:
            # Of whom all was forgotten nothing is found afterwards, unless they wrote anew.
            await side_by_side(self.outages.forget(one) for one in _forgotten(events))
            await side_by_side(self._look(one) for one in _touched(events))
            await self.feed.acknowledge(self.group, events)
        return len(events)

    async def _look(self, conversation: ConversationId) -> None:
        state, context = await self.desk.recall(conversation)
        if place := place_of(state, context):
            await self.outages.note(conversation, place, context.last_turn_at or self.clock.now())


def _touched(events: list[FeedEvent]) -> list[ConversationId]:
    return list(dict.fromkeys(one.conversation for one in events if one.kind in TELLING))


def _forgotten(events: list[FeedEvent]) -> list[ConversationId]:
    return [one.conversation for one in events if one.kind is FeedKind.FORGOTTEN]
