"""The web chat's way out: a line goes into what the window shows, and the windows follow that."""

from connectors.webchat.log import WebchatLog
from conversation.identity import ConversationId
from conversation.messages import Line


class WebchatSender:
    """Delivers lines by writing them down where open and returning windows read them.

    Delivered therefore means: kept for the customer, who may be away. Sending a line again shows it
    once, and no line is refused; an error of the store is worth another try.
    """

    repeatable = True

    def __init__(self, log: WebchatLog) -> None:
        self._log = log

    async def send(self, conversation: ConversationId, line: Line) -> None:
        """See ports.Sender."""
        await self._log.append(conversation, line)
