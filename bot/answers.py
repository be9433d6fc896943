"""What the engine answers: the replies of a turn and what it understood, as one JSON object."""

from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel
from rasa.shared.core.constants import REQUESTED_SLOT, SESSION_START_METADATA_SLOT
from rasa.shared.core.trackers import DialogueStateTracker

RANKED = 5
FALLBACK_INTENT = "nlu_fallback"
# What was asked for besides and has to wait (bot/turns.py).
LATER = "later"
INNER_SLOTS = (REQUESTED_SLOT, SESSION_START_METADATA_SLOT, LATER)
KEYS = ("text", "image", "custom")


class CollectedReplies(CollectingOutputChannel):
    """Collects replies as they were said, one object for each, nothing split or left out.

    Its name is the customer's channel, so that responses can have variants by channel.
    """

    def __init__(self, channel: str) -> None:
        super().__init__()
        self._channel = channel

    def name(self) -> str:  # type: ignore[override]
        """Return the name by which Rasa looks for a response's variants."""
        return self._channel

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep one reply."""
        reply = {key: message.get(key) or None for key in KEYS}
        buttons = (message.get("quick_replies") or []) + (message.get("buttons") or [])
        reply["buttons"] = [
            {"title": each["title"], "payload": each["payload"]} for each in buttons
        ]
        if any(reply.values()):
            self.messages.append(reply)

    def say_before_the_last(self, response: dict[str, Any]) -> None:
        """Say a response of the domain before the last reply, so that a question stays the end."""
        reply = {**dict.fromkeys(KEYS), "text": response["text"], "buttons": []}
        self.messages.insert(max(len(self.messages) - 1, 0), reply)

    @property
    def calls_a_person(self) -> bool:
        """Whether a reply so far is the signal for a person (actions/speech.py)."""
        return any(reply["custom"] for reply in self.messages)

    @property
    def replies(self) -> list[dict[str, Any]]:
        """All replies; of a question asked twice in a turn, only the last."""
        return [
            reply
            for place, reply in enumerate(self.messages)
            if reply["custom"] or reply not in self.messages[place + 1 :]
        ]


def described(
    tracker: DialogueStateTracker,
    parsed: dict[str, Any],
    replies: list[dict[str, Any]],
    *,
    requests: int = 1,
) -> dict[str, Any]:
    """Return the answer to a message that was read as `parsed` and asks for so many things."""
    requested = tracker.get_slot(REQUESTED_SLOT) if tracker.active_loop_name else None
    return {
        "replies": replies,
        "understanding": understanding(parsed, requests=requests),
        "slots": _slots(tracker),
        "requested_slot": requested,
        "active_loop": tracker.active_loop_name,
    }


def understanding(parsed: dict[str, Any], *, requests: int = 1) -> dict[str, Any]:
    """Describe what was understood. `ranking` holds real intents only, also after a fallback."""
    intent = parsed.get("intent") or {}
    ranking = [each for each in parsed.get("intent_ranking", []) if _is_real(each)]
    return {
        "intent": intent.get("name") or FALLBACK_INTENT,
        "confidence": float(intent.get("confidence") or 0.0),
        "ranking": [_ranked(each) for each in ranking[:RANKED]],
        "entities": [_entity(each, parsed.get("text", "")) for each in parsed.get("entities", [])],
        "anger": parsed.get("anger"),
        "anger_chances": parsed.get("anger_chances"),
        "requests": requests,
        "needs": parsed.get("needs"),
    }


def _is_real(ranked: dict[str, Any]) -> bool:
    return ranked["name"] != FALLBACK_INTENT


def _ranked(each: dict[str, Any]) -> dict[str, Any]:
    return {"intent": each["name"], "confidence": float(each["confidence"])}


def _entity(entity: dict[str, Any], text: str) -> dict[str, Any]:
    start, end = entity.get("start"), entity.get("end")
    return {
        "entity": entity["entity"],
        "value": str(entity["value"]),
        "text": text[start:end] if start is not None and end is not None else "",
        "start": start,
        "end": end,
    }


def _slots(tracker: DialogueStateTracker) -> dict[str, Any | None]:
    values = tracker.current_slot_values()
    return {k: v for k, v in values.items() if v is not None and k not in INNER_SLOTS}
