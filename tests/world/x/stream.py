"""X's persistent streams: the filtered one with its rules, and that of activities."""

import asyncio
import json
from typing import Any

from tests.world.numbers import Numbers
from tests.world.x.problems import invalid, plain
from tests.world.x.query import Queries, Rule
from tests.world.x.state import Post

KEEP_ALIVE_SECONDS = 20.0
MOST_RULES = 1_000
LONGEST_RULE = 1_024
BLANK = b"\r\n"


class Channel:
    """One stream, to which one client may be connected."""

    def __init__(self) -> None:
        self._client: asyncio.Queue[dict[str, Any] | None] | None = None

    def connect(self) -> asyncio.Queue[dict[str, Any] | None]:
        """Return what the client is to be sent; None ends it. Raises XProblemError if one is on."""
        if self._client is not None:
            detail = "This stream is currently at the maximum allowed connection limit."
            raise plain(429, "ConnectionException", detail)
        self._client = asyncio.Queue()
        return self._client

    def disconnect(self) -> None:
        self._client = None

    def cut(self) -> None:
        """End the connection from our side, as X does now and then."""
        if self._client is not None:
            self._client.put_nowait(None)

    @property
    def connected(self) -> bool:
        return self._client is not None

    def send(self, event: dict[str, Any]) -> None:
        if self._client is not None:
            self._client.put_nowait(event)


async def next_bytes(queue: asyncio.Queue[dict[str, Any] | None]) -> bytes | None:
    """Return the next line, or a blank one if nothing happens; None at the end."""
    try:
        async with asyncio.timeout(KEEP_ALIVE_SECONDS):
            event = await queue.get()
    except TimeoutError:
        return BLANK
    return None if event is None else json.dumps(event, ensure_ascii=False).encode() + BLANK


class Rules:
    """The rules of the filtered stream."""

    def __init__(self, queries: Queries, numbers: Numbers) -> None:
        self._queries = queries
        self._numbers = numbers
        self._all: dict[str, Rule] = {}

    def all(self) -> list[Rule]:
        return list(self._all.values())

    def fitting(self, post: Post) -> list[Rule]:
        return [rule for rule in self.all() if rule.fits(post)]

    def add(self, value: str, tag: str | None) -> Rule:
        """Add a rule. Raises XProblemError if it is too long, one too many, or there already."""
        if len(value) > LONGEST_RULE:
            raise invalid(f"A rule has at most {LONGEST_RULE} characters.", value=value)
        if len(self._all) >= MOST_RULES:
            raise invalid("RulesCapExceeded")
        if any(rule.value == value for rule in self.all()):
            raise invalid("DuplicateRule", parameter="value", value=value)
        rule = Rule(self._numbers.snowflake(), value, tag, self._queries.understood(value))
        self._all[rule.id] = rule
        return rule

    def remove(self, ids: list[str], values: list[str]) -> tuple[int, int]:
        """Remove rules; return how many were removed and how many were not there."""
        found = [id for id in ids if id in self._all]
        found += [rule.id for rule in self.all() if rule.value in values]
        for id in dict.fromkeys(found):
            del self._all[id]
        return len(set(found)), len(ids) + len(values) - len(set(found))
