"""What has changed, in memory: the twin, for tests and for trying things out."""

from conversation.identity import ConversationId
from conversation.ports import FeedKind
from handoff.memory import MemoryLive
from handoff.overview.ports import Changed, Mark

MOVING = frozenset(
    {
        FeedKind.HELD,
        FeedKind.ROUTED,
        FeedKind.FORGOTTEN,
        FeedKind.EDITED,
        FeedKind.ERASED,
        FeedKind.NOTED,
    }
)


class MemoryChanges:
    """See Changes; a mark says how many events were read, and `lost` what is not known any more."""

    def __init__(self, live: MemoryLive) -> None:
        self._live = live
        self._from = 0

    async def since(self, mark: Mark | None) -> Changed:
        """See Changes."""
        until = (str(len(self._live.events)),)
        if mark is None:
            return Changed(until, {})
        if int(mark[0]) < self._from:
            return Changed(until, None)
        found: dict[ConversationId, bool] = {}
        for event in self._live.events[int(mark[0]) :]:
            if event.kind in MOVING or event.kind is FeedKind.SAID:
                moved = found.get(event.conversation, False) or event.kind in MOVING
                found[event.conversation] = moved
        return Changed(until, found)

    def forget(self) -> None:
        """Know nothing any more of what has happened so far, as after a stream was trimmed."""
        self._from = len(self._live.events)
