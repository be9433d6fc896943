"""Who is speaking, told to every window the moment it changes."""

from collections.abc import Awaitable, Callable

from connectors.webchat import wire
from connectors.webchat.sessions import Session
from connectors.webchat.windows import Windows
from conversation.holds import Owner
from conversation.identity import AgentId
from conversation.ports import Desk, Feed, FeedKind

NameOf = Callable[[AgentId], Awaitable[str]]


async def without_name(_agent: AgentId) -> str:
    """Name nobody: the window then speaks of the team."""
    return ""


class Speakers:
    """Asks the desk who holds a conversation. `name_of` gives the name customers may know."""

    def __init__(self, *, desk: Desk, feed: Feed, name_of: NameOf = without_name) -> None:
        self._desk = desk
        self._feed = feed
        self._name_of = name_of

    async def current(self, session: Session) -> wire.Payload:
        """Return the `speaker` event for a session as things stand."""
        hold = (await self._desk.state(session.conversation)).hold
        name = await self._name_of(hold.agent) if hold.agent else ""
        until = hold.deadline if hold.owner is Owner.QUEUE else None
        return wire.speaker(hold.owner, name=name, until=until)

    async def watch(self, windows: Windows) -> None:
        """Wake windows when their conversation changes hands. Ends when the feed's tail ends.

        What happened before the watch began is unknown, so all windows are woken at first.
        """
        tail = self._feed.tail()
        windows.new_speaker(None)
        async for event in tail:
            if event.kind is FeedKind.HELD:
                windows.new_speaker(str(event.conversation))
