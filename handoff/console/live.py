"""Tells browsers what to look at again, as it happens.

One reader of the feed serves every browser connected to this process. A browser is never told what
happened, only which of its parts is out of date; several changes of one part melt into one word. So
nothing can overflow, nothing is lost when somebody is slow, and no customer's words are in the
stream.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from chassis.errors import TooManyRequestsError
from chassis.logs import get_logger
from conversation.identity import AgentId, ConversationId
from conversation.ports import Feed, FeedEvent, FeedKind

FIRST_PAUSE = 0.2
LONGEST_PAUSE = 5.0
STREAMS_PER_AGENT = 20
#: What others do in the queue is told at once, and then no more often than this, or than all
#: browsers together may fetch lists.
QUEUE_PACE_SECONDS = 1.0
LISTS_A_SECOND = 100


class Topic(StrEnum):
    """A part of the page: one's own lists and offers, who waits, or the open conversation."""

    LISTS = "lists"
    QUEUE = "queue"
    CONVERSATION = "conversation"


class Watch:
    """One browser's view of what is out of date; it holds each topic at most once.

    `showing` are the conversations of the open case, `following` what its agent watches.
    """

    def __init__(
        self,
        agent: AgentId,
        *,
        showing: set[ConversationId],
        holding: set[ConversationId],
        following: set[ConversationId] | None = None,
    ) -> None:
        self.agent = agent
        self.following = following or set()
        self.showing = showing
        self.holding = holding
        self.closed = False
        self._stale: set[Topic] = set()
        self._news = asyncio.Event()
        self._queue_told = float("-inf")
        self._later: asyncio.TimerHandle | None = None

    def tell(self, topic: Topic) -> None:
        """Mark a part as out of date."""
        self._stale.add(topic)
        self._news.set()

    def tell_queue(self, *, pace: float) -> None:
        """Mark the queue as out of date: at once, or `pace` seconds after it was last."""
        if self._later is not None:
            return
        loop = asyncio.get_running_loop()
        at = self._queue_told + pace
        if loop.time() >= at:
            self._tell_queue_now()
        else:
            self._later = loop.call_at(at, self._tell_queue_now)

    def _tell_queue_now(self) -> None:
        self._later = None
        self._queue_told = asyncio.get_running_loop().time()
        self.tell(Topic.QUEUE)

    def close(self) -> None:
        """End the stream."""
        self.closed = True
        self._news.set()
        if self._later is not None:
            self._later.cancel()

    async def next(self, longest: float) -> list[Topic]:
        """Return what is out of date, as soon as something is; nothing after `longest` seconds."""
        try:
            async with asyncio.timeout(longest):
                await self._news.wait()
        except TimeoutError:
            return []
        stale = sorted(self._stale)
        self._stale.clear()
        self._news.clear()
        return stale


class Live:
    """Reads the feed once and tells every watching browser."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._watches: set[Watch] = set()
        self._closing = False

    async def run(self) -> None:
        """Read the feed until the process ends; where it breaks off, begin again."""
        pause = FIRST_PAUSE
        while not self._closing:
            try:
                async for event in self._feed.tail():
                    self._tell(event)
                    pause = FIRST_PAUSE
            except Exception as error:  # noqa: BLE001 - whatever broke, the desk must go on
                get_logger().error("live_feed_broke_off", exc_info=error)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
            self._tell_all()

    def close(self) -> None:
        """Let every stream end, because the process does."""
        self._closing = True
        for watch in self._watches:
            watch.close()

    @contextmanager
    def watching(
        self,
        agent: AgentId,
        *,
        showing: set[ConversationId],
        holding: set[ConversationId],
        following: set[ConversationId] | None = None,
    ) -> Iterator[Watch]:
        """Watch for one browser: its open case, the lists, and what its agent holds.

        Raises TooManyRequestsError if this agent has too many windows open.
        """
        if sum(watch.agent == agent for watch in self._watches) >= STREAMS_PER_AGENT:
            raise TooManyRequestsError("Too many windows are open.")
        watch = Watch(agent, showing=showing, holding=holding, following=following)
        self._watches.add(watch)
        try:
            yield watch
        finally:
            self._watches.discard(watch)
            watch.close()

    @property
    def watchers(self) -> int:
        """Return how many browsers are connected."""
        return len(self._watches)

    @property
    def pace(self) -> float:
        """Return how many seconds lie between two words about the queue to one browser."""
        return max(QUEUE_PACE_SECONDS, len(self._watches) / LISTS_A_SECOND)

    def _tell_all(self) -> None:
        for watch in self._watches:
            watch.tell(Topic.LISTS)
            watch.tell(Topic.CONVERSATION)

    def _tell(self, event: FeedEvent) -> None:
        for watch in self._watches:
            if event.kind is FeedKind.JOINED:
                _grow(watch, event)
            if event.conversation in watch.showing:
                watch.tell(Topic.CONVERSATION)
            if event.kind is FeedKind.NOTED:
                watch.tell(Topic.LISTS)  # it may be a question to everybody
            elif event.kind is FeedKind.HELD:
                if _keep_up(watch, event):
                    watch.tell(Topic.LISTS)
                else:
                    watch.tell_queue(pace=self.pace)
            elif _is_for(watch, event):
                watch.tell(Topic.LISTS)


def _is_for(watch: Watch, event: FeedEvent) -> bool:
    """Say whether an event is about what the watching agent holds or is offered."""
    if event.kind is FeedKind.ROUTED:
        return event.body.get("agent") == watch.agent
    known = watch.holding | watch.following
    return event.kind is FeedKind.SAID and event.conversation in known


def _grow(watch: Watch, event: FeedEvent) -> None:
    """Watch a private conversation that continues one of the open case."""
    if event.body.get("continues") in {str(one) for one in watch.showing}:
        watch.showing.add(event.conversation)


def _keep_up(watch: Watch, event: FeedEvent) -> bool:
    """Remember what the watching agent holds; say whether the event is about them."""
    held = event.conversation in watch.holding
    if event.body.get("agent") == watch.agent:
        watch.holding.add(event.conversation)
        return True
    watch.holding.discard(event.conversation)
    return held
