"""A customer's line on its way in: within limits, without personal data, kept, then confirmed."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from re import DOTALL
from re import compile as pattern
from uuid import uuid4

from connectors.webchat.limits import Limits
from connectors.webchat.log import WebchatLog
from connectors.webchat.refusals import TooLongError
from connectors.webchat.sessions import Session
from connectors.webchat.wire import Uttered, client_id, is_customers, message_id
from conversation.identity import ConversationId, MessageId
from conversation.messages import Button, CustomerMessage
from conversation.ports import Clock, Desk, Inbox, Shield

HELLO = "Hallo"
SMALLEST_STEP = timedelta(milliseconds=1)
REMEMBERED_CONVERSATIONS = 10_000

_INTENT = pattern(r"/\w+(\{.*\})?", DOTALL)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A line that is kept for good: the client's id of it, its number, and whether it was new."""

    id: str
    n: int
    new: bool


@dataclass(frozen=True, slots=True)
class SendTimes:
    """Gives messages of a conversation times that only grow, however fast they come.

    Known are the conversations that wrote last to this process; between processes clocks decide.
    """

    clock: Clock
    _last: OrderedDict[str, datetime] = field(default_factory=OrderedDict)

    def next(self, conversation: ConversationId) -> datetime:
        """Return a time later than any given to `conversation` before."""
        c = str(conversation)
        moment = self.clock.now()
        if c in self._last:
            moment = max(moment, self._last.pop(c) + SMALLEST_STEP)
        self._last[c] = moment
        if len(self._last) > REMEMBERED_CONVERSATIONS:
            self._last.popitem(last=False)
        return moment


@dataclass(frozen=True, slots=True)
class Intake:
    """Takes customers' lines in."""

    inbox: Inbox
    log: WebchatLog
    desk: Desk
    shield: Shield
    limits: Limits
    times: SendTimes
    longest: int

    async def take(self, uttered: Uttered, session: Session, *, address: str) -> Accepted:
        """Keep a line for good and show it. The same id again changes nothing.

        Raises RefusedError (too long, too many); anything else means that nothing was confirmed.
        """
        if len(uttered.text) > self.longest:
            raise TooLongError(self.longest)
        await self.limits.count_line(session=session.id, address=address)
        conversation = session.conversation
        message = await self._message(uttered, conversation)
        (new,) = await self.inbox.add([message])
        number = await self.log.append(conversation, message.as_line())
        return Accepted(id=client_id(message.id), n=number, new=new)

    async def _message(self, uttered: Uttered, conversation: ConversationId) -> CustomerMessage:
        pressed = await self._pressed(uttered.text, conversation)
        if pressed:
            text = pressed.title
        elif await self._opens(uttered.text, conversation):
            text = HELLO
        else:
            text = await self.shield.protect(conversation, _neutral(uttered.text))
        return CustomerMessage(
            id=uttered.id or _fresh_id(),
            conversation=conversation,
            text=text,
            sent_at=self.times.next(conversation),
            payload=pressed.payload if pressed else None,
        )

    async def _pressed(self, text: str, conversation: ConversationId) -> Button | None:
        """Return the button that sends `text`, if it was offered with the last answer."""
        if not _INTENT.fullmatch(text):
            return None
        offered = (await self.desk.context(conversation)).offered
        return next((button for button in offered if button.payload == text), None)

    async def _opens(self, text: str, conversation: ConversationId) -> bool:
        """Say whether this is a widget's own first word, such as `/get_started` or `/greet`."""
        if not _INTENT.fullmatch(text):
            return False
        shown = await self.log.after(conversation, 0)
        return not any(is_customers(one.line) for one in shown)


def _neutral(text: str) -> str:
    """Take the slash off: what customers type never reaches the engine as a command."""
    return text.lstrip("/").lstrip() or "?" if text.startswith("/") else text


def _fresh_id() -> MessageId:
    return message_id(uuid4().hex)
