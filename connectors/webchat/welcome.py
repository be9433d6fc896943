"""The first line of every web chat: a machine answers here (EU AI Act Art. 50)."""

from dataclasses import dataclass

from connectors.webchat.log import WebchatLog
from connectors.webchat.sessions import Session
from conversation.context import Context
from conversation.holds import FIRST_HOLD
from conversation.identity import LineId
from conversation.messages import Line, Speaker
from conversation.notices import Notices
from conversation.ports import Clock, Outbox, Saying

WELCOME_ID = LineId("welcome")


@dataclass(frozen=True, slots=True)
class Welcome:
    """Says the disclosure in a new session, before anything else.

    Once the outbox has taken it, it is shown at once: a customer who types fast does not come
    first. When the worker delivers it, it is there already.
    """

    outbox: Outbox
    log: WebchatLog
    notices: Notices
    clock: Clock

    async def __call__(self, session: Session) -> None:
        """Say the disclosure as the session's first line."""
        now = self.clock.now()
        line = Line(id=WELCOME_ID, speaker=Speaker.NOTICE, text=self.notices.disclosure(), at=now)
        saying = Saying(
            conversation=session.conversation,
            hold=FIRST_HOLD,
            lines=(line,),
            context=Context(disclosed_at=now),
        )
        await self.outbox.say(saying)
        await self.log.append(session.conversation, line)
