"""Tells everybody of an outage's group what a supervisor approved, each once, and when it is fixed.

The lines go through the outbox like all others: budgets and windows of the channels hold for them,
and a channel that may not bring one refuses it.
"""

from dataclasses import dataclass

from conversation.errors import StaleHoldError
from conversation.identity import ConversationId
from conversation.messages import Line, Speaker
from conversation.outage_words import NAME, name_of, personal
from conversation.outages import Outage, Outages, line_of
from conversation.ports import Clock, Desk, Outbox, Saying, Transcripts
from handoff.routing.side_by_side import side_by_side

#: So many of one outage in one round, so that none waits long for another.
AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Telling:
    """Several may run at once: a line under the same id is said once.

    `default_form` is how to address who has not shown it.
    """

    outages: Outages
    desk: Desk
    outbox: Outbox
    transcripts: Transcripts
    clock: Clock
    default_form: str

    async def round(self) -> int:
        """Tell some of each outage; return how many lines were said."""
        return sum([await self._tell_some(outage) for outage in await self.outages.open()])

    async def _tell_some(self, outage: Outage) -> int:
        ended = outage.fixed_at is not None
        some = await self.outages.untold(outage, most=AT_ONCE)
        if ended:
            some = [*await self.outages.told(outage.id, most=AT_ONCE), *some]
            if not some:
                await self.outages.settle(outage.id)
        return sum(await side_by_side(self._tell(one, outage, ended=ended) for one in some))

    async def _tell(self, conversation: ConversationId, outage: Outage, *, ended: bool) -> bool:
        """Say it under whatever hold there is: whoever talks to the customer, it is true."""
        state, context = await self.desk.recall(conversation)
        text = outage.fixed_text if ended else outage.text
        line = Line(
            id=line_of(outage.id, ended=ended),
            speaker=Speaker.NOTICE,
            text=personal(
                text,
                form=context.address_form or self.default_form,
                name=await self._name(conversation, text),
            ),
            at=self.clock.now(),
        )
        try:
            await self.outbox.say(Saying(conversation, state.hold, lines=(line,)))
        except StaleHoldError:
            return False  # it has just changed hands; the next round tells them
        await self.outages.mark(outage.id, conversation, ended=ended)
        return True

    async def _name(self, conversation: ConversationId, text: str) -> str:
        """Return what to call the customer; nothing where everybody reads along."""
        if NAME not in text or conversation.channel.public:
            return ""
        return name_of(await self.transcripts.lines(conversation))
