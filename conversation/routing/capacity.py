"""How much one agent does at a time: a chat weighs more than a post."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from conversation.identity import Channel, ConversationId


class Kind(StrEnum):
    """How a channel is worked: a chat is waited on, a message may rest, a post is one answer."""

    CHAT = "chat"
    MESSAGE = "message"
    POST = "post"


KINDS = MappingProxyType(
    {
        Channel.WEBCHAT: Kind.CHAT,
        Channel.X_DM: Kind.MESSAGE,
        Channel.MESSENGER: Kind.MESSAGE,
        Channel.X_PUBLIC: Kind.POST,
        Channel.FB_COMMENT: Kind.POST,
    }
)
#: In units of an agent's limit.
WEIGHTS = MappingProxyType({Kind.CHAT: 3, Kind.MESSAGE: 2, Kind.POST: 1})


@dataclass(frozen=True, slots=True)
class Limits:
    """What an agent may have at once: units in all, and conversations of a kind where named."""

    units: int = 9
    most: Mapping[Kind, int] = field(default_factory=dict)


#: For what may take room beyond every limit.
BOUNDLESS = Limits(units=1_000_000)


@dataclass(frozen=True, slots=True)
class Seat:
    """A conversation's place with an agent, offered or held; `number` is that of its offer."""

    conversation: ConversationId
    number: int
    kind: Kind
    weight: int


def seat(conversation: ConversationId, number: int) -> Seat:
    """Return the place that a conversation takes with whoever answers it."""
    kind = KINDS[conversation.channel]
    return Seat(conversation, number=number, kind=kind, weight=WEIGHTS[kind])


def has_room(limits: Limits, taken: Iterable[Seat], wanted: Seat) -> bool:
    """Say whether one more fits; a place taken already for the same conversation is the same."""
    others = [one for one in taken if one.conversation != wanted.conversation]
    if sum(one.weight for one in others) + wanted.weight > limits.units:
        return False
    most = limits.most.get(wanted.kind)
    return most is None or sum(one.kind is wanted.kind for one in others) < most
