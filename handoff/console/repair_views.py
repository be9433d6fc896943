"""What the console shows of repairs, as data for its templates."""

from dataclasses import dataclass
from typing import ClassVar

from handoff.console.placeholders import Piece
from handoff.console.times import Due


@dataclass(frozen=True)
class RepairRow:
    """One that is open. `mine_to_settle`: the reader may say that it is done; `path` is where."""

    id: str
    kind: str
    what: tuple[Piece, ...]
    words: tuple[Piece, ...]
    due: Due
    until: str
    refused: str
    mine_to_settle: bool
    path: str


@dataclass(frozen=True)
class RepairsView:
    """All open ones of a case, and when the first is due, as a browser's field holds it."""

    rows: tuple[RepairRow, ...]
    version: str
    first_due: str
    step: str
    here: bool


@dataclass(frozen=True)
class OwnerView:
    """A colleague who may call back."""

    id: str
    name: str
    chosen: bool


@dataclass(frozen=True)
class OfferView:
    """What is proposed in one conversation: an apology, who calls whom, and how much at most."""

    template: ClassVar[str] = "console/repair.html"
    csrf: str
    path: str
    new: str
    apology: str
    mood: str
    owners: tuple[OwnerView, ...]
    until: str
    number: str
    customer: str
    about: str
    ask: str
    public: bool
    limit: str
