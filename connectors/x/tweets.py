"""Reads posts as X's first API shows them, which the old account activity still sends.

Their numeric ids are already rounded beyond 2^53: only the `_str` ones are read.
"""

from collections.abc import Mapping
from typing import Any

from connectors.x.fields import (
    identifier,
    identifier_or_none,
    objects,
    part,
    v1_moment,
    words,
    words_or_none,
)
from connectors.x.posts import attachment
from connectors.x.texts import mentioned, shown_text
from connectors.x.told import EVERYONE, Post
from conversation.messages import Attachment


def read_tweet(tweet: Mapping[str, Any]) -> Post:
    """Read one post. It does not tell its conversation's first post. Raises UnreadableError."""
    id = identifier(tweet.get("id_str"))
    user = part(tweet, "user")
    long = part(tweet, "extended_tweet")
    entities = part(long, "entities") or part(tweet, "entities")
    replied_to = identifier_or_none(tweet.get("in_reply_to_status_id_str"))
    quoted = part(tweet, "quoted_status")
    return Post(
        id=id,
        author=identifier(user.get("id_str")),
        text=_text(tweet, long, entities),
        at=v1_moment(tweet.get("created_at")),
        thread="" if replied_to else id,
        name=words_or_none(user.get("screen_name")),
        replied_to=replied_to,
        replied_to_author=identifier_or_none(tweet.get("in_reply_to_user_id_str")),
        quoted=identifier_or_none(tweet.get("quoted_status_id_str")),
        quoted_author=identifier_or_none(part(quoted, "user").get("id_str")),
        repost=bool(tweet.get("retweeted_status")),
        mentions=mentioned(entities, id_name="id_str", list_name="user_mentions"),
        reply_settings=EVERYONE,
        history=(id,),
        attachments=_attachments(long) or _attachments(tweet),
    )


def _attachments(holder: Mapping[str, Any]) -> tuple[Attachment, ...]:
    return tuple(attachment(one) for one in objects(part(holder, "extended_entities").get("media")))


def _text(tweet: Mapping[str, Any], long: Mapping[str, Any], entities: Mapping[str, Any]) -> str:
    source = long or tweet
    text = words(long.get("full_text") or tweet.get("full_text") or tweet.get("text"))
    return shown_text(text, entities=entities, shown=source.get("display_text_range"))
