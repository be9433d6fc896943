"""What programs read and send about conversations."""

from datetime import datetime

from pydantic import BaseModel, Field

from conversation.holds import Owner
from conversation.identity import Channel
from conversation.keys import Box
from conversation.messages import Delivery, Line, Speaker
from conversation.packets import HandoffPacket
from conversation.ports import ConversationState, DeadLetter
from conversation.signals import Reason
from staff.api.paging import HIGHEST_LIMIT, PageAnswer, PageQuery
from staff.api.surface import Given


class ConversationsQuery(PageQuery):
    """Which conversations."""

    owner: Owner | None = Field(None, description="Who holds them; without it all.")


class ConversationShown(BaseModel):
    """A conversation as the desk sees it."""

    id: str
    channel: Channel
    owner: Owner = Field(description="Who holds it; `nobody`: it is closed.")
    agent: str | None
    epoch: int = Field(description="Number of the present spell of ownership; it only grows.")
    reason: Reason | None = Field(description="Why a person is needed.")
    packet: HandoffPacket | None
    since: datetime | None
    deadline: datetime | None = Field(description="By when a person was promised.")
    last_at: datetime | None

    @classmethod
    def of(cls, state: ConversationState) -> "ConversationShown":
        """Return a conversation's state as programs read it."""
        hold = state.hold
        return cls(
            id=str(state.conversation),
            channel=state.conversation.channel,
            owner=hold.owner,
            agent=hold.agent,
            epoch=hold.epoch,
            reason=state.packet.reason if state.packet else None,
            packet=state.packet,
            since=state.since,
            deadline=hold.deadline,
            last_at=state.last_at,
        )


class ConversationsShown(PageAnswer):
    """A page of conversations: the queue by deadline, all others by what happened last."""

    conversations: list[ConversationShown]


class CaseShown(BaseModel):
    """All conversations of a case, the public one first."""

    id: str
    conversations: list[str]


class ContactShown(BaseModel):
    """Everybody who is known to be the same customer, and their conversations of old."""

    people: list[str]
    conversations: list["PastShown"]


class PastShown(BaseModel):
    """A conversation in a contact's history."""

    id: str
    owner: Owner
    first_at: datetime
    last_at: datetime


class AttachmentShown(BaseModel):
    """What a customer's message came with."""

    kind: str
    url: str


class LineShown(BaseModel):
    """A line of a transcript; personal data stands as placeholders."""

    id: str
    speaker: Speaker
    author: str
    text: str
    attachments: list[AttachmentShown]
    at: datetime
    edited_at: datetime | None
    erased_at: datetime | None
    delivery: Delivery | None = Field(description="How far a line of ours has come.")

    @classmethod
    def of(cls, line: Line, delivery: Delivery | None) -> "LineShown":
        """Return a line as programs read it."""
        return cls(
            id=line.id,
            speaker=line.speaker,
            author=line.author,
            text=line.text,
            attachments=[
                AttachmentShown(kind=one.kind, url=one.url or "") for one in line.attachments
            ],
            at=line.at,
            edited_at=line.edited_at,
            erased_at=line.erased_at,
            delivery=delivery,
        )


class TranscriptQuery(PageQuery):
    """Which lines."""

    limit: int = Field(HIGHEST_LIMIT, ge=1, le=HIGHEST_LIMIT)


class TranscriptShown(PageAnswer):
    """What was said, oldest first."""

    lines: list[LineShown]


class LetterShown(BaseModel):
    """A piece of mail that was given up on."""

    box: Box
    conversation: str
    item: str
    reason: str
    at: datetime

    @classmethod
    def of(cls, letter: DeadLetter, box: Box) -> "LetterShown":
        """Return a dead letter as programs read it."""
        return cls(
            box=box,
            conversation=str(letter.conversation),
            item=letter.item,
            reason=letter.reason,
            at=letter.at,
        )


class LettersShown(PageAnswer):
    """A page of mail that was given up on."""

    dead_letters: list[LetterShown]


class Replayed(BaseModel):
    """How many were put back in line."""

    replayed: int


class ClockShown(BaseModel):
    """What time it is where the clock stands still."""

    now: datetime


class ClockMoved(Given):
    """Where it is moved to."""

    now: str = Field(description="An ISO time; without a zone the brand's.")
