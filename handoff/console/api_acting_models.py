"""What programs read and send when they act for an agent."""

from datetime import datetime

from pydantic import BaseModel, Field

from conversation.notes import Note, NoteKind
from handoff.console.acting import LONGEST_REPLY
from handoff.console.api_models import ConversationShown
from handoff.console.noting import LONGEST_NOTE
from handoff.console.platforms import Draft
from staff.api.surface import Given


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
