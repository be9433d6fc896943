"""The stream of server-sent events by which an open page hears that something has changed."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

from sanic import Request

from conversation.cases import Cases
from conversation.identity import ConversationId
from conversation.ports import Clock
from conversation.routing.ports import Roster
from conversation.routing.sites import Viewer
from conversation.watching import Watching
from handoff.console.live import Live, Topic, Watch
from handoff.console.sight import Sight
from handoff.overview.by_site import Queues
from handoff.overview.overview import Overview
from staff.access import Guard, signed_in

BEAT_SECONDS = 15.0
# Changes that come within this time are one word to the browser.
BREATH_SECONDS = 0.05
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


@dataclass(frozen=True, slots=True)
class Stream:
    """Streams to one browser until it goes, its session ends, or the process does.

    An open stream is its agent's heartbeat.

    Events: `hello` at the start, so that the page catches up; then `lists`, `queue` and
    `conversation` when that part is out of date, `queue` with how many wait; `beat` when nothing
    was for `beat` seconds; `ended` when nobody is logged in any more.
    """

    live: Live
    overview: Overview
    queues: Queues
    sight: Sight
    cases: Cases
    guard: Guard
    roster: Roster
    wall: Clock
    watching: Watching
    beat: float = BEAT_SECONDS

    async def __call__(self, request: Request, conversation: ConversationId | None) -> None:
        """Answer `request` with the stream. Raises TooManyRequestsError."""
        me = signed_in(request).account.id
        held = {one.state.conversation for one in (await self.overview.now()).held_by(me)}
        viewer, shown = await self.sight.viewer(request), set[ConversationId]()
        if conversation is not None:
            case = (await self.cases.of(conversation)).conversations
            shown = await self.sight.visible(viewer, case)
        following = set(await self.watching.of(me))
        with self.live.watching(me, showing=shown, holding=held, following=following) as watch:
            response = await request.respond(content_type="text/event-stream", headers=HEADERS)
            await self.roster.beat(me, now=self.wall.now())
            async for events in self._events(request, watch, viewer):
                await response.send(events)
            await response.eof()

    async def _many(self, viewer: Viewer) -> int:
        return (await self.queues.of(await self.overview.now(), viewer)).many

    async def _told(self, topic: Topic, viewer: Viewer) -> str:
        if topic is not Topic.QUEUE:
            return _event(topic)
        return _event(topic, str(await self._many(viewer)))

    async def _events(self, request: Request, watch: Watch, viewer: Viewer) -> AsyncIterator[str]:
        yield "retry: 1500\n" + _event("hello")
        checked_at, many = time.monotonic(), await self._many(viewer)
        while True:
            stale = await watch.next(self.beat)
            if watch.closed:
                return
            # What waits long comes to further sites by itself, which is told to nobody.
            if not stale and many != (many := await self._many(viewer)):
                stale = [Topic.QUEUE]
            if time.monotonic() - checked_at >= self.beat:
                checked_at = time.monotonic()
                who = await self.guard.who(request)
                if who is None:
                    yield _event("ended")
                    return
                viewer = await self.sight.sites.person(who.account)
                await self.roster.beat(watch.agent, now=self.wall.now())
            yield "".join([await self._told(topic, viewer) for topic in stale]) or _event("beat")
            await asyncio.sleep(BREATH_SECONDS)


def _event(name: str, data: str = "-") -> str:
    # Browsers drop an event without data.
    return f"event: {name}\ndata: {data}\n\n"
