"""X's query language, as search and the rules of the filtered stream use it."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from tests.world.x.accounts import Accounts
from tests.world.x.problems import invalid
from tests.world.x.state import Post
from tests.world.x.texts import HASHTAG, mentioned_names
from tests.world.x.weight import links

PART = re.compile(r'\s*(\(|\)|-?"[^"]*"|-?[^\s()"]+:"[^"]*"|-?[^\s()"]+|-(?=\())')
Test = Callable[[Post], bool]


class Queries:
    """Understands queries about the posts of some accounts."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    def understood(self, text: str) -> Test:
        """Return what decides whether a post fits. Raises XProblemError, as X does."""
        parts = _parts(text)
        test, rest = self._either(parts)
        if rest:
            raise invalid(f"The query cannot be understood at: {rest[0]}", parameter="query")
        return test

    def _either(self, parts: list[str]) -> tuple[Test, list[str]]:
        first, rest = self._both(parts)
        tests = [first]
        while rest and rest[0] == "OR":
            test, rest = self._both(rest[1:])
            tests.append(test)
        return (lambda post: any(test(post) for test in tests)), rest

    def _both(self, parts: list[str]) -> tuple[Test, list[str]]:
        tests: list[Test] = []
        while parts and parts[0] not in ("OR", ")"):
            test, parts = self._one(parts)
            tests.append(test)
        if not tests:
            raise invalid("The query has an empty part.", parameter="query")
        return (lambda post: all(test(post) for test in tests)), parts

    def _one(self, parts: list[str]) -> tuple[Test, list[str]]:
        head, rest = parts[0], parts[1:]
        if head == "-" and rest:
            test, rest = self._one(rest)
            return (lambda post: not test(post)), rest
        if head == "(":
            test, rest = self._either(rest)
            if not rest or rest[0] != ")":
                raise invalid("A parenthesis is not closed.", parameter="query")
            return test, rest[1:]
        if head.startswith("-"):
            test = self._term(head[1:])
            return (lambda post: not test(post)), rest
        return self._term(head), rest

    def _term(self, term: str) -> Test:
        if term.startswith('"'):
            return _phrase(term.strip('"'))
        if term.startswith("@"):
            name = term[1:].lower()
            return lambda post: name in (one.lower() for one in mentioned_names(post.text))
        if term.startswith("#"):
            tag = term[1:].lower()
            return lambda post: tag in (one.lower() for one in HASHTAG.findall(post.text))
        operator, colon, value = term.partition(":")
        if colon:
            return self._operator(operator, value.strip('"'))
        return _phrase(term)

    def _operator(self, operator: str, value: str) -> Test:
        by_value: dict[str, Callable[[Post], str | None]] = {
            "from": lambda post: self._accounts.of(post.author_id).username.lower(),
            "to": lambda post: self._name(post.in_reply_to_user),
            "lang": lambda _post: "de",
            "conversation_id": lambda post: post.conversation_id,
            "in_reply_to_tweet_id": lambda post: post.in_reply_to,
            "quotes_of_tweet_id": lambda post: post.quoted,
        }
        facts: dict[str, Test] = {
            "is:reply": lambda post: post.in_reply_to is not None,
            "is:quote": lambda post: post.quoted is not None,
            "is:retweet": lambda _post: False,
            "has:mentions": lambda post: bool(mentioned_names(post.text)),
            "has:links": lambda post: bool(links(post.text)),
            "has:hashtags": lambda post: HASHTAG.search(post.text) is not None,
        }
        if operator in by_value:
            wanted = value.removeprefix("@").lower()
            return lambda post: by_value[operator](post) == wanted
        if f"{operator}:{value}" in facts:
            return facts[f"{operator}:{value}"]
        raise invalid(f"Reference to invalid operator '{operator}:{value}'.", parameter="query")

    def _name(self, id: str | None) -> str | None:
        account = self._accounts.get(id or "")
        return account.username.lower() if account else None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the filtered stream."""

    id: str
    value: str
    tag: str | None
    fits: Test

    def shown(self) -> dict[str, str]:
        return {"id": self.id, "value": self.value, **({"tag": self.tag} if self.tag else {})}


def _parts(text: str) -> list[str]:
    parts, position = [], 0
    text = text.strip()
    while position < len(text):
        found = PART.match(text, position)
        if found is None:
            raise invalid(
                f"The query cannot be understood at: {text[position:]}", parameter="query"
            )
        parts.append(found[1])
        position = found.end()
    return parts


def _phrase(words: str) -> Test:
    pattern = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)", re.IGNORECASE)
    return lambda post: pattern.search(post.text) is not None
