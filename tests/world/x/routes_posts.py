"""X's operations on posts and accounts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.world.x.door import Answer, Call, Door
from tests.world.x.limits import MENTIONS, OTHERS, POSTS, SEARCH
from tests.world.x.media import OF_POSTS, shown
from tests.world.x.platform import XPlatform
from tests.world.x.problems import forbidden, invalid, missing, not_found, usage_capped
from tests.world.x.reading import page_of, posts_between
from tests.world.x.state import Draft, Post

LONGEST_QUERY = 512
MOST_PICTURES = 4
SEARCHED = timedelta(days=7)


def open_posts(door: Door, x: XPlatform) -> None:
    """Serve creating, deleting, hiding, looking up and searching posts, and looking up accounts."""
    routes = PostRoutes(x)
    door.open("POST", "/2/tweets", routes.create, limits=POSTS)
    door.open("POST", "/2/media/upload", routes.upload, limits=OTHERS)
    door.open("DELETE", "/2/tweets/{id}", routes.delete, limits=OTHERS)
    door.open("PUT", "/2/tweets/{tweet_id}/hidden", routes.hide, limits=OTHERS)
    door.open("GET", "/2/tweets", routes.several, limits=OTHERS)
    door.open("GET", "/2/tweets/{id}", routes.one, limits=OTHERS)
    door.open("GET", "/2/tweets/search/recent", routes.search, limits=SEARCH)
    door.open("GET", "/2/users/{id}/mentions", routes.mentions, limits=MENTIONS)
    door.open("GET", "/2/users/{id}/tweets", routes.timeline, limits=OTHERS)
    door.open("GET", "/2/users/me", routes.me, limits=OTHERS)
    door.open("GET", "/2/users", routes.users, limits=OTHERS)
    door.open("GET", "/2/users/by", routes.users_by_names, limits=OTHERS)
    door.open("GET", "/2/users/by/username/{username}", routes.user_by_name, limits=OTHERS)
    door.open("GET", "/2/users/{id}", routes.user, limits=OTHERS)


class PostRoutes:
    """Each method is one operation."""

    def __init__(self, x: XPlatform) -> None:
        self._x = x

    async def create(self, call: Call) -> Answer:
        body = call.body
        for key in ("poll", "card_uri", "geo", "community_id"):
            if key in body:
                raise invalid(f"{key}: nothing of this kind is known")
        if edited := body.get("edit_options"):
            return self._edit(call.user, edited["previous_post_id"], body.get("text", ""))
        media = body.get("media", {}).get("media_ids", [])
        pictures = self._x.pictures.use(call.user, media, OF_POSTS, most=MOST_PICTURES)
        text = body.get("text", "")
        if not (text.strip() or pictures):
            raise invalid("text: a post without media needs a text")
        reply = body.get("reply", {})
        draft = Draft(
            author_id=call.user,
            text=text,
            reply_to=reply.get("in_reply_to_tweet_id"),
            quote=body.get("quote_tweet_id"),
            exclude=frozenset(reply.get("exclude_reply_user_ids", ())),
            reply_settings=body.get("reply_settings", "everyone"),
            made_with_ai=body.get("made_with_ai", False),
            private_link=body.get("direct_message_deep_link", ""),
        )
        self._x.timeline.check(draft)
        draft = replace(draft, text=shown(text, pictures), media=tuple(media))
        return _created(self._x.publish(draft, by_api=True))

    async def upload(self, call: Call) -> Answer:
        picture = self._x.pictures.upload(
            call.user, call.body["media"], call.body["media_category"]
        )
        data = {
            "id": picture.id,
            "media_key": f"3_{picture.id}",
            "size": picture.size,
            "expires_after_secs": 86_400,
            "image": {"image_type": picture.image_type, "w": 1, "h": 1},
        }
        return Answer({"data": data})

    async def delete(self, call: Call) -> Answer:
        post = self._x.timeline.get(call.path["id"])
        if post and post.author_id != call.user:
            raise forbidden("You are not authorized to delete this Tweet.")
        return Answer({"data": {"deleted": self._x.delete(call.path["id"]) is not None}})

    async def hide(self, call: Call) -> Answer:
        post = self._x.timeline.get(call.path["tweet_id"])
        if post is None:
            raise not_found("tweet", "id", call.path["tweet_id"])
        root = self._x.timeline.get(post.conversation_id)
        if root is None or root.author_id != call.user or post is root:
            raise forbidden("You may hide only replies to your own posts.")
        post.hidden = call.body["hidden"]
        return Answer({"data": {"hidden": post.hidden}})

    async def one(self, call: Call) -> Answer:
        id = call.path["id"]
        post = self._x.timeline.get(id)
        if post is None:
            return Answer({"errors": [missing("tweet", "id", id)]})
        found = self._read([post], call.query)
        return Answer({**found, "data": found["data"][0]})

    async def several(self, call: Call) -> Answer:
        ids = call.query["ids"]
        posts = [post for id in ids if (post := self._x.timeline.get(id))]
        gone = [missing("tweet", "ids", id) for id in ids if self._x.timeline.get(id) is None]
        found = self._read(posts, call.query) if posts else {}
        return Answer({**found, **({"errors": gone} if gone else {})})

    async def search(self, call: Call) -> Answer:
        query = call.query["query"]
        if len(query) > LONGEST_QUERY:
            raise invalid(f"query: longer than {LONGEST_QUERY}", parameter="query", value=query)
        fits = self._x.queries.understood(query)
        since = self._x.clock.now() - SEARCHED
        found = [post for post in self._public() if post.created_at > since and fits(post)]
        return self._page(found, call, usual=10)

    async def mentions(self, call: Call) -> Answer:
        id, named = call.path["id"], self._x.timeline.named
        return self._page([post for post in self._public() if id in named(post)], call, usual=10)

    async def timeline(self, call: Call) -> Answer:
        id, left_out = call.path["id"], call.query.get("exclude", ())
        own = [post for post in self._public() if post.author_id == id]
        if "replies" in left_out:
            own = [post for post in own if post.in_reply_to is None]
        return self._page(own, call, usual=10)

    async def me(self, call: Call) -> Answer:
        return Answer({"data": self._x.reading.user(call.user, call.query)})

    async def user(self, call: Call) -> Answer:
        return self._one_user(self._x.accounts.get(call.path["id"]), call, "id", call.path["id"])

    async def user_by_name(self, call: Call) -> Answer:
        name = call.path["username"]
        return self._one_user(self._x.accounts.named(name), call, "username", name)

    async def users(self, call: Call) -> Answer:
        found = {id: self._x.accounts.get(id) for id in call.query["ids"]}
        return self._users(found, call, "ids")

    async def users_by_names(self, call: Call) -> Answer:
        found = {name: self._x.accounts.named(name) for name in call.query["usernames"]}
        return self._users(found, call, "usernames")

    def _edit(self, user: str, id: str, text: str) -> Answer:
        self._x.timeline.check_edit(user, id, text)
        return _created(self._x.edit(id, text))

    def _public(self) -> list[Post]:
        return [
            post
            for post in self._x.timeline
            if post.stands and not self._x.accounts.of(post.author_id).protected
        ]

    def _page(self, posts: Sequence[Post], call: Call, *, usual: int) -> Answer:
        kept = posts_between(posts, call.query)
        return Answer(
            page_of(kept, call.query, usual=usual, build=lambda page: self._read(page, call.query))
        )

    def _read(self, posts: Sequence[Post], query: dict[str, Any]) -> dict[str, Any]:
        cap = self._x.settings.usage_cap
        if cap is not None and self._x.posts_read + len(posts) > cap:
            raise usage_capped()
        self._x.posts_read += len(posts)
        return self._x.reading.posts(posts, query)

    def _one_user(self, account: Any, call: Call, parameter: str, value: str) -> Answer:
        if account is None:
            return Answer({"errors": [missing("user", parameter, value)]})
        return Answer({"data": self._x.reading.user(account.id, call.query)})

    def _users(self, found: dict[str, Any], call: Call, parameter: str) -> Answer:
        body: dict[str, Any] = {}
        if known := [account for account in found.values() if account]:
            body["data"] = [self._x.reading.user(one.id, call.query) for one in known]
        if gone := [value for value, account in found.items() if account is None]:
            body["errors"] = [missing("user", parameter, value) for value in gone]
        return Answer(body)


def _created(post: Post) -> Answer:
    data = {"id": post.id, "text": post.text, "edit_history_tweet_ids": list(post.history)}
    return Answer({"data": data}, status=201)
