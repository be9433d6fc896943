"""How long we may still answer in Messenger: 24 hours, and people seven days."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from connectors.facebook.marks import Mark, Marks
from conversation.errors import UndeliverableError
from conversation.identity import Channel, ConversationId
from conversation.messages import Speaker

RESPONSE = timedelta(hours=24)
HUMAN_AGENT = timedelta(days=7)

SHUT = "Nach 24 Stunden dürfen in Messenger nur noch Menschen antworten."
SHUT_FOR_ALL = "Messenger lässt jetzt keine Antwort zu; die Person muss zuerst wieder schreiben."


@dataclass(frozen=True, slots=True)
class Window:
    """When the assistant and when people can no longer answer, unless the customer writes again.

    `closes_at` is what a countdown for agents shows: after it only what a person typed may be sent.
    """

    closes_at: datetime
    closes_for_people_at: datetime


class Windows:
    """Reads the windows from the customers' last actions.

    Source: Messenger Platform, "Send messages" (RESPONSE; HUMAN_AGENT, if Meta approved it).
    """

    def __init__(self, marks: Marks, *, human_agent: bool) -> None:
        self._marks = marks
        self._for_people = HUMAN_AGENT if human_agent else RESPONSE

    async def window(self, conversation: ConversationId) -> Window | None:
        """Return a conversation's window; None if there is none (comments, never written)."""
        if conversation.channel is not Channel.MESSENGER:
            return None
        acted = await self._marks.last(conversation, Mark.ACTED)
        if acted is None:
            return None
        return Window(closes_at=acted + RESPONSE, closes_for_people_at=acted + self._for_people)

    async def closes_at(self, conversation: ConversationId) -> datetime | None:
        """Return when the 24 hours are over; None if nothing shuts."""
        window = await self.window(conversation)
        return window.closes_at if window else None

    async def kind_of_message(
        self, conversation: ConversationId, speaker: Speaker, now: datetime
    ) -> dict[str, str]:
        """Return the fields that say under which rule a message is sent.

        The tag is for what a person typed, never for the assistant or a notice. Raises
        UndeliverableError if no rule allows it.
        """
        window = await self.window(conversation)
        if window and now <= window.closes_at:
            return {"messaging_type": "RESPONSE"}
        if window is None or now > window.closes_for_people_at:
            raise UndeliverableError(SHUT_FOR_ALL)
        if speaker is not Speaker.AGENT:
            raise UndeliverableError(SHUT)
        return {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}
