"""What the Facebook connector asks of the rest of the house."""

from enum import StrEnum
from typing import Protocol

from conversation.identity import ConversationId, LineId
from conversation.messages import Line


class Settlement(Protocol):
    """Whoever keeps what became of lines."""

    async def arrived(self, conversation: ConversationId, line: LineId) -> None:
        """Say that an uncertain line has arrived after all; may be called again.

        Without effect for a line that is not uncertain.
        """


class PrivateWays(Protocol):
    """Whoever keeps which private conversation goes on where a comment was answered in private."""

    async def led(self, public: ConversationId, private: ConversationId, said: Line) -> None:
        """Say that a comment's private reply reached its author in `private`; may be called again.

        `said` is what was written there.
        """


class ErasureState(StrEnum):
    """How far an erasure has come."""

    UNDER_WAY = "under_way"
    DONE = "done"


class Erasure(Protocol):
    """Whoever deletes everything that we know of a person on Facebook."""

    async def erase(self, user_id: str) -> str:
        """Order the erasure for good and return its confirmation code, the same for the same order.

        `user_id` is the app-scoped id that Meta names. The code is 8 to 64 letters, digits, `-` and
        `_`, and cannot be guessed.
        """

    async def status(self, code: str) -> ErasureState | None:
        """Return how far it has come; None for an unknown code."""
