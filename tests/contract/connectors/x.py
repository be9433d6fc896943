"""X as the contract suite meets it: posts that mention us, and direct messages."""

import html
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx

from connectors.incoming import Written
from connectors.x.bodies import DEEPEST
from conversation.errors import DeliveryUncertainError, TryLaterError, UndeliverableError
from conversation.identity import Channel, ConversationId
from conversation.ports import Sender
from tests.contract.connectors.harness import Connector, Damage, Said, Taken, Trouble
from tests.x.connected import DIRECT, NOW, PUBLIC, World, deliver, gateway
from tests.x.samples import ACCOUNT, CUSTOMER, POST, body, event, message, post, signature, signed

BUSY = {"errors": [{"code": 88, "message": "Rate limit exceeded"}]}
REFUSED = {"title": "Forbidden", "status": 403, "detail": "You cannot send messages to this user."}
NAME = "@kundin "
LISTS = (
    f"/2/users/{ACCOUNT}/tweets",
    f"/2/dm_conversations/with/{CUSTOMER}/dm_events",
)
FIRST = int(POST)
MESSAGE = 2_080_765_901_528_535_096


@dataclass
class XHarness:
    """See Harness; `event` writes what one thing said is in X's own words."""

    world: World
    client: httpx.AsyncClient
    conversation: ConversationId
    sender: Sender
    event: Callable[[Said], Any]
    sent: Callable[[], list[dict[str, Any]]]
    nonsense: Any

    async def tell(self, *said: Said, nonsense: bool = False) -> int:
        events = [self.event(one)["data"] for one in said]
        if nonsense:
            events.insert(1, self.nonsense["data"])
        return (await deliver(self.client, {"data": events})).status_code

    async def tell_damaged(self, damage: Damage, said: Said) -> int:
        raw = body(self.event(said))
        match damage:
            case Damage.FORGED:
                headers = {**signed(raw), "x-twitter-webhooks-signature": signature(raw + b" ")}
                return await self._post(raw, headers)
            case Damage.TRUNCATED:
                raw = raw[:-10]
            case Damage.OVERSIZED:
                raw += b" " * self.world.x.settings.max_body_bytes
            case Damage.CHARSET:
                raw = raw.decode().encode("utf-16")
            case Damage.NESTED:
                raw = b'{"data":' * DEEPEST + raw + b"}" * DEEPEST
        return await self._post(raw, signed(raw))

    async def taken(self) -> list[Taken]:
        written: list[Written] = self.world.kept.of(Written)
        return [Taken(one.id, one.conversation, one.text, one.sent_at) for one in written]

    async def stored(self) -> Any:
        return sorted(await self.world.redis.keys("*"))

    async def shown(self) -> list[str]:
        newest_first = [html.unescape(one["text"]) for one in self.sent()]
        return [text.removeprefix(NAME) for text in reversed(newest_first)]

    async def meets(self, trouble: Trouble) -> None:
        reset = str(int((self.world.clock.now() + timedelta(minutes=2)).timestamp()))
        match trouble:
            case Trouble.BUSY:
                told = {"x_rate_limit_remaining": "0", "x_rate_limit_reset": reset}
                self.world.fake.next(429, BUSY, **told)
            case Trouble.REFUSED:
                self.world.fake.next(403, REFUSED)
            case Trouble.SILENT:
                self.world.fake.hang(done=True)
                self.world.fake.lists |= dict.fromkeys(LISTS, _nothing_yet)

    async def pass_by(self, span: timedelta) -> None:
        self.world.clock.set(self.world.clock.now() + span)
        self.world.fake.lists.clear()

    async def close(self) -> None:
        await self.world.x.close()

    async def _post(self, raw: bytes, headers: dict[str, str]) -> int:
        return (await self.client.post("/webhooks/x", content=raw, headers=headers)).status_code


def _nothing_yet(_query: dict[str, str]) -> dict[str, Any]:
    return {"meta": {"result_count": 0}}


def _at(said: Said) -> Any:
    return NOW + timedelta(seconds=said.number)


def _posted(said: Said) -> Any:
    at = _at(said).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    id = str(FIRST + said.number)
    told = post(id=id, text=said.text, created_at=at, conversation_id=POST)
    return event("post.mention.create", told, uuid=f"-{id}")


def _written(said: Said) -> Any:
    told = message(id=str(MESSAGE + said.number), text=said.text)
    told["direct_message_events"][0]["created_timestamp"] = str(int(_at(said).timestamp() * 1000))
    return event("dm.received", told, uuid=str(said.number))


@asynccontextmanager
async def _public(redis_url: str) -> AsyncIterator[XHarness]:
    async with gateway(redis_url) as (world, client):
        yield XHarness(
            world=world,
            client=client,
            conversation=PUBLIC,
            sender=world.x.public,
            event=_posted,
            sent=lambda: world.fake.posts,
            nonsense=event("post.mention.create", {"id": None, "author_id": [CUSTOMER]}),
        )


@asynccontextmanager
async def _direct(redis_url: str) -> AsyncIterator[XHarness]:
    async with gateway(redis_url) as (world, client):
        yield XHarness(
            world=world,
            client=client,
            conversation=DIRECT,
            sender=world.x.direct,
            event=_written,
            sent=lambda: world.fake.messages,
            nonsense=event("dm.received", {"direct_message_events": [{"id": {}}], "users": 7}),
        )


def _connector(open: Callable[[str], AbstractAsyncContextManager[XHarness]]) -> Connector:
    return Connector(
        open=open,
        raises={
            Trouble.BUSY: TryLaterError,
            Trouble.REFUSED: UndeliverableError,
            Trouble.SILENT: DeliveryUncertainError,
        },
    )


CHANNELS = {Channel.X_PUBLIC: _connector(_public), Channel.X_DM: _connector(_direct)}
