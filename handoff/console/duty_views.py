"""What the part of the page about an agent's being there shows."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from conversation.routing.teams import Presence


@dataclass(frozen=True)
class ChoiceView:
    """One thing an agent may say about being there."""

    presence: Presence
    label: str
    chosen: bool


@dataclass(frozen=True)
class OfferView:
    """A conversation kept for this agent until a moment; `seconds` are left."""

    key: str
    path: str
    label: str
    words: str
    until: datetime
    seconds: int


@dataclass(frozen=True)
class DutyView:
    """The switch and the offers; the part is fetched again whenever something changes."""

    template: ClassVar[str] = "console/duty.html"
    csrf: str
    path: str
    choices: tuple[ChoiceView, ...]
    offers: tuple[OfferView, ...]
