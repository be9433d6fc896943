"""The engine dies and comes back: an apology and a person meanwhile, the assistant afterwards."""

import asyncio
import os
import signal
import time
import uuid
from pathlib import Path
from typing import Any

import httpx
import pytest
import socketio

from tests.support.stack import Stack

ANSWER_SECONDS = 30
BACK_SECONDS = 150


class Chat:
    """A customer on a plain socket.io client."""

    def __init__(self) -> None:
        self._socket = socketio.AsyncClient()
        self._session = ""
        self._confirmed = asyncio.Event()
        self._heard: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._socket.on("session_confirm", self._confirm)
        self._socket.on("bot_uttered", self._heard.put)

    async def open(self, url: str) -> None:
        await self._socket.connect(url, transports=["websocket"])
        await self._socket.emit("session_request", {"session_id": None})
        await asyncio.wait_for(self._confirmed.wait(), ANSWER_SECONDS)
        await asyncio.wait_for(self._heard.get(), ANSWER_SECONDS)  # the disclosure

    async def ask(self, text: str) -> str:
        line = {"message": text, "session_id": self._session, "id": uuid.uuid4().hex}
        await self._socket.call("user_uttered", line, timeout=ANSWER_SECONDS)
        answer = await asyncio.wait_for(self._heard.get(), ANSWER_SECONDS)
        return str(answer.get("text", ""))

    async def close(self) -> None:
        await self._socket.disconnect()

    async def _confirm(self, session: Any) -> None:
        self._session = session if isinstance(session, str) else session["session_id"]
        self._confirmed.set()


async def _asked_anew(stack: Stack, text: str) -> str:
    chat = Chat()
    await chat.open(stack.url("gateway"))
    try:
        return await chat.ask(text)
    finally:
        await chat.close()


def _engine_processes(stack: Stack) -> list[int]:
    """Return the ids of the engine processes that this stack's keeper runs."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                words = (folder / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            port = str(stack.ports["engine"]).encode()
            if b"rasa" in words and port in words:
                found.append(int(folder.name))
    return found


def _waiting(stack: Stack) -> dict[str, str]:
    """Return why each conversation in the queue waits, by its id."""
    answer = httpx.get(
        f"{stack.url('desk')}/api/conversations",
        params={"owner": "queue"},
        headers={"authorization": f"Bearer {stack.secret('API_TOKENS')}"},
    )
    return {each["id"]: each["reason"] for each in answer.json()["conversations"]}


def _times_ready(stack: Stack) -> int:
    return (stack.data_dir / "log" / "keeper.log").read_text().count("engine_ready")


@pytest.mark.timeout(600)
async def test_while_the_engine_is_down_people_take_over_and_then_it_works_again_by_itself(
    stack: Stack,
) -> None:
    assert "34,99" in await _asked_anew(stack, "Was kostet Zuhause M?")
    before, ready = _waiting(stack), _times_ready(stack)

    for process in _engine_processes(stack):
        os.kill(process, signal.SIGKILL)
    sorry = await _asked_anew(stack, "Was kostet Zuhause M?")
    assert "Entschuldigung" in sorry
    assert "um 10:" in sorry
    waiting = _waiting(stack)
    assert [waiting[each] for each in waiting.keys() - before] == ["bot_unavailable"]

    end = time.monotonic() + BACK_SECONDS
    while _times_ready(stack) == ready:
        assert time.monotonic() < end, "The engine did not come back."
        await asyncio.sleep(0.5)
    await asyncio.sleep(1)
    assert "34,99" in await _asked_anew(stack, "Was kostet Zuhause M?")
