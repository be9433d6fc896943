"""Accounts, posts and messages as X's API and events show them."""

from datetime import timedelta
from typing import Any

from tests.world.clock import iso_of, milliseconds_of
from tests.world.x.accounts import Accounts
from tests.world.x.state import Account, Message, Post
from tests.world.x.texts import entities_of
from tests.world.x.timeline import Timeline

EDITABLE = timedelta(hours=1)
EDITS = 5
COUNTS = ("retweet", "reply", "like", "quote", "bookmark", "impression")
ACCOUNT_COUNTS = ("followers", "following", "tweet", "listed", "like", "media")


class Views:
    """Turns state into what X sends."""

    def __init__(self, accounts: Accounts, timeline: Timeline) -> None:
        self._accounts = accounts
        self._timeline = timeline

    def account(self, account: Account) -> dict[str, Any]:
        return {
            "id": account.id,
            "username": account.username,
            "name": account.name,
            "created_at": iso_of(account.created_at),
            "protected": account.protected,
            "verified": False,
            "verified_type": "none",
            "is_identity_verified": False,
            "description": "",
            "location": "",
            "url": "",
            "profile_image_url": "https://abs.twimg.com/sticky/default_profile_images/normal.png",
            "public_metrics": _counts(ACCOUNT_COUNTS),
        }

    def post(self, post: Post) -> dict[str, Any]:
        """Return a post with everything that X may say of it, under the names of the live API."""
        referenced = [
            {"type": kind, "id": id}
            for kind, id in (("replied_to", post.in_reply_to), ("quoted", post.quoted))
            if id
        ]
        shown: dict[str, Any] = {
            "id": post.id,
            "text": post.text,
            "author_id": post.author_id,
            "conversation_id": post.conversation_id,
            "created_at": iso_of(post.created_at),
            "lang": "de",
            "display_text_range": [post.visible_from, len(post.text)],
            "reply_settings": post.reply_settings,
            "possibly_sensitive": False,
            "paid_partnership": False,
            "entities": entities_of(post.text, self._accounts.ids()),
            "edit_history_tweet_ids": list(post.history),
            "edit_controls": self._edits(post),
            "public_metrics": self._post_counts(post),
        }
        if post.in_reply_to:
            shown["in_reply_to_tweet_id"] = post.in_reply_to
        if post.in_reply_to_user:
            shown["in_reply_to_user_id"] = post.in_reply_to_user
        if referenced:
            shown["referenced_tweets"] = referenced
        if not shown["entities"]:
            del shown["entities"]
        return shown

    def includes(self, post: Post) -> dict[str, Any]:
        """Return who and what a post speaks of: author, accounts named, posts referred to."""
        names = {found["id"] for found in self.post(post).get("entities", {}).get("mentions", [])}
        ids = dict.fromkeys([post.author_id, *sorted(names)])
        includes: dict[str, Any] = {"users": [self.account(self._accounts.of(id)) for id in ids]}
        # X includes the post itself, too.
        posts = [post, self._timeline.get(post.in_reply_to), self._timeline.get(post.quoted)]
        includes["tweets"] = [self.post(one) for one in posts if one]
        return includes

    def message_event(self, message: Message) -> dict[str, Any]:
        """Return a message as Account Activity and the X Activity API wrap it."""
        entities: dict[str, list[Any]] = {
            kind: [] for kind in ("hashtags", "symbols", "user_mentions", "urls")
        }
        return {
            "type": "message_create",
            "id": message.id,
            "created_timestamp": str(milliseconds_of(message.created_at)),
            "message_create": {
                "target": {"recipient_id": message.recipient_id},
                "sender_id": message.sender_id,
                "message_data": {"text": message.text, "entities": entities},
            },
        }

    def message(self, message: Message) -> dict[str, Any]:
        """Return a message as reading by the API shows it."""
        return {
            "id": message.id,
            "event_type": "MessageCreate",
            "text": message.text,
            "sender_id": message.sender_id,
            "dm_conversation_id": message.conversation_id,
            "created_at": iso_of(message.created_at),
            "participant_ids": [message.sender_id, message.recipient_id],
        }

    def wrapped_users(self, *ids: str) -> dict[str, Any]:
        return {id: {"data": self.account(self._accounts.of(id))} for id in ids}

    def _edits(self, post: Post) -> dict[str, Any]:
        left = EDITS - len(post.history) + 1
        return {
            "edits_remaining": left,
            "edits_remaining_str": str(left),
            "is_edit_eligible": post.in_reply_to is None,
            "editable_until": iso_of(post.created_at + EDITABLE),
        }

    def _post_counts(self, post: Post) -> dict[str, Any]:
        replies, quotes = self._timeline.replies[post.id], self._timeline.quotes[post.id]
        return _counts(COUNTS, reply=replies, quote=quotes)


def _counts(names: tuple[str, ...], **known: int) -> dict[str, Any]:
    counts: dict[str, Any] = {}
    for name in names:
        counts[f"{name}_count"] = known.get(name, 0)
        counts[f"{name}_count_str"] = str(known.get(name, 0))
    return counts
