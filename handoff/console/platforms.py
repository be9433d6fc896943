"""What the console asks of platforms and of the archive: small ports that the root fills in."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from conversation.errors import UndeliverableError
from conversation.holds import Owner
from conversation.identity import Channel, ConversationId, LineId
from conversation.messages import Line
from conversation.people import Person, Platform
from staff.language import _


@dataclass(frozen=True, slots=True)
class Draft:
    """What a platform will make of a reply. Lengths are weighted as the platform counts them.

    `accidental` are links by a forgotten space, mended on sending; `links` are meant, and refused
    unless `links_allowed`. `price` is in words, such as `0,01 $`, and empty where nothing is
    charged.
    """

    length: int
    most: int
    accidental: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    links_allowed: bool = True
    price: str = ""


@dataclass(frozen=True, slots=True)
class Budget:
    """How much people may still send in one window of time; `wait` is until the next may go."""

    span: timedelta
    limit: int
    used: int
    left: int
    wait: timedelta
    price: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """Until when a channel lets the assistant answer, and until when people."""

    closes_at: datetime
    closes_for_people_at: datetime

    def for_people_only(self, now: datetime) -> bool:
        """Say whether only what a person types may still be sent."""
        return self.closes_at <= now < self.closes_for_people_at

    def end(self, now: datetime) -> datetime:
        """Return the next moment after which less is allowed than now; once shut, the last one."""
        return self.closes_for_people_at if self.closes_at <= now else self.closes_at


@dataclass(frozen=True, slots=True)
class Trouble:
    """An account of ours that can no more: which, where, since when, and why in a German sentence.

    `reason` says what to do about it if that is known. `stops` are the channels on which nothing
    leaves.
    """

    account: str
    platform: Platform
    reason: str
    since: datetime
    stops: tuple[Channel, ...] = ()


@dataclass(frozen=True, slots=True)
class PrivateReply:
    """How a public message stands with its one private reply: until when, and whether it was given.

    `leads_to` is where it goes on, once the platform has named the person there.
    """

    until: datetime
    spent: bool
    leads_to: ConversationId | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """A conversation of a contact, in a list."""

    conversation: ConversationId
    owner: Owner
    first_at: datetime
    last_at: datetime


class Windows(Protocol):
    """Until when a channel lets us answer."""

    async def window(self, conversation: ConversationId) -> Window | None:
        """Return a conversation's window; None where nothing shuts."""


class Moderation(Protocol):
    """Hiding what somebody wrote in public."""

    def hides(self, conversation: ConversationId) -> bool:
        """Say whether messages of a conversation can be hidden."""

    async def hidden(
        self, conversation: ConversationId, lines: Collection[LineId]
    ) -> Collection[LineId]:
        """Return which of a conversation's messages are hidden."""

    async def hide(self, conversation: ConversationId, line: LineId, *, hidden: bool) -> None:
        """Hide a customer's message from the public, or show it again.

        Raises what the channel raises.
        """


class PrivateReplies(Protocol):
    """Answering a public message in private, once, where the platform has a way for that."""

    async def of(
        self, conversation: ConversationId, lines: Collection[LineId]
    ) -> Mapping[LineId, PrivateReply]:
        """Return how messages of a conversation stand; those without a way are left out."""

    async def reply(self, to: LineId, said: Line) -> ConversationId | None:
        """Answer a public message in private; return where that goes on, None if nobody said.

        The same line again is sent once. Raises UndeliverableError, DeliveryUncertainError,
        TryLaterError.
        """


class Drafting(Protocol):
    """Counting as a platform counts."""

    def counts(self, conversation: ConversationId) -> bool:
        """Say whether whoever writes in a conversation should see the platform's count."""

    async def look(self, conversation: ConversationId, text: str) -> Draft | None:
        """Return what becomes of a reply; None where no platform has a say."""


class Budgets(Protocol):
    """What may still be sent."""

    async def of(self, conversation: ConversationId) -> Sequence[Budget]:
        """Return the budgets that a reply in a conversation is counted in, the shortest first."""


class Troubles(Protocol):
    """What is wrong with our accounts."""

    async def now(self) -> Sequence[Trouble]:
        """Return the troubles there are, the oldest first."""


class Histories(Protocol):
    """What happened before, longer ago than is live."""

    async def of(self, people: Collection[Person]) -> Sequence[Past]:
        """Return people's conversations over all channels, the latest first."""

    async def lines(self, conversation: ConversationId) -> Sequence[Line]:
        """Return what was said in a conversation, oldest first."""


class Unconnected:
    """Stands where nothing is connected: nothing shuts, nothing is counted, nothing is known."""

    async def window(self, conversation: ConversationId) -> Window | None:
        """See Windows."""
        return None

    def hides(self, conversation: ConversationId) -> bool:
        """See Moderation."""
        return False

    async def hidden(
        self, conversation: ConversationId, lines: Collection[LineId]
    ) -> Collection[LineId]:
        """See Moderation."""
        return ()

    async def hide(self, conversation: ConversationId, line: LineId, *, hidden: bool) -> None:
        """See Moderation. Raises ValueError, because `hides` says no."""
        raise ValueError("Nothing can be hidden on this channel.")

    def counts(self, conversation: ConversationId) -> bool:
        """See Drafting."""
        return False

    async def look(self, conversation: ConversationId, text: str) -> Draft | None:
        """See Drafting."""
        return None

    async def now(self) -> Sequence[Trouble]:
        """See Troubles."""
        return ()

    async def lines(self, conversation: ConversationId) -> Sequence[Line]:
        """See Histories."""
        return ()

    async def of(self, people: Collection[Person]) -> Sequence[Past]:
        """See Histories."""
        return ()


class Unlimited:
    """Stands where no platform limits what is sent."""

    async def of(self, conversation: ConversationId) -> Sequence[Budget]:
        """See Budgets."""
        return ()


class PublicOnly:
    """Stands where no platform lets a public message be answered in private."""

    async def of(
        self, conversation: ConversationId, lines: Collection[LineId]
    ) -> Mapping[LineId, PrivateReply]:
        """See PrivateReplies."""
        return {}

    async def reply(self, to: LineId, said: Line) -> ConversationId | None:
        """See PrivateReplies. Raises UndeliverableError, because `of` offers nothing."""
        raise UndeliverableError(_("Hier lässt sich nicht privat antworten."))


_NOTHING = Unconnected()


@dataclass(frozen=True, slots=True)
class Platforms:
    """All of it, for one console."""

    windows: Windows = _NOTHING
    moderation: Moderation = _NOTHING
    private_replies: PrivateReplies = field(default_factory=PublicOnly)
    drafting: Drafting = _NOTHING
    troubles: Troubles = _NOTHING
    budgets: Budgets = field(default_factory=Unlimited)
    histories: Histories = _NOTHING
