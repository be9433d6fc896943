"""What platforms tell beside new messages: changes, words said elsewhere, marks, troubles."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from conversation.identity import Channel, ConversationId, LineId, MessageId
from conversation.messages import Line, Progress


@dataclass(frozen=True, slots=True)
class Amendment:
    """A customer's message was changed on the platform: put right, or deleted without `text`.

    `id` is the change's own, the same however often it is told; `of` is the message's.
    """

    id: MessageId
    of: MessageId
    conversation: ConversationId
    at: datetime
    text: str | None = None


class Records(Protocol):
    """What becomes of a conversation beside new messages and lines of ours."""

    async def knows(self, conversation: ConversationId, id: str) -> bool:
        """Say whether a message, a change or a line with this id was taken in before."""

    async def note(self, conversation: ConversationId, id: str) -> None:
        """Remember that something with this id was taken in and has had its effect."""

    async def amend(self, amendment: Amendment) -> None:
        """Replace or erase what is stored of a message, and of its waiting copy; once.

        The older of two changes does not undo the newer, and what was erased stays so. A change
        that comes before its message waits for it: see `amend_late`.
        """

    async def amend_late(self, conversation: ConversationId, message: MessageId) -> None:
        """Make the changes to a message, just taken in, that came before it."""

    async def write_down(self, conversation: ConversationId, line: Line) -> bool:
        """Add a line that was said without us to the transcript; False if it stands there."""

    async def saw(self, conversation: ConversationId, progress: Progress, until: datetime) -> bool:
        """Note how far our lines have come; False if that is no news. It never moves back."""

    async def seen(self, conversation: ConversationId) -> Mapping[Progress, datetime]:
        """Return how far our lines have come."""

    async def typing(self, conversation: ConversationId) -> None:
        """Tell whoever watches that the customer is writing. Nothing is stored."""

    async def forget(self, conversation: ConversationId) -> None:
        """Delete all that was said in a conversation and is known of it, and tell the feed so.

        Who holds it stays, because epochs only grow, and so do ids of messages and lines: what is
        told again is still known. Harmless to repeat.
        """

    async def arrived(self, conversation: ConversationId, line: LineId) -> None:
        """Record that a line in doubt has arrived after all: sent, and no dead letter any more.

        Heard before the doubt itself, it settles that. Saying it again changes nothing.
        """


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that keeps an account of ours from working.

    Topics of one account end apart from each other. `stops` are channels on which nothing can be
    sent.
    """

    account: str
    topic: str
    reason: str
    at: datetime
    stops: tuple[Channel, ...] = ()


class Accounts(Protocol):
    """What is wrong with our accounts on the platforms; the same for all processes."""

    async def begins(self, trouble: Trouble) -> None:
        """Note a trouble; an older word than the last one on its topic changes nothing."""

    async def ends(self, account: str, topic: str, at: datetime) -> None:
        """Take a trouble back; an older word than the last one changes nothing."""

    async def troubles(self) -> list[Trouble]:
        """Return what is wrong now, the oldest first."""

    async def may_try(self, account: str, *, every: timedelta) -> bool:
        """Say yes to one process `every` so often: whether it works again shows only by trying."""
