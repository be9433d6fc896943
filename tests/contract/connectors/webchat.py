"""The web chat as the contract suite meets it: a socket, whose store is the platform."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx

from connectors.webchat.log import MemoryWebchatLog
from connectors.webchat.outbound import WebchatSender
from conversation.identity import Channel, ConversationId
from conversation.messages import Line, Speaker
from conversation.ports import Sender
from handoff.memory import MemoryTranscripts
from tests.contract.connectors.harness import Connector, Damage, Said, Taken, Trouble
from tests.webchat.clients import Client
from tests.webchat.world import World, running

POLLING = "/socket.io/?EIO=4&transport=polling"
FARTHER_THAN_ANY_LINE = 200_000
DEEPER_THAN_ANY_PARSER = 100_000
#: What a request on a connection that has been ended is answered.
ENDED = 400


@dataclass
class FailingLog(MemoryWebchatLog):
    """A store whose connection breaks when told to, before or after it has written."""

    breaks: list[Trouble] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    async def append(self, conversation: ConversationId, line: Line) -> int:
        trouble = self.breaks.pop() if self.breaks else None
        if trouble is Trouble.BUSY:
            raise ConnectionError("The store is out of reach.")
        number = await super().append(conversation, line)
        if trouble is Trouble.SILENT:
            raise ConnectionError("The store's answer was lost.")
        return number


@dataclass
class WebchatHarness:
    """See Harness."""

    world: World
    client: Client
    log: FailingLog
    conversation: ConversationId
    sender: Sender

    async def tell(self, *said: Said, nonsense: bool = False) -> int:
        answers = []
        for place, one in enumerate(said):
            if nonsense and place == 1:
                await self.client.io.emit("user_uttered", {"message": 42, "session_id": []})
            answers.append(await self.client.say(one.text, id=f"message-{one.number}"))
        return 200 if all("n" in answer for answer in answers) else 500

    async def tell_damaged(self, damage: Damage, said: Said) -> int:
        """Speak as a long-polling client does, whose packets are bodies."""
        uttered = {"message": said.text, "session_id": self.client.token}
        body = b"42" + json.dumps(["user_uttered", uttered], ensure_ascii=False).encode()
        async with httpx.AsyncClient(base_url=self.world.url) as http:
            address = await _connection(http)
            match damage:
                case Damage.FORGED:
                    return await _post(http, f"{POLLING}&sid=a-connection-of-others", body)
                case Damage.TRUNCATED:
                    body = body[:-10]
                case Damage.OVERSIZED:
                    body += b" " * FARTHER_THAN_ANY_LINE
                case Damage.CHARSET:
                    body = body.decode().encode("latin-1", "replace")
                case Damage.NESTED:
                    body = b"42" + b"[" * DEEPER_THAN_ANY_PARSER + body
            status = await _post(http, address, body)
            return status if status >= ENDED else await _post(http, address, b"3")

    async def taken(self) -> list[Taken]:
        lines = await MemoryTranscripts(self.world.live).lines(self.conversation)
        written = [one for one in lines if one.speaker is Speaker.CUSTOMER]
        return [Taken(one.id, self.conversation, one.text, one.at) for one in written]

    async def stored(self) -> Any:
        transcripts = MemoryTranscripts(self.world.live)
        return [
            *await transcripts.lines(self.conversation),
            *await self.log.after(self.conversation, 0),
        ]

    async def shown(self) -> list[str]:
        lines = [one.line for one in await self.log.after(self.conversation, 0)]
        return [line.text for line in lines if line.speaker is Speaker.AGENT]

    async def meets(self, trouble: Trouble) -> None:
        self.log.breaks.append(trouble)

    async def pass_by(self, span: timedelta) -> None:
        """Nothing waits here."""

    async def close(self) -> None:
        """The way out is a store that others close."""


async def _connection(http: httpx.AsyncClient) -> str:
    """Connect by long polling; return the connection's address."""
    opened = await http.get(POLLING)
    address = f"{POLLING}&sid={json.loads(opened.text[1:])['sid']}"
    assert await _post(http, address, b"40") == 200
    return address


async def _post(http: httpx.AsyncClient, address: str, body: bytes) -> int:
    kind = {"content-type": "text/plain;charset=UTF-8"}
    return (await http.post(address, content=body, headers=kind)).status_code


@asynccontextmanager
async def _webchat(_redis_url: str) -> AsyncIterator[WebchatHarness]:
    log = FailingLog()
    async with running(log=log) as world, Client(world, counts=True) as client:
        token = await client.ask_session()
        yield WebchatHarness(
            world=world,
            client=client,
            log=log,
            conversation=world.conversation(token),
            sender=WebchatSender(log),
        )


# No line is refused here, and an error of the store is worth another try.
CHANNELS = {
    Channel.WEBCHAT: Connector(
        open=_webchat,
        raises={Trouble.BUSY: ConnectionError, Trouble.SILENT: ConnectionError},
    )
}
