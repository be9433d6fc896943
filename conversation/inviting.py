"""Remembers who was shown the way into private: what they write there is the same case."""

from collections.abc import Callable
from dataclasses import dataclass

from conversation.cases import Cases
from conversation.errors import DeliveryUncertainError
from conversation.identity import ConversationId
from conversation.messages import Line
from conversation.ports import Sender


@dataclass(slots=True)
class InvitingSender:
    """A public channel's way out that notes an invitation once it was sent; see ports.Sender.

    `leads` says whether the customer reads the way into private in what a line becomes there.
    """

    sender: Sender
    cases: Cases
    leads: Callable[[Line], bool]
    repeatable: bool

    @classmethod
    def around(
        cls, sender: Sender, cases: Cases, *, leads: Callable[[Line], bool]
    ) -> "InvitingSender":
        """Return `sender` with a memory."""
        return cls(sender=sender, cases=cases, leads=leads, repeatable=sender.repeatable)

    async def send(self, conversation: ConversationId, line: Line) -> None:
        """See ports.Sender. An invitation that may have arrived counts, too: it may be followed."""
        try:
            await self.sender.send(conversation, line)
        except DeliveryUncertainError:
            await self._note(conversation, line)
            raise
        await self._note(conversation, line)

    async def _note(self, conversation: ConversationId, line: Line) -> None:
        if self.leads(line):
            await self.cases.link_offered(conversation)
