"""Reads lists of X's: mentions, our own posts, direct messages, searches."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.x.account import Account
from connectors.x.activity import attempted
from connectors.x.api import Call, XApi
from connectors.x.budgets import Budgets
from connectors.x.fields import objects, part, words_or_none
from connectors.x.messages import read_listed_message
from connectors.x.posts import Included, read_post
from connectors.x.settings import BudgetKind
from connectors.x.told import Told
from conversation.errors import TryLaterError

PAGE = 100
POST_FIELDS = (
    "attachments,conversation_id,created_at,display_text_range,entities,id,note_post,"
    "reply_settings,text"
)
POST_EXPANSIONS = (
    "attachments.media_keys,author_id,edit_history_post_ids,in_reply_to_user_id,referenced_posts"
)
MESSAGE_FIELDS = "attachments,created_at,dm_conversation_id,event_type,id,text"
POSTS: Mapping[str, str] = {
    "post.fields": POST_FIELDS,
    "expansions": POST_EXPANSIONS,
    "user.fields": "username",
    "media.fields": "type,url,preview_image_url",
}
MESSAGES: Mapping[str, str] = {
    "dm_event.fields": MESSAGE_FIELDS,
    "expansions": "attachments.media_keys,sender_id",
    "user.fields": "username",
    "media.fields": "type,url,preview_image_url",
    "event_types": "MessageCreate",
    "max_results": str(PAGE),
}


@dataclass(frozen=True, slots=True)
class Page:
    """Part of a list, newest first, and how to get the next one (empty: there is none)."""

    told: tuple[Told, ...]
    next: str = ""
    newest: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """Reads with one authorization. All may raise XError, and TryLaterError when a budget is empty.

    `since` is the id after which things are wanted, as far as X can filter by it.
    """

    account: str
    api: XApi
    budgets: Budgets
    breaker: Account

    async def mentions(self, *, since: str, page: str = "", after: datetime | None = None) -> Page:
        """Return posts that mention our account."""
        path = f"/2/users/{self.account}/mentions"
        query = {**POSTS, "max_results": str(PAGE), **_since(since, after), **_page(page)}
        return await self._posts(path, query, BudgetKind.READ_POSTS)

    async def own_posts(self, *, after: datetime, page: str = "") -> Page:
        """Return the newest posts of our account."""
        path = f"/2/users/{self.account}/tweets"
        query = {**POSTS, "max_results": str(PAGE), **_since("", after), **_page(page)}
        return await self._posts(path, query, BudgetKind.READ_POSTS)

    async def search(self, wanted: str, *, since: str, after: datetime | None = None) -> Page:
        """Return posts of the last seven days at most that a query finds."""
        query = {**POSTS, "query": wanted, "max_results": str(PAGE), **_since(since, after)}
        return await self._posts("/2/tweets/search/recent", query, BudgetKind.SEARCH)

    async def messages(self, *, page: str = "") -> Page:
        """Return direct messages of the last 30 days."""
        return await self._messages("/2/dm_events", {**MESSAGES, **_page(page)})

    async def messages_with(self, other: str, *, page: str = "") -> Page:
        """Return the newest direct messages with one person."""
        path = f"/2/dm_conversations/with/{other}/dm_events"
        return await self._messages(path, {**MESSAGES, **_page(page)})

    async def _posts(self, path: str, query: Mapping[str, str], kind: BudgetKind) -> Page:
        answer = await self._get(path, query, kind)
        included = Included.read(answer.get("includes"))
        return _read(answer, lambda post: read_post(post, included), "post")

    async def _messages(self, path: str, query: Mapping[str, str]) -> Page:
        answer = await self._get(path, query, BudgetKind.READ_MESSAGES)
        included = Included.read(answer.get("includes"))
        return _read(
            answer,
            lambda event: read_listed_message(event, included, account=self.account),
            "dm_event",
        )

    async def _get(self, path: str, query: Mapping[str, str], kind: BudgetKind) -> dict[str, Any]:
        taken = await self.budgets.take(kind, person=True)
        if isinstance(taken, timedelta):
            raise TryLaterError("X darf gerade nicht gelesen werden.", after=taken)
        async with self.breaker.heeded():
            return await self.api.call(Call(method="GET", path=path, kind=kind, query=query))


def _read(answer: Mapping[str, Any], read: Any, name: str) -> Page:
    rows = list(objects(answer.get("data")))
    meta = part(answer, "meta")
    ids = [id for row in rows if (id := words_or_none(row.get("id"))).isdecimal()]
    return Page(
        told=tuple(attempted(name, read, row) for row in rows),
        next=words_or_none(meta.get("next_token")),
        newest=max(ids, key=int, default=""),
    )


def _since(id: str, after: datetime | None) -> dict[str, str]:
    if id:
        return {"since_id": id}
    if after is None:
        return {}
    return {"start_time": after.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}


def _page(token: str) -> dict[str, str]:
    return {"pagination_token": token} if token else {}
