"""Windows that shut while somebody waits."""

from datetime import timedelta

from conversation.identity import Channel, ConversationId
from conversation.routing.concerns import Expiry, Limit
from gateway.clock import FixedClock
from handoff.console.platforms import Unconnected, Window
from handoff.routing.expiries import WindowExpiries
from tests.routing.samples import NOW, conversation

OPEN, SHUT, NEVER_WRITTEN = (
    conversation(name, Channel.MESSENGER) for name in ("open", "shut", "never")
)


class Messenger:
    """Two conversations with a window, one without."""

    async def window(self, conversation: ConversationId) -> Window | None:
        assert conversation.channel is Channel.MESSENGER
        days = timedelta(days=1)
        return {
            OPEN: Window(NOW + timedelta(hours=1), NOW + 7 * days),
            SHUT: Window(NOW - timedelta(hours=1), NOW + 6 * days),
        }.get(conversation)


async def test_a_window_runs_out_and_after_the_assistants_the_peoples() -> None:
    expiries = WindowExpiries(Messenger(), FixedClock(NOW))
    found = await expiries.of([OPEN, SHUT, NEVER_WRITTEN, conversation("chat")])
    assert found == {
        OPEN: (Expiry(Limit.WINDOW, NOW + timedelta(hours=1)),),
        SHUT: (Expiry(Limit.WINDOW, NOW + timedelta(days=6)),),
    }
    assert await WindowExpiries(Unconnected(), FixedClock(NOW)).of([OPEN]) == {}
