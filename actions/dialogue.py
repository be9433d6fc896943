"""What an action may know of the dialogue: typed readings of Rasa's tracker."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, Self

# Where everybody reads along.
PUBLIC_CHANNELS = frozenset({"x_public", "fb_comment"})
PLACEHOLDER = re.compile(r"\[[A-ZÄÖÜ]+_\d+\]")
PRESS = "/"
# Carried by buttons only: words that are read as if the customer had typed them.
WORDING = "wording"


@dataclass(frozen=True, slots=True)
class Found:
    """A value that the engine found in the customer's message, as written or canonical.

    `start` is where in the message it begins.
    """

    entity: str
    value: str
    start: int = 0


@dataclass(frozen=True, slots=True)
class Dialogue:
    """One stay with the assistant, seen from the customer's latest message.

    `ranking` holds the intents that the message may have meant, likeliest first. `intents` are
    those of all messages, oldest first, the latest included. `said_before` names the responses that
    the assistant gave to the message before. `candidates` are slots just filled and not yet
    checked. `texts` are the messages' words, in step with `intents`. `turn` is the message's id,
    the same when the turn is tried again; `conversation` is what the vault knows it by.
    """

    sender: str = ""
    conversation: str = ""
    turn: str = ""
    text: str = ""
    texts: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()
    ranking: tuple[str, ...] = ()
    found: tuple[Found, ...] = ()
    slots: Mapping[str, object] = field(default_factory=dict)
    candidates: Mapping[str, object] = field(default_factory=dict)
    said_before: tuple[str, ...] = ()
    loop: str | None = None

    @classmethod
    def of(cls, tracker: Any) -> Self:
        """Read a rasa-sdk `Tracker`."""
        latest = tracker.latest_message
        users = [event for event in tracker.events if event["event"] == "user"]
        return cls(
            sender=tracker.sender_id,
            conversation=str((latest.get("metadata") or {}).get("conversation") or ""),
            turn=str(latest.get("message_id") or ""),
            text=latest.get("text") or "",
            texts=tuple(event.get("text") or "" for event in users),
            intents=tuple(_intent(event["parse_data"]) for event in users),
            ranking=tuple(each["name"] for each in latest.get("intent_ranking", [])),
            found=tuple(
                Found(
                    entity=each["entity"],
                    value=str(each["value"]),
                    start=int(each.get("start") or 0),
                )
                for each in latest.get("entities", [])
            ),
            slots=dict(tracker.slots),
            candidates=tracker.slots_to_validate(),
            said_before=tuple(_said_before(tracker.events)),
            loop=tracker.active_loop_name,
        )

    @property
    def said(self) -> str:
        """The customer's words; of a press those that the button stands for, which may be none."""
        return (self.entity(WORDING) or "") if self.text.startswith(PRESS) else self.text

    def entity(self, name: str) -> str | None:
        """Return the last value of an entity in the latest message."""
        values = self.entities(name)
        return values[-1] if values else None

    def entities(self, name: str) -> tuple[str, ...]:
        """Return all values of an entity in the latest message, in their order."""
        return tuple(found.value for found in self.found if found.entity == name)

    def word(self, slot: str) -> str | None:
        """Return a slot that holds words; None if it is empty or holds something else."""
        value = self.slots.get(slot)
        return value if isinstance(value, str) and value else None

    @property
    def intent(self) -> str:
        """What the latest message was taken for."""
        return self.intents[-1] if self.intents else ""

    @property
    def public(self) -> bool:
        """Whether everybody reads along."""
        return self.word("channel") in PUBLIC_CHANNELS

    @property
    def key(self) -> str:
        """What tells this turn from all others, so that what it books is booked once."""
        return blake2b(f"{self.sender}|{self.turn}".encode(), digest_size=16).hexdigest()

    def words_of(self, *intents: str) -> str:
        """Return the last message of one of these intents, without personal data."""
        pairs = zip(reversed(self.intents), reversed(self.texts), strict=False)
        found = next((text for intent, text in pairs if intent in intents), "")
        return PLACEHOLDER.sub("…", "" if found.startswith("/") else found).strip()

    def last_of(self, *intents: str) -> str | None:
        """Return which of these intents the customer had last."""
        return next((each for each in reversed(self.intents) if each in intents), None)

    def repeats(self, intent: str) -> bool:
        """Whether the message before had this intent as well."""
        return len(self.intents) > 1 and self.intents[-2] == intent


def _intent(parsed: Mapping[str, Any]) -> str:
    return (parsed.get("intent") or {}).get("name") or ""


def _said_before(events: list[dict[str, Any]]) -> list[str]:
    """Name the responses between the message before and the latest one."""
    names: list[str] = []
    messages = 0
    for event in reversed(events):
        if event["event"] == "user":
            messages += 1
            if messages > 1:
                break
        elif event["event"] == "bot" and messages == 1:
            names.append((event.get("metadata") or {}).get("utter_action") or "")
    return names[::-1]
