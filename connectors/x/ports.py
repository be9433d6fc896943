"""What the X connector needs of those who put it together."""

from typing import Protocol

from conversation.identity import ConversationId, LineId


class Settling(Protocol):
    """Whoever records how far lines have come."""

    async def arrived(self, conversation: ConversationId, line: LineId) -> None:
        """Record that a line in doubt has arrived after all. Saying it again changes nothing."""
