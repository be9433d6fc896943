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
from conversation.watching import Watching
from handoff.console.live import Live, Topic, Watch
from handoff.console.queue_news import QueueNews
from handoff.console.queue_pages import View
from handoff.console.sight import Sight
from handoff.overview.overview import Overview
from staff.access import signed_in
from staff.language import language

BEAT_SECONDS = 15.0
# Changes that come within this time are one word to the browser.
BREATH_SECONDS = 0.05
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


@dataclass(frozen=True, slots=True)
class Stream:
    """Streams to one browser until it goes, its session ends, or the process does.

    An open stream is its agent's heartbeat.

    Events: `hello` at the start, so that the page catches up; then `lists`, `offers` and
    `conversation` when that part is out of date; `queue` with who waits (see QueueNews.since);
    `beat` when nothing was for `beat` seconds; `ended` when its agent may not look any more.
    """

    live: Live
    news: QueueNews
    overview: Overview
    sight: Sight
    cases: Cases
    roster: Roster
    wall: Clock
    watching: Watching
    beat: float = BEAT_SECONDS

    async def __call__(self, request: Request, conversation: ConversationId | None) -> None:
        """Answer `request` with the stream. Raises TooManyRequestsError."""
        who = signed_in(request)
        me, viewer = who.account.id, await self.sight.viewer(request)
        view, shown = View(sites=viewer.sites, language=language()), set[ConversationId]()
        held = {one.state.conversation for one in (await self.overview.now()).held_by(me)}
        if conversation is not None:
            case = (await self.cases.of(conversation)).conversations
            shown = await self.sight.visible(viewer, case)
        with self.live.watching(
            me,
            showing=shown,
            holding=held,
            following=set(await self.watching.of(me)),
            secret=who.secret,
            view=view,
            number=await self.news.number(view),
        ) as watch:
            response = await request.respond(content_type="text/event-stream", headers=HEADERS)
            await self.roster.beat(me, now=self.wall.now())
            async for events in self._events(watch):
                # Waits while the browser reads slowly; what happens meanwhile melts into one word.
                await response.send(events)
            await response.eof()

    async def _events(self, watch: Watch) -> AsyncIterator[str]:
        yield "retry: 1500\n" + _event("hello")
        beaten_at = time.monotonic()
        while True:
            stale = await watch.next(self.beat)
            if watch.closed:
                return
            if watch.dismissed:
                yield _event("ended")
                return
            if time.monotonic() - beaten_at >= self.beat:
                beaten_at = time.monotonic()
                await self.roster.beat(watch.agent, now=self.wall.now())
            yield "".join([await self._told(topic, watch) for topic in stale]) or _event("beat")
            await asyncio.sleep(BREATH_SECONDS)

    async def _told(self, topic: Topic, watch: Watch) -> str:
        if topic is not Topic.QUEUE:
            return _event(topic)
        await self.news.number(watch.view)  # that it has been looked at
        heard = watch.number if self.live.trusted else None
        words, number = self.news.since(watch.view, heard, pace=self.live.fetch_pace)
        # Who was not told what has changed fetches, and has it all then.
        watch.number = number
        return _event(topic, words)


def _event(name: str, data: str = "-") -> str:
    # Browsers drop an event without data.
    return f"event: {name}\ndata: {data}\n\n"
