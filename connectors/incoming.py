"""What platforms tell us, in one vocabulary: connectors translate into it, one intake takes it in.

Texts are as the customer wrote them; personal data is replaced by whoever takes them in. Ids are
deduplication keys, the same however often and by whichever event a platform tells a thing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from conversation.identity import Channel, ConversationId, MessageId
from conversation.messages import Attachment, Progress


@dataclass(frozen=True, slots=True)
class Written:
    """A customer wrote something, or pressed a button (`payload`).

    `name` is what people call the customer there (a handle, a display name). `answers` is the id of
    the message replied to. `unasked`: the account was not addressed (a post that a rule of ours
    found), so the assistant does not answer and people look at it.
    """

    id: MessageId
    conversation: ConversationId
    text: str
    sent_at: datetime
    name: str = ""
    payload: str | None = None
    attachments: tuple[Attachment, ...] = ()
    answers: MessageId | None = None
    unasked: bool = False


@dataclass(frozen=True, slots=True)
class Edited:
    """A customer put an earlier message right. `id` is the edit's own, `of` the message's."""

    id: MessageId
    of: MessageId
    conversation: ConversationId
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Erased:
    """A message was deleted on the platform: its stored words must go."""

    id: MessageId
    of: MessageId
    conversation: ConversationId
    at: datetime


@dataclass(frozen=True, slots=True)
class SaidElsewhere:
    """Words of our account that did not come from us: a person answered in the platform's own app.

    Echoes of what we sent ourselves are no such event; the connector settles those.
    """

    id: MessageId
    conversation: ConversationId
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """All of our lines up to a moment were delivered or read. Moves forward only."""

    conversation: ConversationId
    progress: Progress
    until: datetime


@dataclass(frozen=True, slots=True)
class Typing:
    """The customer is writing at this moment."""

    conversation: ConversationId
    at: datetime


@dataclass(frozen=True, slots=True)
class Control:
    """Another application took the conversation (`ours` False) or gave it back to us."""

    id: MessageId
    conversation: ConversationId
    ours: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class AccountTrouble:
    """An account of ours can or may no more: access revoked, token dead, a rule broken.

    `usable` True takes the trouble with the same `topic` back. `stops` are the channels on which
    nothing can be sent meanwhile.
    """

    id: MessageId
    account: str
    reason: str
    usable: bool
    at: datetime
    topic: str = ""
    stops: tuple[Channel, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that is understood and needs nothing of us, by name; it is counted."""

    name: str


Incoming = (
    Written | Edited | Erased | SaidElsewhere | Seen | Typing | Control | AccountTrouble | Skipped
)


class Intake(Protocol):
    """Whoever takes in what connectors were told."""

    async def take(self, incoming: Sequence[Incoming]) -> None:
        """Keep all for good, in one step, each id once; then it may be acknowledged."""
