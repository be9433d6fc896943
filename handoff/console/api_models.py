"""What programs read and send about conversations."""

from datetime import datetime

from pydantic import BaseModel, Field

from conversation.holds import Owner
from conversation.identity import Channel
from conversation.keys import Box
from conversation.messages import Delivery, Line, Speaker
from conversation.notes import Note, NoteKind
from conversation.packets import HandoffPacket
from conversation.ports import ConversationState, DeadLetter
from conversation.routing.teams import Presence
from conversation.signals import Reason
from handoff.console.acting import LONGEST_REPLY
from handoff.console.noting import LONGEST_NOTE
from handoff.console.platforms import Draft
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


class Done(BaseModel):
    """That it was done; `words` is what the console says about it, in German."""

    words: str
    conversation: ConversationShown


class Reply(Given):
    """What is said to the customer."""

    text: str = Field(min_length=1, max_length=LONGEST_REPLY)


class PrivateReply(Reply):
    """What is said in private about a public message."""

    to: str = Field(description="Id of the public line.")


class GiveBack(Given):
    """What is right of the facts that the assistant had noted."""

    facts: list[str] = Field(default_factory=list, description="Names of confirmed facts.")


class PassOn(Given):
    """To whom, and why."""

    to: str = Field(description="`team:<id>` or `agent:<id>`, from the recipients.")
    reason: str = Field(min_length=1)


class Later(Given):
    """Until when it is laid away, and what is to be done then."""

    until: str = Field(description="A local time such as `2026-11-25T09:00`.")
    step: str = Field(min_length=1)


class Reveal(Given):
    """What is to be shown."""

    placeholder: str = Field(description="Such as `[TELEFON_1]`.")


class Revealed(BaseModel):
    """What a placeholder stands for; empty if that is no longer known."""

    placeholder: str
    value: str


class Hide(Given):
    """Which public message."""

    line: str
    hidden: bool = True


class Split(Given):
    """Who is taken out of the contact, and why."""

    person: str
    reason: str = Field(min_length=1)


class DraftShown(BaseModel):
    """What the platform will make of a reply."""

    length: int
    most: int
    accidental: list[str]
    links: list[str]
    links_allowed: bool
    price: str

    @classmethod
    def of(cls, draft: Draft) -> "DraftShown":
        """Return a draft as programs read it."""
        return cls(
            length=draft.length,
            most=draft.most,
            accidental=list(draft.accidental),
            links=list(draft.links),
            links_allowed=draft.links_allowed,
            price=draft.price,
        )


class NoteWanted(Given):
    """A note beside the conversation, a question to everybody, or an answer to one."""

    text: str = Field(min_length=1, max_length=LONGEST_NOTE, description="`@login` mentions.")
    everybody: bool = False
    answers: str = Field("", description="Id of the question that it answers.")


class NoteShown(BaseModel):
    """A note; customers never see one."""

    id: str
    kind: NoteKind
    author: str
    name: str
    text: str
    at: datetime
    mentions: list[str]
    answers: str | None

    @classmethod
    def of(cls, note: Note) -> "NoteShown":
        """Return a note as programs read it."""
        return cls(
            id=note.id,
            kind=note.kind,
            author=note.author,
            name=note.name,
            text=note.text,
            at=note.at,
            mentions=list(note.mentions),
            answers=note.answers,
        )


class NotesShown(BaseModel):
    """A conversation's notes, oldest first."""

    notes: list[NoteShown]


class NotesSeen(BaseModel):
    """Whether one had been mentioned."""

    marked: bool


class WantedShown(BaseModel):
    """A note that wants something; `marked`: it mentions you, and you have not looked."""

    conversation: str
    note: NoteShown
    marked: bool


class WantedNotes(BaseModel):
    """What colleagues want, mentions before questions."""

    wanted: list[WantedShown]


class OfferedText(BaseModel):
    """A ready text as it would stand in the reply; `gaps` are what nobody knows."""

    shortcut: str
    title: str
    text: str
    gaps: list[str]


class OfferedTexts(BaseModel):
    """The texts that suit a conversation."""

    texts: list[OfferedText]


class RecipientShown(BaseModel):
    """A team or colleague to whom a conversation may be passed on."""

    value: str
    label: str
    hint: str


class RecipientsShown(BaseModel):
    """All of them."""

    teams: list[RecipientShown]
    colleagues: list[RecipientShown]


class PresenceChosen(Given):
    """What one says about being there; `away` is noticed, not said."""

    presence: Presence


class OfferShown(BaseModel):
    """What one is offered just now, and until when."""

    conversation: str
    until: datetime


class DutyShown(BaseModel):
    """Whether one is there for others. Asking is a sign of life, as an open page is."""

    agent: str
    presence: Presence
    offers: list[OfferShown]
    held: list[str] = Field(description="Conversations one holds.")


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
