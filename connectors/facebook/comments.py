"""Translates one change of a page's feed: comments; all else is skipped by its name."""

import re
from datetime import datetime

from connectors.facebook.attachments import link
from connectors.facebook.fields import (
    Fields,
    fields_of,
    optional_id,
    optional_time,
    required_id,
    words,
)
from connectors.facebook.ids import CommentThread
from connectors.facebook.told import Comment, Hid, Told, Verb
from connectors.incoming import Skipped
from conversation.messages import Attachment

FEED = "feed"
HIDING = {"hide": True, "unhide": False}

_NAME = re.compile(r"[a-z][a-z_]{0,39}")


def read_change(change: Fields, *, page: str, entry_at: datetime) -> Told:
    """Translate a change. Raises UnreadableError."""
    value = fields_of(change.get("value"))
    item, verb = words(value.get("item")), words(value.get("verb"))
    if change.get("field") == FEED and item == "comment" and verb in set(Verb):
        return _comment(value, verb=Verb(verb), page=page, entry_at=entry_at)
    if change.get("field") == FEED and item == "comment" and verb in HIDING:
        return Hid(required_id(value.get("comment_id")), hidden=HIDING[verb])
    parts = (words(change.get("field")), item, verb)
    name = "_".join(part for part in parts if _NAME.fullmatch(part))
    return Skipped(name or "unknown_change")


def _comment(value: Fields, *, verb: Verb, page: str, entry_at: datetime) -> Comment:
    id, post = required_id(value.get("comment_id")), required_id(value.get("post_id"))
    parent = optional_id(value.get("parent_id"))
    created_at = optional_time(value.get("created_time"))
    author = fields_of(value.get("from"))
    return Comment(
        page=page,
        verb=verb,
        id=id,
        place=CommentThread(post=post, root=id if parent in ("", post) else parent),
        author=optional_id(author.get("id")) or optional_id(value.get("sender_id")),
        name=words(author.get("name")) or words(value.get("sender_name")),
        text=words(value.get("message")),
        attachments=_attachments(value),
        created_at=created_at,
        at=(created_at or entry_at) if verb is Verb.ADD else entry_at,
    )


def _attachments(value: Fields) -> tuple[Attachment, ...]:
    found = (("image", link(value.get("photo"))), ("video", link(value.get("video"))))
    return tuple(Attachment(kind=kind, url=url) for kind, url in found if url)
