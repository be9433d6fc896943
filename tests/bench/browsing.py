"""Open pages of the console, as 160 browsers have them: what they hear, fetch and then show.

Over bare sockets: real clients would take more of the machine than the desk does.
"""

import asyncio
import json
import re
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from handoff.console.addresses import ROOT, path_of
from tests.bench.crowd import held
from tests.bench.full_desk import Desk

QUEUE, DUTY, STREAM = f"{ROOT}/queue", f"{ROOT}/duty", f"{ROOT}/live"
PART = {"HX-Request": "true", "Lotse-Live": "1"}
OK, UNCHANGED, BUSY = 200, 204, 503
AGAIN_SECONDS = 0.5
LINE_LIMIT = 1_000_000
ROW = re.compile(rb'<li id="row-([0-9a-f]+)" data-v="([^"]*)"')
SEEN = re.compile(rb'"Lotse-Seen": "([^"]*)"')

Socket = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Part:
    """A part of a page: fetched when out of date, one request at a time, the last wish kept."""

    def __init__(self, desk: Desk, head: bytes, path: str) -> None:
        self._desk = desk
        self._head = head
        self._path = path
        self._stale = asyncio.Event()
        self.version = b""
        self.asked_at = 0.0
        self.refused = 0
        self.fetched = 0
        self.shown: Callable[[bytes], None] = lambda _body: None

    def stale(self) -> None:
        """Have it fetched."""
        self._stale.set()

    async def run(self) -> None:
        """Fetch whenever it is out of date."""
        reader, writer = await _open(self._desk)
        while await self._stale.wait():
            self.asked_at = time.perf_counter()
            self._stale.clear()
            seen = b"Lotse-Seen: %b\r\n" % self.version if self.version else b""
            request = b"GET %b HTTP/1.1\r\n%b%b\r\n" % (self._path.encode(), self._head, seen)
            writer.write(request)
            status, body = await _answer(reader)
            self.fetched += 1
            if status == BUSY:
                self.refused += 1
                await asyncio.sleep(AGAIN_SECONDS)
                self._stale.set()
            elif status == OK:
                self.shown(body)


@dataclass(frozen=True)
class Word:
    """What came with the stream last: the order, and those rows that were ever told."""

    order: list[tuple[str, str]]
    rows: dict[str, str]
    pace: float
    at: float


class Page:
    """One agent's window: the queue, and for every second agent a conversation that they hold."""

    def __init__(self, desk: Desk, number: int) -> None:
        told = {"Host": "127.0.0.1", "Cookie": f"staff={desk.secrets[number]}", **PART}
        head = "".join(f"{name}: {value}\r\n" for name, value in told.items()).encode()
        opened = path_of(held(number)) if number % 2 else ""
        self._desk = desk
        self._stream = b"GET %b?conversation=%b HTTP/1.1\r\n%b\r\n" % (
            STREAM.encode(),
            opened.rpartition("/")[2].encode(),
            head,
        )
        self.lists = Part(desk, head, QUEUE)
        self.duty = Part(desk, head, DUTY)
        self.pane = Part(desk, head, f"{opened}?list=queue") if opened else None
        self.lists.shown = self._list_came
        self._rows: dict[str, str] = {}
        self._told: Word | None = None
        self._later: asyncio.TimerHandle | None = None
        self._fetched_at = float("-inf")
        self.ready = asyncio.Event()
        self.pushed = 0
        #: What it is yet to show, by key, and since when.
        self.awaited: dict[str, float] = {}
        self.took: list[float] = []

    def running(self) -> list[Coroutine[Any, Any, None]]:
        """Return what goes on in it."""
        parts = [self.lists, self.duty, *([self.pane] if self.pane else [])]
        return [self._listen(), *(part.run() for part in parts)]

    async def _listen(self) -> None:
        reader, writer = await _open(self._desk)
        writer.write(self._stream)
        name = b""
        while line := await reader.readline():
            if line.startswith(b"event: "):
                name = line[7:].strip()
            elif line.startswith(b"data: "):
                self._heard(name, line[6:])
        raise RuntimeError("The stream has ended.")

    def _heard(self, name: bytes, data: bytes) -> None:
        if name in (b"hello", b"lists"):
            self.lists.stale()
        if name in (b"hello", b"offers"):
            self.duty.stale()
        if name == b"queue":
            self._queue_came(json.loads(data))
        if name in (b"hello", b"conversation") and self.pane is not None:
            self.pane.stale()

    def _queue_came(self, told: Any) -> None:
        if told.get("again"):
            self._told = None
            self._fetch(told["pace"])
        if "order" not in told:
            return
        fresh = {**(self._told.rows if self._told else {}), **dict(_rows(told["html"].encode()))}
        order = [(key, version) for key, version in told["order"]]
        rows = {key: fresh[key] for key, _ in order if key in fresh}
        self._told = Word(order, rows, told["pace"], time.perf_counter())
        self.pushed += self._put(self._told)

    def _put(self, word: Word) -> bool:
        """Show what was told if every row of it is known, else have the list fetched."""
        known = {*self._rows.items(), *word.rows.items()}
        if not known.issuperset(word.order):
            self._fetch(word.pace)
            return False
        self._show(dict(word.order))
        return True

    def _fetch(self, pace: float) -> None:
        """Have the list fetched: at once, and then at a pace."""
        loop = asyncio.get_running_loop()
        if self._later is None:
            self._later = loop.call_at(max(loop.time(), self._fetched_at + pace), self._fetch_now)

    def _fetch_now(self) -> None:
        self._later, self._fetched_at = None, asyncio.get_running_loop().time()
        self.lists.version = b""
        self.lists.stale()

    def _list_came(self, body: bytes) -> None:
        seen = SEEN.search(body)
        self.lists.version = seen.group(1) if seen else b""
        self._show(dict(_rows(body)))
        if self._told and self.lists.asked_at < self._told.at:
            self._put(self._told)  # it may have been overtaken by the word
        self.ready.set()

    def _show(self, rows: dict[str, str]) -> None:
        now = time.perf_counter()
        self._rows = rows
        for key in [one for one in self.awaited if one in rows]:
            self.took.append(1000 * (now - self.awaited.pop(key)))


def _rows(body: bytes) -> list[tuple[str, str]]:
    return [(key.decode(), version.decode()) for key, version in ROW.findall(body)]


async def _open(desk: Desk) -> Socket:
    port = int(desk.url.rpartition(":")[2])
    return await asyncio.open_connection("127.0.0.1", port, limit=LINE_LIMIT)


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """Read a whole answer; return its status and body."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = head.partition(b"content-length: ")[2].partition(b"\r\n")[0]
    body = await reader.readexactly(int(length or 0))
    status = int(head.split(b" ", 2)[1])
    if status not in (OK, UNCHANGED, BUSY):
        raise RuntimeError(head.decode())
    return status, body
