"""Reads posts as X's second API and its activity events show them.

The specification of August 2026 calls things `referenced_posts` and `edit_history_post_ids`, live
events `referenced_tweets` and `edit_history_tweet_ids`: both are read.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from connectors.x.fields import (
    UnreadableError,
    identifier,
    identifier_or_none,
    moment,
    objects,
    part,
    words,
    words_or_none,
)
from connectors.x.texts import mentioned, shown_text
from connectors.x.told import EVERYONE, Post
from conversation.messages import Attachment

KINDS = {"photo": "image", "video": "video", "animated_gif": "video", "audio": "audio"}


@dataclass(frozen=True, slots=True)
class Included:
    """What came beside posts: users, other posts and media, by id."""

    users: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    posts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    media: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @classmethod
    def read(cls, includes: object) -> "Included":
        """Read `includes`; users may be wrapped in `data`."""
        given = includes if isinstance(includes, dict) else {}
        users = (part(one, "data") or one for one in objects(given.get("users")))
        posts = (*objects(given.get("tweets")), *objects(given.get("posts")))
        return cls(
            users=_by(users, "id"),
            posts=_by(posts, "id"),
            media=_by(objects(given.get("media")), "media_key"),
        )


def read_post(post: Mapping[str, Any], included: Included, *, quotes_us: bool = False) -> Post:
    """Read one post. Raises UnreadableError."""
    id = identifier(post.get("id"))
    author = identifier(post.get("author_id"))
    long = part(post, "note_tweet") or part(post, "note_post")
    entities = part(long, "entities") or part(post, "entities")
    referenced = _references(post)
    replied_to, quoted = referenced.get("replied_to", ""), referenced.get("quoted", "")
    return Post(
        id=id,
        author=author,
        text=shown_text(
            words(long.get("text") or post.get("text")),
            entities=entities,
            shown=None if long else post.get("display_text_range"),
        ),
        at=moment(post.get("created_at")),
        thread=identifier_or_none(post.get("conversation_id")),
        name=words_or_none(included.users.get(author, {}).get("username")),
        replied_to=replied_to or identifier_or_none(post.get("in_reply_to_tweet_id")),
        replied_to_author=identifier_or_none(post.get("in_reply_to_user_id")),
        quoted=quoted,
        quoted_author=identifier_or_none(included.posts.get(quoted, {}).get("author_id")),
        quotes_us=quotes_us,
        repost="retweeted" in referenced,
        mentions=_mentions(post, entities),
        reply_settings=words_or_none(post.get("reply_settings")) or EVERYONE,
        history=_history(post, id),
        attachments=_attachments(post, included),
    )


def _mentions(post: Mapping[str, Any], entities: Mapping[str, Any]) -> frozenset[str]:
    short = mentioned(part(post, "entities"), id_name="id", list_name="mentions")
    return short | mentioned(entities, id_name="id", list_name="mentions")


def _references(post: Mapping[str, Any]) -> dict[str, str]:
    references = (*objects(post.get("referenced_tweets")), *objects(post.get("referenced_posts")))
    return {str(one.get("type")): identifier_or_none(one.get("id")) for one in references}


def _history(post: Mapping[str, Any], id: str) -> tuple[str, ...]:
    history = post.get("edit_history_tweet_ids") or post.get("edit_history_post_ids")
    if not history:
        return (id,)
    if not isinstance(history, list):
        raise UnreadableError("no history")
    ids = (identifier(one) for one in history)
    return tuple(sorted({*ids, id}, key=int))


def _attachments(post: Mapping[str, Any], included: Included) -> tuple[Attachment, ...]:
    keys = part(post, "attachments").get("media_keys")
    found = (included.media.get(key, {}) for key in keys) if isinstance(keys, list) else ()
    return tuple(attachment(one) for one in found)


def attachment(media: Mapping[str, Any]) -> Attachment:
    """Return a photo, film or sound, as far as X told where it lies."""
    places = ("url", "media_url_https", "preview_image_url")
    url = next((place for name in places if (place := words_or_none(media.get(name)))), "")
    return Attachment(kind=KINDS.get(str(media.get("type")), "file"), url=url)


def _by(rows: Iterable[Mapping[str, Any]], name: str) -> dict[str, Mapping[str, Any]]:
    return {row[name]: row for row in rows if isinstance(row.get(name), str)}
