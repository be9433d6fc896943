"""One answer of the assistant, and what it is asked with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from conversation.messages import Button, CustomerMessage
from conversation.signals import Signal

SlotValue = str | int | float | bool | None | list[str]


@dataclass(frozen=True, slots=True)
class EngineRequest:
    """One question to the engine.

    `sender` is one stay of the conversation with the assistant (ENGINE trap 7). `turn` makes asking
    again harmless: the engine answers a turn it has answered before with the same words. `payload`
    is a button's, resolved by us; `slots` are set before the message is read. `lines` name what was
    said; the engine does not hear of them.
    """

    sender: str
    turn: str
    text: str
    payload: str | None = None
    slots: Mapping[str, SlotValue] = field(default_factory=dict)
    metadata: Mapping[str, str] = field(default_factory=dict)
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """One value that the engine found in a message."""

    entity: str
    value: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Understanding:
    """What the engine took a message for. Confidences are 0 to 1, anger 0 to 3 where measured.

    `anger_chances` are the probabilities of the four levels; `requests` is how many things the
    message asks for, as far as the engine can tell. `needs` are reasons why a person may be needed,
    with the probability of each, the likeliest first; what is left to one is that nobody is.
    """

    intent: str
    confidence: float
    ranking: tuple[tuple[str, float], ...] = ()
    entities: tuple[Entity, ...] = ()
    anger: int | None = None
    anger_chances: tuple[float, ...] = ()
    requests: int = 1
    needs: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """One line the assistant wants to say."""

    text: str
    buttons: tuple[Button, ...] = ()
    image: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """One answer: replies, what was understood, the slots afterwards, perhaps a signal."""

    replies: tuple[Reply, ...]
    understanding: Understanding
    slots: Mapping[str, SlotValue] = field(default_factory=dict)
    requested_slot: str | None = None
    signal: Signal | None = None


def turn_id(messages: Sequence[CustomerMessage], text: str) -> str:
    """Return what names the question that `messages` put with `text`.

    Messages that are taken again may have one among them that came late, or one that was corrected:
    then the engine must not recall what it said to less.
    """
    last = messages[-1]
    asked = "\n".join((*(one.id for one in messages), last.payload or "", text))
    return f"{last.id}~{blake2b(asked.encode(), digest_size=8).hexdigest()}"
