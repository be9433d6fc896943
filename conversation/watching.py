"""Watching a conversation: whoever does is told when its customer writes or it is closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from conversation.holds import Owner
from conversation.identity import AgentId, ConversationId
from conversation.messages import Line, Speaker
from conversation.ports import ConversationState

#: More than this nobody keeps an eye on; and each list counts them.
MOST_WATCHED = 50


@dataclass(frozen=True, slots=True)
class Glance:
    """What an agent had seen when they last looked: so many lines, under this hold."""

    lines: int
    epoch: int


class Watching(Protocol):
    """Who watches what, and what they have seen of it. It goes with the conversation."""

    async def watch(self, conversation: ConversationId, agent: AgentId, seen: Glance) -> None:
        """Begin to watch, or note what was seen; told to the feed (NOTED)."""

    async def unwatch(self, conversation: ConversationId, agent: AgentId) -> None:
        """Watch no more; told to the feed (NOTED)."""

    async def of(self, agent: AgentId) -> Mapping[ConversationId, Glance]:
        """Return all that an agent watches."""


def wrote_since(lines: Sequence[Line], seen: Glance) -> bool:
    """Say whether the customer has written since somebody looked."""
    return any(line.speaker is Speaker.CUSTOMER for line in lines[seen.lines :])


def closed_since(state: ConversationState, seen: Glance) -> bool:
    """Say whether a conversation was closed since somebody looked."""
    return state.hold.owner is Owner.NOBODY and state.hold.epoch > seen.epoch
