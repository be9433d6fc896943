"""Listens through X's filtered stream: one connection, kept open, its rules kept like ours."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx

from connectors.x.account import Account
from connectors.x.activity import attempted
from connectors.x.api import Call, XApi, read_answer
from connectors.x.auth import Authorization
from connectors.x.fields import objects, part
from connectors.x.hearing import Hearing
from connectors.x.posts import Included, read_post
from connectors.x.problems import NotSentError, RefusedError, UnansweredError, read_problem
from connectors.x.rules import Query

RULES = "/2/tweets/search/stream/rules"
STREAM = "/2/tweets/search/stream"
# Only rules of this tag are ours to delete.
TAG = "lotse:"
# X sends a blank line every 20 seconds; silence for longer is a dead connection.
SILENCE = timedelta(seconds=45)
# The stream's fields still have their old names in the specification of August 2026.
FIELDS: Mapping[str, str] = {
    "tweet.fields": "attachments,author_id,conversation_id,created_at,display_text_range,"
    "edit_history_tweet_ids,entities,in_reply_to_user_id,note_tweet,referenced_tweets,"
    "reply_settings",
    "expansions": "attachments.media_keys,author_id,referenced_tweets.id",
    "user.fields": "username",
    "media.fields": "type,url,preview_image_url",
}


@dataclass(frozen=True, slots=True)
class FilteredStream:
    """Uses the app's own authorization, which the stream asks for."""

    queries: Sequence[Query]
    http: httpx.AsyncClient
    auth: Authorization
    app: XApi
    hearing: Hearing
    breaker: Account
    silence: timedelta = SILENCE

    async def listen(self) -> None:
        """Hear until the connection ends. Raises XError, TryLaterError."""
        async with self.breaker.heeded():
            await self.keep_rules()
            async for line in self._lines():
                if told := _read(line):
                    await self.hearing.hear(told, unasked=True)

    async def keep_rules(self) -> None:
        """Let X's rules be ours, and leave alone those of other programs."""
        answer = await self.app.call(Call(method="GET", path=RULES))
        there = [one for one in objects(answer.get("data")) if _is_ours(one)]
        wanted = {query.value: query for query in self.queries}
        stale = [str(one["id"]) for one in there if one.get("value") not in wanted]
        missing = [query for value, query in wanted.items() if value not in _values(there)]
        if stale:
            body: dict[str, Any] = {"delete": {"ids": stale}}
            await self.app.call(Call(method="POST", path=RULES, body=body))
        if missing:
            added = [{"value": one.value, "tag": f"{TAG}{one.rule}"} for one in missing]
            await self.app.call(Call(method="POST", path=RULES, body={"add": added}))

    async def _lines(self) -> AsyncIterator[str]:
        timeout = httpx.Timeout(10.0, read=self.silence.total_seconds())
        request = self.http.build_request("GET", STREAM, params=FIELDS, timeout=timeout)
        request.headers.update(await self.auth.headers("GET", str(request.url)))
        try:
            answer = await self.http.send(request, stream=True)
        except httpx.HTTPError as error:
            raise NotSentError("The stream could not be opened.") from error
        try:
            if not answer.is_success:
                body = read_answer(await answer.aread())
                raise RefusedError(read_problem(answer.status_code, body), answer.status_code)
            async for line in answer.aiter_lines():
                yield line
        except httpx.HTTPError as error:
            raise UnansweredError("The stream fell silent.") from error
        finally:
            await answer.aclose()


def _read(line: str) -> list[Any]:
    """Read one line of the stream; blank ones keep the connection alive."""
    if not line.strip():
        return []
    event = read_answer(line.encode())
    if not isinstance(event.get("data"), dict):
        return []
    included = Included.read(event.get("includes"))
    return [attempted("stream.post", lambda post: read_post(post, included), part(event, "data"))]


def _is_ours(rule: Mapping[str, Any]) -> bool:
    return str(rule.get("tag", "")).startswith(TAG)


def _values(rules: Sequence[Mapping[str, Any]]) -> set[str]:
    return {str(one.get("value")) for one in rules}
