"""What the template about a candidate that reads along may use."""

from dataclasses import dataclass
from typing import ClassVar

from staff.pages import Layout
from studio.pages.training_views import SentenceRow


@dataclass(frozen=True)
class AgreementRow:
    """In how much both agree, under one head, in words."""

    name: str
    share: str


@dataclass(frozen=True)
class ShadowPage:
    """A candidate that reads along: how far it is, how much both agree, what they differ in."""

    template: ClassVar[str] = "studio/shadow.html"
    layout: Layout
    id: str
    training: str
    model: str
    beside: str
    who: str
    state: str
    active: bool
    read: int
    most: int
    dropped: int
    rows: tuple[AgreementRow, ...]
    differ: int
    sentences: tuple[SentenceRow, ...]
    notice: str
