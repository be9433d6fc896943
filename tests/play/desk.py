"""The desk's JSON interface: who has a conversation and why, and the clock of the whole."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

import httpx

from tests.play.told import Packet

Follow = Callable[[datetime], Awaitable[None]]

WITH_PEOPLE = frozenset({"queue", "agent"})


class ClockError(Exception):
    """The clock could not be moved; one sentence says why."""


@dataclass(frozen=True, slots=True)
class Holding:
    """Who has a conversation, why people have it, and what they were told about it."""

    owner: str
    reason: str | None
    packet: Packet | None = None
    epoch: int = 0

    @property
    def with_people(self) -> bool:
        """Whether it waits for a person or one has it."""
        return self.owner in WITH_PEOPLE


@dataclass(frozen=True, slots=True)
class Entry:
    """A customer's line in the transcript, with placeholders for what is personal."""

    id: str
    text: str
    at: datetime


class DeskClient:
    """Asks the desk as a program with a token. `along` is moved whenever the clock is."""

    def __init__(self, client: httpx.AsyncClient, *, along: Follow | None = None) -> None:
        self._client = client
        self._along = along
        self._now: datetime | None = None

    async def holding(self, conversation: str) -> Holding:
        """Return who has a conversation; nobody has written in one that the desk does not know."""
        answer = await self._client.get(f"/api/conversations/{quote(conversation, safe='')}")
        if answer.status_code == httpx.codes.NOT_FOUND:
            return Holding(owner="assistant", reason=None)
        body: dict[str, Any] = answer.raise_for_status().json()
        packet = _packet(body["packet"]) if body["packet"] else None
        return Holding(
            owner=body["owner"], reason=body["reason"], packet=packet, epoch=body["epoch"]
        )

    async def customer_lines(self, conversation: str) -> list[Entry]:
        """Return what the customer wrote as people see it, oldest first."""
        path = f"/api/conversations/{quote(conversation, safe='')}/transcript"
        answer = await self._client.get(path)
        lines = answer.raise_for_status().json()["lines"]
        return [
            Entry(id=line["id"], text=line["text"], at=datetime.fromisoformat(line["at"]))
            for line in lines
            if line["speaker"] == "customer"
        ]

    async def move_clock(self, moment: datetime) -> None:
        """Set the local time everywhere. Raises ClockError."""
        if moment == self._now:
            return
        self._now = None
        answer = await self._client.put("/api/clock", json={"now": moment.isoformat()})
        if answer.is_error:
            raise ClockError(f"The clock cannot be moved to {moment}: {answer.text}")
        if self._along:
            await self._along(moment)
        self._now = moment


def _packet(body: dict[str, Any]) -> Packet:
    return Packet(
        facts={fact["name"]: fact["value"] for fact in body["facts"]},
        wish=body["wish"],
        summary=body["summary"],
    )
