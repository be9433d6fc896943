"""Reads feed events: said, changed, held, delivered, joined, rated. Checked, or refused."""

import re
from dataclasses import dataclass
from typing import Annotated, TypeVar

from pydantic import AwareDatetime, BeforeValidator, Field, TypeAdapter, ValidationError

from archive.storable import storable
from conversation.holds import Owner
from conversation.identity import AgentId, ConversationId, LineId
from conversation.messages import Delivery, Line
from conversation.packets import HandoffPacket
from conversation.ports import FeedEvent, FeedKind
from conversation.satisfaction import Survey

Content = TypeVar("Content")
# The live store writes an empty string where there is nothing.
OrNothing = BeforeValidator(lambda value: None if value == "" else value)

#: What is over as soon as it is told. Marks of what was read are live, for whoever answers now: the
#: live store keeps them as long as the conversation, and nobody asks the archive for them. So it is
#: with notes.
FLEETING = frozenset({FeedKind.TYPING, FeedKind.SEEN, FeedKind.NOTED})
AConversation = BeforeValidator(
    lambda value: ConversationId.parse(value) if isinstance(value, str) and value else value
)

_DIGITS = 20
_NUMBER = re.compile(r"\d+")


class MalformedEventError(ValueError):
    """An event that is not what its kind says; the message names fields, never their values."""


@dataclass(frozen=True, slots=True)
class Held:
    """A change of hands. With a packet it is a handoff."""

    owner: Owner
    epoch: Annotated[int, Field(ge=1, lt=2**63)]
    agent: Annotated[AgentId | None, OrNothing] = None
    deadline: Annotated[AwareDatetime | None, OrNothing] = None
    packet: Annotated[HandoffPacket | None, OrNothing] = None


@dataclass(frozen=True, slots=True)
class Delivered:
    """How far the sending of a line has come, and why not further."""

    line: LineId
    delivery: Delivery
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """A line as it stands now: put right on its platform, or deleted there."""

    line: Line
    erased: bool


@dataclass(frozen=True, slots=True)
class Joined:
    """A conversation came into a case: the one it continues, or none when it is its own again."""

    case: Annotated[str, Field(min_length=1)]
    since: AwareDatetime
    continues: Annotated[ConversationId | None, OrNothing, AConversation] = None


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was told of a conversation until now is to be kept nowhere."""


_LINE = TypeAdapter(Line)
_HELD = TypeAdapter(Held)
_DELIVERED = TypeAdapter(Delivered)
_JOINED = TypeAdapter(Joined)
_SURVEY = TypeAdapter(Survey)


def read(
    event: FeedEvent,
) -> Line | Changed | Held | Delivered | Joined | Survey | Forgotten | None:
    """Return what `event` tells; None for what needs no more. Raises MalformedEventError."""
    match event.kind:
        case FeedKind.SAID:
            return _checked(_LINE, event)
        case FeedKind.EDITED | FeedKind.ERASED:
            line = _checked(_LINE, event)
            return Changed(line, erased=event.kind is FeedKind.ERASED)
        case FeedKind.HELD:
            return _checked(_HELD, event)
        case FeedKind.DELIVERED:
            return _checked(_DELIVERED, event)
        case FeedKind.JOINED:
            return _checked(_JOINED, event)
        case FeedKind.RATED:
            return _checked(_SURVEY, event)
        case FeedKind.FORGOTTEN:
            return Forgotten()
        case FeedKind.ROUTED:
            return None  # that it happened is kept with all events
        case FeedKind.TYPING | FeedKind.SEEN | FeedKind.NOTED:
            return None


def position(event_id: str) -> str:
    """Return an event's id so that it sorts as text: `1-9` comes before `1-10`.

    What stands before a slash names the stream, not the order; a conversation may change streams.
    """
    return _NUMBER.sub(lambda number: number[0].zfill(_DIGITS), event_id.rpartition("/")[2])


def _checked(adapter: TypeAdapter[Content], event: FeedEvent) -> Content:
    try:
        return adapter.validate_python(storable(event.body))
    except ValidationError as error:
        problems = error.errors(include_input=False, include_url=False, include_context=False)
        places = (".".join(map(str, one["loc"])) + f": {one['type']}" for one in problems)
        raise MalformedEventError("; ".join(places)) from None
