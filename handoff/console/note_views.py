"""What the console shows of the notes beside a conversation, as data for its templates."""

from dataclasses import dataclass
from datetime import datetime

from handoff.console.placeholders import Piece


@dataclass(frozen=True)
class NoteView:
    """One note. `for_whom` are the names of those it is marked for; `for_me`: I am among them."""

    anchor: str
    who: str
    mine: bool
    at: datetime
    at_words: str
    pieces: tuple[Piece, ...]
    for_whom: tuple[str, ...]
    for_me: bool


@dataclass(frozen=True)
class TopicView:
    """A note, or a question to everybody with its answers; `open`: nobody has answered it yet."""

    id: str
    note: NoteView
    question: bool
    open: bool
    answers: tuple[NoteView, ...]


@dataclass(frozen=True)
class NotesView:
    """All notes beside a conversation; `order` only grows. `new` names the next one."""

    topics: tuple[TopicView, ...]
    order: int
    new: str
