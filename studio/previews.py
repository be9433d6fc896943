"""How an answer will look to customers, channel by channel, before anybody has said it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from conversation.identity import Channel


@dataclass(frozen=True, slots=True)
class Bubble:
    """What a customer reads on a channel. `count` of at most `most` characters; 0 is no limit.

    `replaced`: the answer does not fit there, and something shorter is said instead of it.
    """

    channel: Channel
    text: str
    buttons: tuple[str, ...] = ()
    count: int = 0
    most: int = 0
    replaced: bool = False


class Previews(Protocol):
    """Whoever knows what the channels make of our words."""

    def of(self, text: str, buttons: Sequence[str]) -> tuple[Bubble, ...]:
        """Return what an answer becomes; only `text` and the buttons' titles count."""
