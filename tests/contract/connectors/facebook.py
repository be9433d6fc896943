"""Facebook as the contract suite meets it: Messenger, and comments below a page's post."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from connectors.facebook.bodies import DEEPEST
from connectors.facebook.webhook import SIGNATURE
from connectors.incoming import Written
from conversation.errors import DeliveryUncertainError, TryLaterError, UndeliverableError
from conversation.identity import Channel, ConversationId
from conversation.ports import Sender
from tests.contract.connectors.harness import Connector, Damage, Said, Taken, Trouble
from tests.facebook.fake_graph import Answer, error
from tests.facebook.world import CONVERSATION, NOW, PAGE, World, entry, event, feed, running, wire

POST, ROOT, AUTHOR = f"{PAGE}_55", "55_1", "4711"
COMMENTS = ConversationId(Channel.FB_COMMENT, thread=f"{POST}/{ROOT}", customer=AUTHOR)
INBOX = f"{PAGE}/conversations"


@dataclass
class FacebookHarness:
    """See Harness; `entries` writes what is said as Meta's entries."""

    world: World
    conversation: ConversationId
    sender: Sender
    entries: Callable[[tuple[Said, ...], bool], list[dict[str, Any]]]
    texts: Callable[[], list[str]]
    looked_at: Callable[[list[str]], dict[str, Any]]

    async def tell(self, *said: Said, nonsense: bool = False) -> int:
        return (await self.world.post(self._body(said, nonsense))).status_code

    async def tell_damaged(self, damage: Damage, said: Said) -> int:
        body = self._body((said,), False)
        match damage:
            case Damage.FORGED:
                return (
                    await self.world.post(body, **{SIGNATURE: "sha256=" + "0" * 64})
                ).status_code
            case Damage.TRUNCATED:
                body = body[:-9]
            case Damage.OVERSIZED:
                body += b" " * self.world.settings.max_body_bytes
            case Damage.CHARSET:
                body = body.decode().encode("utf-16")
            case Damage.NESTED:
                body = b'{"entry":' * DEEPEST + body + b"}" * DEEPEST
        return (await self.world.post(body)).status_code

    async def taken(self) -> list[Taken]:
        written: list[Written] = self.world.intake.of(Written)
        return [Taken(one.id, one.conversation, one.text, one.sent_at) for one in written]

    async def stored(self) -> Any:
        return sorted(await self.world.redis.keys("*"))

    async def shown(self) -> list[str]:
        return self.texts()

    async def meets(self, trouble: Trouble) -> None:
        match trouble:
            case Trouble.BUSY:
                self.world.graph.then(error(613))
            case Trouble.REFUSED:
                self.world.graph.then(error(100, 2018001))
            case Trouble.SILENT:
                self.world.graph.then(Answer(lost=True))

    async def pass_by(self, span: timedelta) -> None:
        """Pauses run by Redis' own clock, which stands here: they are over."""
        self.world.clock.set(self.world.clock.now() + span)
        self.world.graph.reads |= self.looked_at(self.texts())
        page, channel = PAGE, self.conversation.channel.value
        await self.world.redis.delete(self.world.names.of_page(page, "pause", channel))

    async def close(self) -> None:
        await self.world.out.close()

    def _body(self, said: tuple[Said, ...], nonsense: bool) -> bytes:
        return wire({"object": "page", "entry": self.entries(said, nonsense)})


def _messages(said: tuple[Said, ...], nonsense: bool) -> list[dict[str, Any]]:
    events = [
        event(
            NOW + timedelta(seconds=one.number),
            message={"mid": f"m_{one.number}", "text": one.text},
        )
        for one in said
    ]
    if nonsense:
        events.insert(1, {"sender": 7, "message": [], "timestamp": "gestern"})
    return [entry(*events)]


def _comments(said: tuple[Said, ...], nonsense: bool) -> list[dict[str, Any]]:
    entries = [
        feed(
            f"55_{one.number + 1}",
            parent=POST if one.number == 0 else ROOT,
            author=AUTHOR,
            message=one.text,
            created_time=int(NOW.timestamp()) + one.number,
        )
        for one in said
    ]
    if nonsense:
        broken = {"field": "feed", "value": {"item": "comment", "verb": "add", "comment_id": []}}
        entries.insert(1, {"id": PAGE, "time": 0, "changes": [broken]})
    return entries


def _ours(text: str, number: int) -> dict[str, Any]:
    at = NOW.strftime("%Y-%m-%dT%H:%M:%S+0000")
    return {"id": f"55_{900 + number}", "message": text, "from": {"id": PAGE}, "created_time": at}


def _inbox(texts: list[str]) -> dict[str, Any]:
    messages = [_ours(text, number) for number, text in enumerate(texts)]
    return {INBOX: {"data": [{"id": "t_1", "messages": {"data": messages}}]}}


def _below(texts: list[str]) -> dict[str, Any]:
    return {f"{ROOT}/comments": {"data": [_ours(text, n) for n, text in enumerate(texts)]}}


@asynccontextmanager
async def _messenger(redis_url: str) -> AsyncIterator[FacebookHarness]:
    async with running(redis_url) as world:
        yield FacebookHarness(
            world=world,
            conversation=CONVERSATION,
            sender=world.out.messenger,
            entries=_messages,
            texts=lambda: list(world.graph.texts),
            looked_at=_inbox,
        )


@asynccontextmanager
async def _below_a_post(redis_url: str) -> AsyncIterator[FacebookHarness]:
    async with running(redis_url) as world:
        yield FacebookHarness(
            world=world,
            conversation=COMMENTS,
            sender=world.out.comments,
            entries=_comments,
            texts=lambda: [body["message"] for _, body in world.graph.comments],
            looked_at=_below,
        )


def _connector(open: Callable[[str], AbstractAsyncContextManager[FacebookHarness]]) -> Connector:
    return Connector(
        open=open,
        raises={
            Trouble.BUSY: TryLaterError,
            Trouble.REFUSED: UndeliverableError,
            Trouble.SILENT: DeliveryUncertainError,
        },
    )


CHANNELS = {
    Channel.MESSENGER: _connector(_messenger),
    Channel.FB_COMMENT: _connector(_below_a_post),
}
