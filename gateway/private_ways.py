"""Joins a comment's private reply to the comment: whoever answers it goes on with the same case."""

from dataclasses import dataclass

from conversation.cases import Cases
from conversation.identity import ConversationId
from conversation.messages import Line
from conversation.people import person_of
from conversation.records import Records


@dataclass(frozen=True, slots=True)
class PrivateWays:
    """See connectors.facebook.ports.PrivateWays."""

    cases: Cases
    records: Records

    async def led(self, public: ConversationId, private: ConversationId, said: Line) -> None:
        """See PrivateWays. Agents see in the transcript what the customer answers to."""
        await self.cases.link_offered(public, person_of(private))
        await self.records.write_down(private, said)
