"""Tells browsers what to look at again, as it happens.

One reader of the feed serves every browser connected to this process. A browser is told which of
its parts is out of date; several changes of one part melt into one word. So nothing can overflow,
and nothing is lost when somebody is slow. Who waits is told as it is shown (see queue_news.py).
"""

import asyncio
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum

from chassis.errors import TooManyRequestsError
from chassis.logs import get_logger
from conversation.identity import AgentId, ConversationId
from conversation.ports import Feed, FeedEvent, FeedKind
from conversation.routing.sites import Sites
from handoff.console.queue_pages import WHOLE, View

FIRST_PAUSE = 0.2
LONGEST_PAUSE = 5.0
STREAMS_PER_AGENT = 20
#: What happens in the queue is told at once, and then no more often than this, or than so many
#: words a second are sent to all browsers together.
QUEUE_PACE_SECONDS = 0.1
WORDS_A_SECOND = 1000
#: Who shows another list than the one that is told fetches no more often than this, or than all
#: browsers together may fetch lists.
FETCH_PACE_SECONDS = 1.0
LISTS_A_SECOND = 100
#: So long a stream may carry what customers wrote after its session was last looked at.
TRUSTED_SECONDS = 10.0


class Topic(StrEnum):
    """A part of the page: one's own lists, one's offers, who waits, or the open conversation."""

    LISTS = "lists"
    OFFERS = "offers"
    QUEUE = "queue"
    CONVERSATION = "conversation"


class Watch:
    """One browser's view of what is out of date; it holds each topic at most once.

    `showing` are the conversations of the open case, `following` what its agent watches. `secret`
    is its session's; `view` is what it may see of who waits, told up to the state `number`.
    """

    def __init__(
        self,
        agent: AgentId,
        *,
        showing: set[ConversationId],
        holding: set[ConversationId],
        following: set[ConversationId] | None = None,
        secret: str = "",
        view: View = WHOLE,
        number: int = 0,
    ) -> None:
        self.agent = agent
        self.secret = secret
        self.view = view
        self.number: int | None = number
        self.following = following or set()
        self.showing = showing
        self.holding = holding
        self.closed = False
        self.dismissed = False
        self._stale: set[Topic] = set()
        self._news = asyncio.Event()

    def tell(self, topic: Topic) -> None:
        """Mark a part as out of date."""
        self._stale.add(topic)
        self._news.set()

    def dismiss(self) -> None:
        """End the stream because its session has."""
        self.dismissed = True
        self._news.set()

    def move(self, sites: Sites) -> None:
        """See as people of other sites do from now on: everything is out of date."""
        self.view = replace(self.view, sites=sites)
        self.number = None
        for topic in Topic:
            self.tell(topic)

    def close(self) -> None:
        """End the stream."""
        self.closed = True
        self._news.set()

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
        self._looked_at = time.monotonic()
        #: Somebody has come into the queue or left it.
        self.queue_moved = asyncio.Event()

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
        secret: str = "",
        view: View = WHOLE,
        number: int = 0,
    ) -> Iterator[Watch]:
        """Watch for one browser: its open case, the lists, and what its agent holds.

        Raises TooManyRequestsError if this agent has too many windows open.
        """
        if sum(watch.agent == agent for watch in self._watches) >= STREAMS_PER_AGENT:
            raise TooManyRequestsError("Too many windows are open.")
        watch = Watch(
            agent,
            showing=showing,
            holding=holding,
            following=following,
            secret=secret,
            view=view,
            number=number,
        )
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
        """Return how many seconds lie between two words about the queue."""
        return max(QUEUE_PACE_SECONDS, len(self._watches) / WORDS_A_SECOND)

    @property
    def fetch_pace(self) -> float:
        """Return how many seconds shall lie between two fetches of a list by one browser."""
        return max(FETCH_PACE_SECONDS, len(self._watches) / LISTS_A_SECOND)

    @property
    def views(self) -> set[View]:
        """Return what is looked at."""
        return {watch.view for watch in self._watches}

    @property
    def secrets(self) -> set[str]:
        """Return the sessions of all who watch."""
        return {watch.secret for watch in self._watches}

    @property
    def trusted(self) -> bool:
        """Say whether it was looked lately that all sessions still live."""
        return time.monotonic() - self._looked_at < TRUSTED_SECONDS

    def looked(self, asked: Collection[str], living: Mapping[str, Sites]) -> None:
        """Note which of the sessions asked about still live, and whose sites they see.

        The streams of the others end.
        """
        self._looked_at = time.monotonic()
        for watch in self._watches:
            if watch.secret not in asked:
                continue
            if watch.secret not in living:
                watch.dismiss()
            elif (sites := living[watch.secret]) != watch.view.sites:
                watch.move(sites)

    def tell_queue(self, views: Collection[View]) -> None:
        """Tell everybody with these views that there is news of who waits."""
        for watch in self._watches:
            if watch.view in views:
                watch.tell(Topic.QUEUE)

    def _tell_all(self) -> None:
        for watch in self._watches:
            watch.tell(Topic.LISTS)
            watch.tell(Topic.OFFERS)
            watch.tell(Topic.CONVERSATION)

    def _tell(self, event: FeedEvent) -> None:
        for watch in self._watches:
            if event.kind is FeedKind.JOINED:
                _grow(watch, event)
            if event.conversation in watch.showing:
                watch.tell(Topic.CONVERSATION)
            if event.kind is FeedKind.NOTED:
                watch.tell(Topic.LISTS)  # it may be a question to everybody
            elif _is_theirs(watch, event):
                watch.tell(Topic.LISTS)
                watch.tell(Topic.OFFERS)
            elif _is_said_to(watch, event):
                watch.tell(Topic.LISTS)
        if event.kind is FeedKind.HELD:
            self.queue_moved.set()


def _is_theirs(watch: Watch, event: FeedEvent) -> bool:
    """Say whether what the watching agent holds or is offered has changed."""
    if event.kind is FeedKind.ROUTED:
        return event.body.get("agent") == watch.agent
    return event.kind is FeedKind.HELD and _keep_up(watch, event)


def _is_said_to(watch: Watch, event: FeedEvent) -> bool:
    """Say whether something was said in what the watching agent holds or follows."""
    known = event.conversation in watch.holding or event.conversation in watch.following
    return event.kind is FeedKind.SAID and known


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
