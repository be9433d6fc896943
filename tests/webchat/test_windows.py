"""What a window shows of lines that it is told of, and of those that it is not."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest_asyncio

from connectors.webchat import wire
from connectors.webchat.log import Heard, MemoryWebchatLog, Numbered
from connectors.webchat.sessions import Session
from connectors.webchat.windows import Windows
from conversation.identity import ConversationId, LineId
from conversation.messages import Line, Speaker

SESSION = Session(id="anna", token="anna.signed")
HERE = SESSION.conversation


class CountedLog(MemoryWebchatLog):
    """The log in memory, which counts how often it is read."""

    def __init__(self) -> None:
        super().__init__()
        self.reads = 0

    async def after(self, conversation: ConversationId, n: int) -> list[Numbered]:
        self.reads += 1
        return await super().after(conversation, n)


class Shop:
    """One window, and what it has been shown."""

    def __init__(self) -> None:
        self.log = CountedLog()
        self.shown: list[int] = []
        self.windows = Windows(
            log=self.log,
            emit=self._emit,
            ask_speaker=self._nobody,
            poll=timedelta(seconds=60),
            doubt=timedelta(seconds=60),
        )

    async def says(self, number: int) -> Heard:
        """Write the `number`-th line down; return what listeners hear of it."""
        line = _line(number)
        return Heard(str(HERE), Numbered(await self.log.append(HERE, line), line))

    async def shows(self, *numbers: int) -> None:
        """Wait until just these lines have been shown, in this order."""
        async with asyncio.timeout(5):
            while len(self.shown) < len(numbers):
                await asyncio.sleep(0.001)
        assert self.shown == list(numbers)

    async def _emit(self, _sid: str, event: str, payload: Any) -> None:
        if event == wire.HISTORY:
            self.shown += [one["n"] for one in payload["lines"]]

    async def _nobody(self, _session: Session) -> wire.Payload:
        return {}


def _line(number: int) -> Line:
    at = datetime(2026, 11, 23, 9, number, tzinfo=UTC)
    return Line(id=LineId(str(number)), speaker=Speaker.ASSISTANT, text="Moin", at=at)


@pytest_asyncio.fixture
async def shop() -> AsyncIterator[Shop]:
    shop = Shop()
    await shop.says(1)
    await shop.windows.open("socket", SESSION, after=0)
    await shop.shows(1)
    yield shop
    await shop.windows.close_all()


async def test_a_line_that_a_window_is_told_of_needs_no_look_into_the_log(shop: Shop) -> None:
    before = shop.log.reads
    for number in (2, 3):
        shop.windows.new_line(await shop.says(number))
    await shop.shows(1, 2, 3)
    assert shop.log.reads == before


async def test_a_line_that_it_is_told_of_twice_is_shown_once(shop: Shop) -> None:
    for _ in range(2):
        shop.windows.new_line(await shop.says(2))
        await shop.shows(1, 2)


async def test_what_it_was_not_told_of_is_shown_first(shop: Shop) -> None:
    await shop.says(2)
    shop.windows.new_line(await shop.says(3))
    await shop.shows(1, 2, 3)


async def test_lines_told_in_another_order_are_shown_in_their_own(shop: Shop) -> None:
    second, third = await shop.says(2), await shop.says(3)
    for heard in (third, second):
        shop.windows.new_line(heard)
    await shop.shows(1, 2, 3)


async def test_a_connection_that_was_lost_makes_it_look(shop: Shop) -> None:
    await shop.says(2)
    shop.windows.new_line(None)
    await shop.shows(1, 2)
