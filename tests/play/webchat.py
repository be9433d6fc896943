"""The web chat's door: a socket.io client that counts lines and numbers messages, as the widget."""

import asyncio
import uuid
from collections.abc import Sequence
from typing import Any

import socketio
from redis.asyncio import Redis
from socketio.exceptions import SocketIOError

from conversation.identity import Channel, ConversationId
from conversation.keys import Keys
from tests.play.doors import DoorError, Utterance
from tests.play.reply import Reply, Said
from tests.play.shown import line_of, shown_lines

ANSWER_SECONDS = 20.0
NOTHING_TO_TAKE = {"code": "empty"}


class WebchatDoor:
    """One visitor of the web chat."""

    def __init__(self, redis: Redis, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys
        self._socket = socketio.AsyncClient(reconnection=False)
        self._session = ""
        self._confirmed = asyncio.Event()
        self._news = asyncio.Event()
        self._lines: dict[int, Said] = {}
        self._told = 0
        self._ids: dict[str, str] = {}
        self._socket.on("session_confirm", self._confirm)
        self._socket.on("history", self._show)

    @property
    def conversation(self) -> str:
        """See Door: a session's token is its id with a signature behind the last point."""
        id = self._session.rpartition(".")[0]
        return str(ConversationId(Channel.WEBCHAT, thread=id, customer=id))

    async def enter(self, url: str) -> None:
        """Open the chat and hear the greeting. Raises DoorError."""
        try:
            await self._socket.connect(url, transports=["websocket"])
            await self._socket.emit("session_request", {"session_id": None, "after": 0})
            await asyncio.wait_for(self._confirmed.wait(), ANSWER_SECONDS)
        except (SocketIOError, TimeoutError) as error:
            raise DoorError(f"The web chat does not open: {error!r}.") from None
        await self.hear()

    async def write(self, utterances: Sequence[Utterance]) -> None:
        """See Door."""
        waiting = [(each, await self._sent(each)) for each in utterances]
        for utterance, answer in waiting:
            try:
                said = await asyncio.wait_for(answer, ANSWER_SECONDS)
            except TimeoutError:
                raise DoorError("The web chat did not confirm a line.") from None
            if said == NOTHING_TO_TAKE and not utterance.text.strip():
                continue  # an attachment alone, which the web chat does not know
            if not (isinstance(said, dict) and said.get("n")):
                raise DoorError(f"The web chat refused a line: {said}.")

    async def hear(self) -> Reply:
        """See Door."""
        key = self._keys.of("webchat", self.conversation)
        length = int(await self._redis.llen(key))
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                while not all(n in self._lines for n in range(1, length + 1)):
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            raise DoorError("The web chat's window does not show all lines.") from None
        fresh = [self._lines[n] for n in range(self._told + 1, length + 1)]
        self._told = length
        return Reply(tuple(line for line in fresh if line.speaker != "customer"))

    async def close(self) -> None:
        """See Door."""
        await self._socket.disconnect()

    async def _sent(self, utterance: Utterance) -> "asyncio.Future[Any]":
        """Send a line without waiting for its confirmation, so that the next follows at once."""
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._ids[utterance.name] = uuid.uuid4().hex
        line = line_of(utterance, session=self._session, ids=self._ids)

        def confirmed(*said: Any) -> None:
            if not answer.done():
                answer.set_result(said[0] if said else None)

        try:
            await self._socket.emit("user_uttered", line, callback=confirmed)
        except SocketIOError as error:
            raise DoorError(f"The web chat is closed: {error!r}.") from None
        return answer

    async def _confirm(self, session: str) -> None:
        self._session = session
        self._confirmed.set()

    async def _show(self, history: dict[str, Any]) -> None:
        self._lines.update(shown_lines(history))
        self._news.set()
