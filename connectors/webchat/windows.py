"""Open windows: each is shown every line after the last one it has seen, and who is speaking."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic
from typing import Any

from chassis.logs import get_logger
from connectors.webchat import wire
from connectors.webchat.log import Heard, Numbered, WebchatLog
from connectors.webchat.sessions import Session
from conversation.holds import Owner

Emit = Callable[[str, str, Any], Awaitable[None]]
AskSpeaker = Callable[[Session], Awaitable[wire.Payload]]


@dataclass(slots=True)
class Window:
    """One socket that looks at a conversation, up to number `seen`.

    `counts`: the client numbers lines itself and says where it stands. For others we remember what
    they were sent; `doubtful` are the numbers sent lately, and when: not known to have arrived.
    `heard` are lines told to it and not yet shown; `behind`: some may not have been told.
    """

    sid: str
    session: Session
    seen: int
    counts: bool
    reset: bool = False
    speaker: wire.Payload | None = None
    stale: bool = True
    behind: bool = True
    heard: list[Numbered] = field(default_factory=list)
    doubtful: deque[tuple[int, float]] = field(default_factory=deque)
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None


class Windows:
    """All windows of this process. `poll` heals a wake-up that was lost.

    A client that does not count confirms nothing. What it was sent counts as arrived when it
    writes, when it says good-bye, or when its connection lives on for longer than `doubt`, the time
    in which nobody may notice that it has died. What is in doubt comes again: twice before never.
    """

    def __init__(
        self,
        *,
        log: WebchatLog,
        emit: Emit,
        ask_speaker: AskSpeaker,
        poll: timedelta,
        doubt: timedelta,
    ) -> None:
        self._log = log
        self._emit = emit
        self._ask_speaker = ask_speaker
        self._poll = poll.total_seconds()
        self._doubt = doubt.total_seconds()
        self._windows: dict[str, Window] = {}
        self._by_conversation: dict[str, set[str]] = {}

    async def open(self, sid: str, session: Session, *, after: int | None) -> Window:
        """Let socket `sid` look at a session from now on, after number `after` (None: the client
        does not count, go on after what it was sent)."""
        known = self._windows.get(sid)
        if known and known.session == session and after is None and not known.counts:
            return known
        await self.close(sid)
        conversation = session.conversation
        seen = await self._log.sent(conversation) if after is None else after
        begun_anew = seen > await self._log.length(conversation)
        window = Window(
            sid=sid,
            session=session,
            seen=0 if begun_anew else seen,
            counts=after is not None,
            reset=begun_anew,
        )
        self._windows[sid] = window
        self._by_conversation.setdefault(str(conversation), set()).add(sid)
        window.task = asyncio.create_task(self._follow(window))
        return window

    async def close(self, sid: str, *, silently: bool = False) -> None:
        """Forget a socket. `silently`: it ended without a word, what was in doubt stays so."""
        window = self._windows.pop(sid, None)
        if window is None:
            return
        c = str(window.session.conversation)
        self._by_conversation[c].discard(sid)
        if not self._by_conversation[c]:
            del self._by_conversation[c]
        if window.task and window.task is not asyncio.current_task():
            window.task.cancel()
            with suppress(asyncio.CancelledError):
                await window.task
        if not silently:
            await self._confirm(window, age=0.0)

    async def close_all(self) -> None:
        """Forget every socket."""
        for sid in list(self._windows):
            await self.close(sid)

    async def heard_from(self, sid: str) -> None:
        """Note that a socket's client is alive, so what it was sent has arrived."""
        if window := self._windows.get(sid):
            await self._confirm(window, age=0.0)

    def of(self, sid: str) -> Window | None:
        """Return the window of a socket, if it has asked for a session."""
        return self._windows.get(sid)

    def looking_at(self, conversation: str) -> list[Window]:
        """Return the windows that look at a conversation."""
        return [self._windows[sid] for sid in self._by_conversation.get(conversation, ())]

    def new_line(self, heard: Heard | None) -> None:
        """Let the windows of a conversation show a line; None: all look for what they missed."""
        for window in self._addressed(heard.conversation if heard else None):
            if heard:
                window.heard.append(heard.numbered)
            else:
                window.behind = True
            window.wake.set()

    def new_speaker(self, conversation: str | None) -> None:
        """Let the windows of a conversation (None: all) learn who is speaking."""
        for window in self._addressed(conversation):
            window.stale = True
            window.wake.set()

    async def typing(self, conversation: str) -> None:
        """Show that the assistant is about to answer, where the assistant is speaking."""
        for window in self.looking_at(conversation):
            owner = (window.speaker or {}).get("speaker")
            if owner in (Owner.ASSISTANT.value, Owner.NOBODY.value):
                await self._emit(window.sid, wire.TYPING, {"speaker": Owner.ASSISTANT.value})

    def _addressed(self, conversation: str | None) -> list[Window]:
        everybody = list(self._windows.values())
        return everybody if conversation is None else self.looking_at(conversation)

    async def _follow(self, window: Window) -> None:
        while True:
            window.wake.clear()
            try:
                await self._catch_up(window)
                await self._confirm(window, age=self._doubt)
            except Exception as error:  # noqa: BLE001 - a window outlives the store's bad minute
                get_logger().warning("webchat_window_behind", exc_info=error)
                window.stale = window.behind = True
            try:
                async with asyncio.timeout(self._poll):
                    await window.wake.wait()
            except TimeoutError:
                window.stale = window.behind = True

    async def _catch_up(self, window: Window) -> None:
        if window.stale:
            window.stale = False
            await self._show_speaker(window)
        heard, window.heard = window.heard, []
        for numbered in heard:
            if numbered.n == window.seen + 1 and not window.behind:
                await self._show(window, [numbered])
            elif numbered.n > window.seen:
                window.behind = True
        if window.behind:
            window.behind = False
            while page := await self._log.after(window.session.conversation, window.seen):
                await self._show(window, page)

    async def _show(self, window: Window, page: list[Numbered]) -> None:
        if window.counts:
            await self._show_counted(window, page)
        else:
            await self._show_plain(window, page)

    async def _show_speaker(self, window: Window) -> None:
        speaker = await self._ask_speaker(window.session)
        if speaker != window.speaker:
            window.speaker = speaker
            await self._emit(window.sid, wire.SPEAKER, speaker)

    async def _show_counted(self, window: Window, page: list[Numbered]) -> None:
        await self._emit(window.sid, wire.HISTORY, wire.history(page, reset=window.reset))
        window.reset = False
        window.seen = page[-1].n

    async def _show_plain(self, window: Window, page: list[Numbered]) -> None:
        for numbered in page:
            if not wire.is_customers(numbered.line):
                for payload in wire.bot_uttered(numbered):
                    await self._emit(window.sid, wire.BOT_UTTERED, payload)
            window.seen = numbered.n
            window.doubtful.append((numbered.n, monotonic()))

    async def _confirm(self, window: Window, *, age: float) -> None:
        """Remember as arrived what was sent at least `age` seconds ago."""
        arrived = 0
        while window.doubtful and window.doubtful[0][1] <= monotonic() - age:
            arrived, _ = window.doubtful.popleft()
        if arrived:
            await self._log.mark_sent(window.session.conversation, arrived)
