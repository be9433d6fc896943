"""What programs read and send about an agent's duty."""

from datetime import datetime

from pydantic import BaseModel, Field

from conversation.routing.teams import Presence
from handoff.console.api_acting_models import NoteShown
from staff.api.surface import Given


class WantedShown(BaseModel):
    """A note that wants something; `marked`: it mentions you, and you have not looked."""

    conversation: str
    note: NoteShown
    marked: bool


class WantedNotes(BaseModel):
    """What colleagues want, mentions before questions."""

    wanted: list[WantedShown]


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
