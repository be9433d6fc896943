"""What there is at Meta: people, what they and the page write, and who holds a thread."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(slots=True)
class Person:
    """Somebody on Facebook. The three ids are different on purpose: Meta's are, too.

    `psid` is theirs in Messenger, `id` that of comments, `app_scoped` that of a data deletion.
    """

    id: str
    psid: str
    app_scoped: str
    name: str
    blocks_page: bool = False


@dataclass(slots=True)
class PagePost:
    """A post on the page, by the page or by a visitor."""

    id: str
    author_id: str
    author_name: str
    message: str
    created_at: datetime
    deleted: bool = False
    answered_privately: bool = False


@dataclass(slots=True)
class Comment:
    """A comment under a post, or under another comment."""

    id: str
    post_id: str
    parent_id: str
    author_id: str
    author_name: str
    message: str
    created_at: datetime
    hidden: bool = False
    deleted: bool = False
    anonymous: bool = False
    answered_privately: bool = False
    photo: str = ""


@dataclass(slots=True)
class Note:
    """One message in Messenger. `app_id` is who wrote it for the page; None: the person wrote."""

    mid: str
    at: datetime
    text: str = ""
    app_id: str | None = None
    metadata: str | None = None
    quick_replies: list[dict[str, Any]] = field(default_factory=list)
    attachment: dict[str, Any] | None = None
    reply_to: str | None = None
    tag: str | None = None
    edits: int = 0
    read: bool = False
    reaction: str = ""

    @property
    def by_page(self) -> bool:
        return self.app_id is not None


@dataclass(slots=True)
class Thread:
    """All between the page and one person. `owner`: the app that holds it; None: idle."""

    person: Person
    notes: list[Note] = field(default_factory=list)
    last_action: datetime | None = None
    owner: str | None = None
    typing: bool = False
