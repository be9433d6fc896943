"""What one event says before anything that we remember has been looked up."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from connectors.facebook.ids import CommentThread
from connectors.incoming import AccountTrouble, Control, Edited, Erased, Skipped, Written
from conversation.identity import ConversationId
from conversation.messages import Attachment, Progress


@dataclass(frozen=True, slots=True)
class Acted:
    """The customer did something that opens the 24 hours anew, and needs nothing else of us."""

    conversation: ConversationId
    at: datetime
    skipped: Skipped


@dataclass(frozen=True, slots=True)
class Echo:
    """Words of our page in Messenger: ours, if `metadata` or `mid` are known, or another's."""

    conversation: ConversationId
    mid: str
    metadata: str
    app_id: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Watermark:
    """Up to a moment, everything was delivered or read; it may come late and out of order."""

    conversation: ConversationId
    progress: Progress
    until: datetime


class Verb(StrEnum):
    """What happened to a comment."""

    ADD = "add"
    EDITED = "edited"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on one of our page's posts, written, changed or gone.

    `author` is empty where Meta does not name it. `place` names the top-level comment as far as
    the event alone tells: the parent may itself be an answer. `created_at` is the comment's own
    time if it was told, `at` the event's.
    """

    page: str
    verb: Verb
    id: str
    place: CommentThread
    author: str
    name: str
    text: str
    attachments: tuple[Attachment, ...]
    created_at: datetime | None
    at: datetime

    @property
    def is_top_level(self) -> bool:
        """Whether it stands directly under the post."""
        return self.place.root == self.id


@dataclass(frozen=True, slots=True)
class Hid:
    """Somebody who speaks for our page has hidden a comment, or shown it again."""

    id: str
    hidden: bool

    @property
    def skipped(self) -> Skipped:
        """What it is to the house: the page's own affair, by name."""
        return Skipped(f"feed_comment_{'hide' if self.hidden else 'unhide'}")


Told = (
    Written
    | Edited
    | Erased
    | Control
    | AccountTrouble
    | Skipped
    | Acted
    | Echo
    | Watermark
    | Comment
    | Hid
)
