"""What is said: customers' messages coming in, lines going out, and the transcript of both."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from conversation.identity import ConversationId, LineId, MessageId

#: What stands in the place of words that were deleted on the platform.
ERASED = "[gelöscht]"


class Speaker(StrEnum):
    """Who a line comes from. The notice is the system's own voice: who comes, what happens now."""

    CUSTOMER = "customer"
    ASSISTANT = "assistant"
    AGENT = "agent"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message: its kind (image, audio, file) and where it lies.

    `encrypted` is a whole message that its platform lets only people's own apps read. What an agent
    sends is a `file` of ours (see files.py), with its name, what it is, and its size in bytes.
    """

    kind: str
    url: str = ""
    file: str = ""
    name: str = ""
    media_type: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Button:
    """A choice offered with a line: what the customer reads, what the engine is told."""

    title: str
    payload: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the transcript: what was said, by whom, when.

    `author` names an agent, or a customer as the platform does. `attachments` are what a message
    came or goes with. `edited_at` is when the customer put it right on the platform, `erased_at`
    when it was deleted there; then `text` is ERASED.
    """

    id: LineId
    speaker: Speaker
    text: str
    at: datetime
    author: str = ""
    buttons: tuple[Button, ...] = ()
    image: str = ""
    edited_at: datetime | None = None
    erased_at: datetime | None = None
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class CustomerMessage:
    """One message of a customer, personal data already replaced by placeholders.

    `sent_at` is the platform's time; `payload` is set only where the customer pressed a button that
    we had offered in this conversation. `name` is what people call the customer on the platform.
    """

    id: MessageId
    conversation: ConversationId
    text: str
    sent_at: datetime
    payload: str | None = None
    attachments: tuple[Attachment, ...] = ()
    name: str = ""

    def as_line(self) -> Line:
        """Return the message as it stands in the transcript, under the same id."""
        return Line(
            id=LineId(self.id),
            speaker=Speaker.CUSTOMER,
            text=self.text,
            at=self.sent_at,
            author=self.name,
            attachments=self.attachments,
        )


class Progress(StrEnum):
    """How far our lines have come with the customer, as the platform tells it."""

    DELIVERED = "delivered"
    READ = "read"


class Delivery(StrEnum):
    """How far an outgoing line has come.

    Uncertain: sent, but nobody confirmed that it arrived. Withdrawn: a person took over before the
    assistant's line had left.
    """

    QUEUED = "queued"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
