"""What the console shows of a conversation's lines, as data for its templates."""

from dataclasses import dataclass
from datetime import datetime

from handoff.console.placeholders import Piece
from handoff.console.times import Due


@dataclass(frozen=True)
class AttachmentView:
    """Something that goes with a message; `url` is empty where there is nothing to open.

    `act` is the link's word, `size` is in words, `thumb` the address of a picture of ours that is
    shown at once.
    """

    words: str
    hint: str
    url: str
    act: str = "ansehen"
    thumb: str = ""
    size: str = ""


@dataclass(frozen=True)
class PrivateView:
    """How a public message stands with its one private reply.

    `until` is None where none may be given any more; `path` is where the given one leads to, as
    soon as that is known.
    """

    until: Due | None
    spent: bool
    path: str


@dataclass(frozen=True)
class LineView:
    """One line of the transcript. `delivery` is empty where nothing was to be delivered.

    `delivery_why` says in a sentence why a line did not arrive, or may not have. `changed` says
    that and when it was edited or deleted on the platform; `erased`: its words are gone. `exposed`:
    it holds personal data where everybody reads along. `hideable`: one click hides it, or shows it
    again if it is `hidden`.
    """

    anchor: str
    id: str
    speaker: str
    who: str
    icon: str
    channel: str
    pieces: tuple[Piece, ...]
    at: datetime
    at_words: str
    delivery: str
    delivery_words: str
    delivery_why: str
    changed: str
    erased: bool
    buttons: tuple[str, ...]
    image: str
    attachments: tuple[AttachmentView, ...]
    exposed: bool
    hideable: bool
    hidden: bool
    private: PrivateView | None
    version: str


@dataclass(frozen=True)
class ThreadView:
    """One conversation of a case as a column. `order` only grows, as the pane's does.

    `current`: it is the open one, where a reply goes. `latest`: the customer wrote here last.
    """

    key: str
    path: str
    label: str
    channel: str
    public: bool
    reach: str
    status: str
    owner: str
    current: bool
    latest: bool
    order: int
    lines: tuple[LineView, ...]
