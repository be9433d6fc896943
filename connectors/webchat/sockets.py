"""The events of Rasa's socket.io protocol, and what each sets in motion."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from chassis.logs import get_logger
from connectors.webchat import wire
from connectors.webchat.doors import ADDRESS
from connectors.webchat.intake import Accepted, Intake
from connectors.webchat.limits import Limits
from connectors.webchat.metrics import WebchatMetrics
from connectors.webchat.refusals import OutOfOrderError, RefusedError
from connectors.webchat.server import SocketServer
from connectors.webchat.sessions import Session, Sessions
from connectors.webchat.windows import Windows

ACCEPT_SECONDS = 8.0
BUDGET_SECONDS = 60.0

Welcome = Callable[[Session], Awaitable[None]]


@dataclass(slots=True)
class Visitor:
    """One socket: the address it is counted under, and how many events it sent since when."""

    address: str
    since: float = 0.0
    events: int = 0

    def is_flooding(self, most: int) -> bool:
        """Count one event and say whether these are more than any person makes in a minute."""
        now = time.monotonic()
        if now - self.since > BUDGET_SECONDS:
            self.since, self.events = now, 0
        self.events += 1
        return self.events > most


@dataclass(frozen=True, slots=True, kw_only=True)
class Sockets:
    """Handles the events of all sockets.

    The handlers run one after the other for each socket, so lines keep their order.
    """

    server: SocketServer
    sessions: Sessions
    limits: Limits
    intake: Intake
    windows: Windows
    welcome: Welcome
    metrics: WebchatMetrics
    most_events: int
    visitors: dict[str, Visitor] = field(default_factory=dict)

    def register(self) -> None:
        """Listen to the protocol's events."""
        for name in ("connect", "disconnect", "session_request", "user_uttered"):
            self.server.io.on(name, getattr(self, f"_{name}"))

    async def _connect(self, sid: str, *_: Any) -> None:
        # A client can also send an event of this name; only the real one finds a connection that
        # has no visitor yet, and nothing that the client claims is looked at.
        if sid not in self.visitors:
            self.visitors[sid] = Visitor(address=self.server.io.get_environ(sid)[ADDRESS])

    async def _disconnect(self, sid: str, *_: Any) -> None:
        self.visitors.pop(sid, None)
        try:
            await self.windows.close(sid, silently=self._ended_silently(sid))
        except Exception as error:  # noqa: BLE001 - what it was sent stays in doubt, no more
            get_logger().warning("webchat_close_failed", exc_info=error)

    async def _session_request(self, sid: str, *arguments: Any) -> None:
        visitor = await self._known(sid)
        if visitor is None:
            return
        request = wire.read_session_request(arguments[0] if arguments else None)
        counts = request.after is not None
        await self._guarded(
            sid, counts=counts, work=self._begin(sid, visitor=visitor, request=request)
        )

    async def _user_uttered(self, sid: str, *arguments: Any) -> wire.Payload | None:
        visitor = await self._known(sid)
        if visitor is None:
            return None
        uttered = wire.read_uttered(arguments[0] if arguments else None)
        if uttered is None:
            return {"code": "empty"}
        counts = uttered.id is not None
        return await self._guarded(
            sid, counts=counts, work=self._hear(sid, visitor=visitor, uttered=uttered)
        )

    async def _guarded(
        self, sid: str, *, counts: bool, work: Awaitable[wire.Payload | None]
    ) -> wire.Payload | None:
        """Await `work`; what it cannot take, and any failure, becomes a friendly sentence."""
        try:
            async with asyncio.timeout(ACCEPT_SECONDS):
                return await work
        except RefusedError as refused:
            refusal = refused
        except Exception as error:  # noqa: BLE001 - a customer never meets silence
            get_logger().error("webchat_event_failed", exc_info=error)
            refusal = OutOfOrderError()
        self.metrics.lines.labels(refusal.code).inc()
        await self._tell(sid, refusal, counts=counts)
        return refusal.payload()

    async def _begin(
        self, sid: str, *, visitor: Visitor, request: wire.SessionRequest
    ) -> wire.Payload | None:
        known = self.sessions.read(request.token)
        session = known or await self._new_session(visitor)
        await self.server.emit(sid, wire.SESSION_CONFIRM, session.token)
        after = request.after if known or request.after is None else 0
        await self._look(sid, session, after=after)
        return None

    async def _hear(self, sid: str, *, visitor: Visitor, uttered: wire.Uttered) -> wire.Payload:
        window = self.windows.of(sid)
        session = self.sessions.read(uttered.token) or (window.session if window else None)
        if session is None:
            session = await self._new_session(visitor)
            await self.server.emit(sid, wire.SESSION_CONFIRM, session.token)
        if window is None or window.session != session:
            await self._look(sid, session, after=None if uttered.id is None else 0)
        accepted = await self.intake.take(uttered, session, address=visitor.address)
        await self.windows.heard_from(sid)
        await self._after(accepted, session)
        return {"id": accepted.id, "n": accepted.n}

    async def _look(self, sid: str, session: Session, *, after: int | None) -> None:
        """Open a window, unless the socket has ended while that took its time."""
        await self.windows.open(sid, session, after=after)
        if sid not in self.visitors:
            await self.windows.close(sid, silently=True)

    async def _after(self, accepted: Accepted, session: Session) -> None:
        self.metrics.lines.labels("accepted" if accepted.new else "repeated").inc()
        if accepted.new:
            await self.windows.typing(str(session.conversation))

    async def _new_session(self, visitor: Visitor) -> Session:
        await self.limits.count_session(address=visitor.address)
        session = self.sessions.new()
        await self.welcome(session)
        self.metrics.sessions.inc()
        return session

    async def _tell(self, sid: str, refusal: RefusedError, *, counts: bool) -> None:
        """Say why not; clients that do not know our events get it as an ordinary line."""
        await self.server.emit(sid, wire.LIMITED, refusal.payload())
        if not counts:
            await self.server.emit(sid, wire.BOT_UTTERED, {"text": refusal.sentence})

    async def _known(self, sid: str) -> Visitor | None:
        """Return the socket's visitor; None if it is gone or sends more than any person does."""
        visitor = self.visitors.get(sid)
        if visitor and visitor.is_flooding(self.most_events):
            await self.server.expel(sid)
            return None
        return visitor

    def _ended_silently(self, sid: str) -> bool:
        """Say whether the client had left a ping unanswered for long when its socket ended."""
        engine = self.server.io.eio
        socket = engine.sockets.get(self.server.connection_of(sid))
        if socket is None or socket.last_ping is None:
            return False
        return bool(time.time() - socket.last_ping > engine.ping_timeout / 2)
