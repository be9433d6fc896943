"""Keeps the stays' events in this process as they are, because Rasa reads its own JSON too slowly.

Rasa's in-memory store writes and reads a whole stay as JSON several times a turn, and looks up each
event's class anew: 60 of the 100 ms that the fortieth turn of a stay took (ENGINE trap 7).
"""

from typing import Any

from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.conversation import Dialogue
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker


class LiveTrackers(InMemoryTrackerStore):
    """A tracker store whose trackers are rebuilt from kept events at every reading.

    Whoever reads gets a tracker of their own, so that a turn that breaks off leaves nothing behind.
    """

    def __init__(self, domain: Any, event_broker: Any = None, **kwargs: Any) -> None:
        super().__init__(domain, event_broker, **kwargs)
        self.store: dict[str, tuple[Event, ...]] = {}  # type: ignore[assignment]

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the tracker's events."""
        self.store[tracker.sender_id] = tuple(tracker.events)

    async def _retrieve(
        self, sender_id: str, fetch_all_sessions: bool
    ) -> DialogueStateTracker | None:
        events = self.store.get(sender_id)
        if events is None:
            return None
        tracker = self.init_tracker(sender_id)
        tracker.recreate_from_dialogue(Dialogue(sender_id, list(events)))
        return tracker
