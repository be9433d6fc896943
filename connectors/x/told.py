"""What X tells, freed of its shape: the activity API's, the old one's, or that of a list."""

from dataclasses import dataclass
from datetime import datetime

from conversation.messages import Attachment

EVERYONE = "everyone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A public post. `thread` is the id of its conversation's first post, empty if not told.

    `history` are the ids of all its versions, oldest first, itself last. `quotes_us` is known
    without the quoted post's author when the event says so.
    """

    id: str
    author: str
    text: str
    at: datetime
    thread: str = ""
    name: str = ""
    replied_to: str = ""
    replied_to_author: str = ""
    quoted: str = ""
    quoted_author: str = ""
    quotes_us: bool = False
    repost: bool = False
    mentions: frozenset[str] = frozenset()
    reply_settings: str = EVERYONE
    history: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    def addresses(self, account: str) -> bool:
        """Whether its author turns to `account`: mentions it, quotes it or replies to it."""
        return self.summons(account) or self.replied_to_author == account

    def summons(self, account: str) -> bool:
        """Whether `account` may reply by X's rule of 2026-02-23: mentioned or quoted."""
        return account in self.mentions or self.quotes_us or self.quoted_author == account


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A direct message."""

    id: str
    sender: str
    recipient: str
    text: str
    at: datetime
    name: str = ""
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Encrypted:
    """A message that only the two apps can read."""

    id: str
    sender: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Deleted:
    """A post was deleted."""

    post: str
    author: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Writing:
    """Somebody is writing a direct message."""

    sender: str
    recipient: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReadUntil:
    """Somebody has read our direct messages up to a moment."""

    reader: str
    writer: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Revoked:
    """An account took our app's access away."""

    id: str
    account: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Replayed:
    """A replay job has ended; `complete` False: not everything came."""

    job: str
    complete: bool


@dataclass(frozen=True, slots=True)
class Nothing:
    """Something that needs nothing of us, or that cannot be read, by name."""

    name: str


Told = Post | Message | Encrypted | Deleted | Writing | ReadUntil | Revoked | Replayed | Nothing
