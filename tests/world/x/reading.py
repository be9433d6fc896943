"""Answers of X's reading calls: the fields asked for, what is expanded, and pages."""

import base64
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from tests.world.x.accounts import Accounts
from tests.world.x.problems import invalid
from tests.world.x.state import Message, Post
from tests.world.x.timeline import Timeline
from tests.world.x.views import Views

Item = TypeVar("Item", Post, Message)

POST_FIELDS = {"id", "text", "edit_history_tweet_ids"}
USER_FIELDS = {"id", "name", "username"}
MESSAGE_FIELDS = {"id", "event_type", "text"}
#: What an expansion adds to the object itself.
EXPANDED = {
    "author_id": "author_id",
    "in_reply_to_user_id": "in_reply_to_user_id",
    "referenced_posts": "referenced_tweets",
    "referenced_posts.id": "referenced_tweets",
    "referenced_tweets.id": "referenced_tweets",
    "sender_id": "sender_id",
    "participant_ids": "participant_ids",
}
NEW_NAMES = {
    "edit_history_tweet_ids": "edit_history_post_ids",
    "referenced_tweets": "referenced_posts",
}
OLD_NAMES = {new: old for old, new in NEW_NAMES.items()}


class Reading:
    """Builds answers in the dialect of the question: `tweet.fields`, or `post.fields`."""

    def __init__(self, views: Views, accounts: Accounts, timeline: Timeline) -> None:
        self._views = views
        self._accounts = accounts
        self._timeline = timeline

    def posts(self, posts: Sequence[Post], query: dict[str, Any]) -> dict[str, Any]:
        """Return `data` and `includes` for posts."""
        new = "post.fields" in query
        shown = [self.post(post, query) for post in posts]
        includes = self._includes_of(posts, query, tweets="posts" if new else "tweets")
        return {"data": shown, **({"includes": includes} if includes else {})}

    def post(self, post: Post, query: dict[str, Any]) -> dict[str, Any]:
        asked = set(query.get("tweet.fields", [])) | set(query.get("post.fields", []))
        fields = POST_FIELDS | {OLD_NAMES.get(name, name) for name in asked} | _expanded(query)
        shown = _only(self._views.post(post), fields)
        if "post.fields" not in query:
            return shown
        renamed = {NEW_NAMES.get(name, name): value for name, value in shown.items()}
        if metrics := renamed.get("public_metrics"):
            renamed["public_metrics"] = {**metrics, "repost_count": metrics["retweet_count"]}
        return renamed

    def user(self, id: str, query: dict[str, Any]) -> dict[str, Any]:
        fields = USER_FIELDS | set(query.get("user.fields", []))
        account = self._accounts.of(id)
        shown = self._views.account(account)
        metrics = {**shown["public_metrics"], "post_count": shown["public_metrics"]["tweet_count"]}
        more = {"public_metrics": metrics, "receives_your_dm": account.open_to_messages}
        return _only({**shown, **more}, fields)

    def messages(self, messages: Sequence[Message], query: dict[str, Any]) -> dict[str, Any]:
        """Return `data` and `includes` for direct messages."""
        fields = MESSAGE_FIELDS | set(query.get("dm_event.fields", [])) | _expanded(query)
        answer: dict[str, Any] = {
            "data": [_only(self._views.message(one), fields) for one in messages]
        }
        expansions = set(query.get("expansions", []))
        ids: dict[str, None] = {}
        for one in messages:
            if "sender_id" in expansions:
                ids[one.sender_id] = None
            if "participant_ids" in expansions:
                ids |= {one.sender_id: None, one.recipient_id: None}
        if ids:
            answer["includes"] = {"users": [self.user(id, query) for id in ids]}
        return answer

    def _includes_of(
        self, posts: Sequence[Post], query: dict[str, Any], *, tweets: str
    ) -> dict[str, Any]:
        expansions = set(query.get("expansions", []))
        ids: dict[str, None] = {}
        referred: dict[str, Post] = {}
        for post in posts:
            if "author_id" in expansions:
                ids[post.author_id] = None
            if "in_reply_to_user_id" in expansions and post.in_reply_to_user:
                ids[post.in_reply_to_user] = None
            if "entities.mentions.username" in expansions:
                ids |= dict.fromkeys(post.mentioned)
            if "referenced_tweets" in _expanded(query):
                found = [self._timeline.get(id) for id in (post.in_reply_to, post.quoted)]
                referred |= {one.id: one for one in found if one}
        includes: dict[str, Any] = {}
        if ids:
            includes["users"] = [self.user(id, query) for id in ids]
        if referred:
            includes[tweets] = [self.post(one, query) for one in referred.values()]
        return includes


def posts_between(posts: Sequence[Post], query: dict[str, Any]) -> list[Post]:
    """Return those posts, newest first, that lie between the ids and times asked for."""
    since, until = int(query.get("since_id", 0)), int(query.get("until_id", 1 << 63))
    if since >= until:
        raise invalid("'since_id' must be less than 'until_id'", parameter="since_id")
    start, end = _moment(query, "start_time"), _moment(query, "end_time")
    kept = [
        post
        for post in posts
        if since < int(post.id) < until
        and (start is None or post.created_at >= start)
        and (end is None or post.created_at < end)
    ]
    return sorted(kept, key=lambda post: int(post.id), reverse=True)


def page_of(
    items: Sequence[Item],
    query: dict[str, Any],
    *,
    usual: int,
    build: Callable[[Sequence[Item]], dict[str, Any]],
    ids: bool = True,
) -> dict[str, Any]:
    """Return one page with its `meta`; `ids` adds the newest and the oldest id."""
    token = query.get("next_token") or query.get("pagination_token")
    start, size = _position(token), query.get("max_results", usual)
    page = items[start : start + size]
    meta: dict[str, Any] = {"result_count": len(page)}
    if page and ids:
        meta |= {"newest_id": page[0].id, "oldest_id": page[-1].id}
    if start + size < len(items):
        meta["next_token"] = _token(start + size)
    if start:
        meta["previous_token"] = _token(max(0, start - size))
    answer = build(page) if page else {}
    return {**answer, "meta": meta}


def _expanded(query: dict[str, Any]) -> set[str]:
    return {EXPANDED[name] for name in query.get("expansions", []) if name in EXPANDED}


def _only(shown: dict[str, Any], fields: set[str]) -> dict[str, Any]:
    return {name: value for name, value in shown.items() if name in fields}


def _moment(query: dict[str, Any], name: str) -> datetime | None:
    if name not in query:
        return None
    try:
        moment = datetime.fromisoformat(query[name])
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise invalid(f"{name} is no RFC 3339 time", parameter=name, value=query[name])
    return moment


def _token(position: int) -> str:
    return base64.b32hexencode(f"page-{position:012d}".encode()).decode().rstrip("=").lower()


def _position(token: str | None) -> int:
    if token is None:
        return 0
    padded = token.upper() + "=" * (-len(token) % 8)
    try:
        return int(base64.b32hexdecode(padded).decode().removeprefix("page-"))
    except ValueError:
        raise invalid("the token is invalid", parameter="pagination_token", value=token) from None
