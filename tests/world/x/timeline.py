"""Public posts, and the rules by which one may be published."""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from tests.world.clock import WorldClock
from tests.world.numbers import Numbers
from tests.world.settings import XSettings
from tests.world.x.accounts import Accounts
from tests.world.x.problems import forbidden, invalid
from tests.world.x.state import Draft, Post
from tests.world.x.texts import leading_names, mentioned_names, without_leading
from tests.world.x.weight import MAXIMUM, weighted_length

LONG_POST = 25_000
REMEMBERED = timedelta(hours=24)
NOT_SUMMONED = (
    "Reply to this conversation is not allowed because you have not been mentioned or otherwise "
    "engaged by the author of the post you are replying to."
)
DUPLICATE = "You are not allowed to create a Tweet with duplicate content."
TOO_LONG = (
    "Your Tweet text is too long. For more information on how Twitter determines text length see "
    "https://github.com/twitter/twitter-text."
)
REPLY_TO_MISSING = "You attempted to reply to a Tweet that is deleted or not visible to you."
SECOND_AUTOMATED = "Only one automated reply is allowed per interaction."


class Timeline:
    """All posts. `publish` is for people; `check` holds what only the API's users must keep."""

    def __init__(
        self, settings: XSettings, clock: WorldClock, numbers: Numbers, accounts: Accounts
    ) -> None:
        self.settings = settings
        self._clock = clock
        self._numbers = numbers
        self._accounts = accounts
        self._posts: dict[str, Post] = {}
        self.replies: Counter[str] = Counter()
        self.quotes: Counter[str] = Counter()

    def __iter__(self) -> Iterator[Post]:
        return iter(self._posts.values())

    def get(self, id: str | None) -> Post | None:
        """Return a post that stands."""
        post = self._posts.get(id or "")
        return post if post and post.stands else None

    def check(self, draft: Draft) -> None:
        """Raise X's refusal if the API does not take a draft."""
        counted = draft.text
        if draft.reply_to is not None:
            parent = self.get(draft.reply_to)
            if parent is None:
                raise forbidden(REPLY_TO_MISSING)
            self._check_reply(draft, parent)
            counted = without_leading(counted, set(map(str.lower, self._automatic(draft))))
        if draft.quote is not None and self.get(draft.quote) is None:
            raise invalid("quote_tweet_id: the post does not exist")
        if weighted_length(counted) > MAXIMUM:
            raise forbidden(TOO_LONG)
        if self._is_duplicate(draft):
            raise forbidden(DUPLICATE)

    def check_edit(self, author: str, id: str, text: str) -> None:
        """Raise X's refusal if the API does not take an edit."""
        old = self.get(id)
        if old is None or old.author_id != author:
            raise forbidden("You are not allowed to edit this post.")
        if not text.strip() or weighted_length(text) > MAXIMUM:
            raise forbidden(TOO_LONG)

    def publish(self, draft: Draft, *, by_api: bool = False) -> Post:
        """Publish a post; ValueError if what it answers is gone or the text is longer than any."""
        if len(draft.text) > LONG_POST or not draft.text.strip():
            raise ValueError("a post has between 1 and 25,000 characters")
        parent, quoted = self.get(draft.reply_to), self.get(draft.quote)
        if (draft.reply_to and parent is None) or (draft.quote and quoted is None):
            raise ValueError("the post does not exist")
        text, visible_from = self._with_mentions(draft)
        id = self._numbers.snowflake()
        post = Post(
            id=id,
            author_id=draft.author_id,
            text=text,
            visible_from=visible_from,
            conversation_id=parent.conversation_id if parent else id,
            created_at=self._clock.now(),
            in_reply_to=parent.id if parent else None,
            in_reply_to_user=parent.author_id if parent else self._first_named(text),
            quoted=quoted.id if quoted else None,
            mentioned=self._mentioned(draft.text, author=draft.author_id),
            history=(id,),
            reply_settings=draft.reply_settings,
            made_with_ai=draft.made_with_ai,
            private_link=draft.private_link,
            media=draft.media,
            by_api=by_api,
        )
        self._posts[id] = post
        self._count(post, 1)
        return post

    def edit(self, id: str, text: str) -> Post:
        """Replace a post by a new one with a new id, as X does. ValueError if it is gone."""
        old = self.get(id)
        if old is None:
            raise ValueError("the post does not exist")
        new_id = self._numbers.snowflake()
        prefix = old.text[: old.visible_from]
        new = replace(
            old,
            id=new_id,
            text=prefix + text,
            created_at=self._clock.now(),
            mentioned=self._mentioned(text, author=old.author_id),
            history=(*old.history, new_id),
            conversation_id=old.conversation_id,
        )
        old.replaced = True
        self._posts[new_id] = new
        return new

    def delete(self, id: str) -> Post | None:
        post = self.get(id)
        if post:
            post.deleted = True
            self._count(post, -1)
        return post

    def summons(self, account: str, post: Post) -> bool:
        """Say whether a post lets an account reply to it."""
        if post.author_id == account or self.settings.enterprise:
            return True
        if self.settings.summons == "post":
            return self._engages(account, post)
        return any(
            self._engages(account, other)
            for other in self
            if other.conversation_id == post.conversation_id and other.author_id == post.author_id
        )

    def engaged(self, account: str, person: str) -> bool:
        """Say whether a person has ever mentioned, answered or quoted an account."""
        return any(
            post.author_id == person
            and (self._engages(account, post) or post.in_reply_to_user == account)
            for post in self
        )

    def named(self, post: Post) -> tuple[str, ...]:
        """Return whom a post mentions, the mentions that X put before it included."""
        return self._mentioned(post.text, author=post.author_id)

    def _count(self, post: Post, change: int) -> None:
        if post.in_reply_to:
            self.replies[post.in_reply_to] += change
        if post.quoted:
            self.quotes[post.quoted] += change

    def _engages(self, account: str, post: Post) -> bool:
        quoted = self._posts.get(post.quoted or "")
        return account in post.mentioned or (quoted is not None and quoted.author_id == account)

    def _check_reply(self, draft: Draft, parent: Post) -> None:
        if not self.summons(draft.author_id, parent):
            raise forbidden(NOT_SUMMONED)
        own = parent.author_id == draft.author_id
        by_name = parent.reply_settings == "mentionedUsers" and draft.author_id in parent.mentioned
        if not (own or by_name or parent.reply_settings == "everyone"):
            raise forbidden(NOT_SUMMONED)
        automated = self.settings.automated or draft.made_with_ai
        if automated and not own and self._has_automated_reply(draft.author_id, parent.id):
            raise forbidden(SECOND_AUTOMATED)

    def _has_automated_reply(self, account: str, parent: str) -> bool:
        return any(
            post.author_id == account
            and post.in_reply_to == parent
            and post.by_api
            and (self.settings.automated or post.made_with_ai)
            for post in self
        )

    def _is_duplicate(self, draft: Draft) -> bool:
        text = _folded(self._with_mentions(draft)[0])
        since = self._clock.now() - REMEMBERED
        return any(
            post.author_id == draft.author_id
            and post.stands
            and post.created_at > since
            and post.quoted == draft.quote
            and _folded(post.text) == text
            for post in self
        )

    def _automatic(self, draft: Draft) -> list[str]:
        """Return the names that X puts before a reply: whom it answers, and who takes part."""
        parent = self.get(draft.reply_to)
        if parent is None:
            return []
        before = leading_names(parent.text) if parent.visible_from else []
        carried = [found.id for name in before if (found := self._accounts.named(name))]
        others = [id for id in (*carried, *parent.mentioned) if id not in draft.exclude]
        ids = dict.fromkeys(id for id in (parent.author_id, *others) if id != draft.author_id)
        return [self._accounts.of(id).username for id in ids]

    def _with_mentions(self, draft: Draft) -> tuple[str, int]:
        """Return the text with its automatic mentions, and where the visible part begins."""
        written = {name.lower() for name in leading_names(draft.text)}
        names = [name for name in self._automatic(draft) if name.lower() not in written]
        prefix = "".join(f"@{name} " for name in names)
        return prefix + draft.text, len(prefix)

    def _mentioned(self, text: str, *, author: str) -> tuple[str, ...]:
        found = (self._accounts.named(name) for name in mentioned_names(text))
        return tuple(dict.fromkeys(one.id for one in found if one and one.id != author))

    def _first_named(self, text: str) -> str | None:
        """A post that begins with a mention counts as one to that account."""
        names = leading_names(text)
        account = self._accounts.named(names[0]) if names else None
        return account.id if account else None


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
