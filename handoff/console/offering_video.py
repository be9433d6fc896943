"""Offering a video talk: one key puts the link of a room into the conversation."""

from dataclasses import dataclass

from conversation.errors import StaleHoldError
from conversation.identity import Channel, ConversationId
from conversation.messages import Line, Speaker
from conversation.ports import Clock, Desk, Outbox, Saying
from conversation.video import Video
from handoff.console.acting import MOVED_ON, NOT_YOURS
from handoff.console.views import Notice
from staff.language import N_
from staff.ports import Account

OFFERED = Notice(N_("Video angeboten. Der Raum öffnet sich über den Link im Verlauf."))
NOT_HERE = Notice(N_("Ein Video-Gespräch gibt es hier nicht."), bad=True)


@dataclass(frozen=True, slots=True)
class OfferingVideo:
    """Says the offer like any other line: under the hold, by the outbox, once for each stay."""

    desk: Desk
    outbox: Outbox
    video: Video | None
    clock: Clock

    async def offer(self, conversation: ConversationId, agent: Account) -> Notice:
        """Offer a room; offered again, it is the same room and nothing more is said."""
        if self.video is None or conversation.channel is not Channel.WEBCHAT:
            return NOT_HERE
        state, context = await self.desk.recall(conversation)
        if state.hold.agent != agent.id:
            return NOT_YOURS
        room = await self.video.open(state)
        said = Line(
            id=room.line,
            speaker=Speaker.AGENT,
            text=self.video.words(room, context),
            at=self.clock.now(),
            author=agent.name,
        )
        try:
            await self.outbox.say(Saying(conversation=conversation, hold=state.hold, lines=(said,)))
        except StaleHoldError:
            return MOVED_ON
        return OFFERED
