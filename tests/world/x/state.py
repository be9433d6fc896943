"""What there is on X: accounts, posts and messages."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal


@dataclass(slots=True)
class Account:
    """Somebody on X. `open_to_messages`: strangers may write; `blocked`: ids of who may not."""

    id: str
    username: str
    name: str
    created_at: datetime
    protected: bool = False
    open_to_messages: bool = False
    blocked: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Post:
    """A post as it stands. `visible_from` is where the text begins behind automatic mentions."""

    id: str
    author_id: str
    text: str
    conversation_id: str
    created_at: datetime
    visible_from: int = 0
    in_reply_to: str | None = None
    in_reply_to_user: str | None = None
    quoted: str | None = None
    mentioned: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    reply_settings: str = "everyone"
    made_with_ai: bool = False
    private_link: str = ""
    media: tuple[str, ...] = ()
    by_api: bool = False
    deleted: bool = False
    replaced: bool = False
    hidden: bool = False

    @property
    def shown(self) -> str:
        return self.text[self.visible_from :]

    @property
    def stands(self) -> bool:
        return not (self.deleted or self.replaced)


@dataclass(slots=True)
class Message:
    """One direct message."""

    id: str
    sender_id: str
    recipient_id: str
    text: str
    created_at: datetime
    media: tuple[str, ...] = ()
    by_api: bool = False
    read: bool = False

    @property
    def conversation_id(self) -> str:
        return conversation_of(self.sender_id, self.recipient_id)


@dataclass(frozen=True, slots=True)
class Draft:
    """A post about to be published."""

    author_id: str
    text: str
    reply_to: str | None = None
    quote: str | None = None
    exclude: frozenset[str] = frozenset()
    reply_settings: str = "everyone"
    made_with_ai: bool = False
    private_link: str = ""
    media: tuple[str, ...] = ()


Direction = Literal["inbound", "outbound"]


def conversation_of(one: str, other: str) -> str:
    """Return the id of the conversation of two: the smaller number first."""
    return "-".join(sorted((one, other), key=int))
