"""Cases: what one person and we say about one concern, in public and in private, as one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NewType, Protocol

from conversation.identity import ConversationId
from conversation.people import Person, person_of

CaseId = NewType("CaseId", str)

# As long as Meta lets a comment be answered in private; the same on X, so that there is one number.
CONTINUES_WITHIN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Offer:
    """The way into private, given to a person in a public conversation: a link, a private reply."""

    public: ConversationId
    person: Person
    at: datetime


@dataclass(frozen=True, slots=True)
class Continuation:
    """A private conversation that goes on where a public one gave the way to it.

    `since` is when the offer was taken, `seen` when the person last wrote here.
    """

    private: ConversationId
    public: ConversationId
    since: datetime
    seen: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """A public conversation and the private ones that continue it, the oldest first.

    A conversation that nobody has joined to another is a case of its own.
    """

    first: ConversationId
    continued: tuple[Continuation, ...] = ()

    @property
    def id(self) -> CaseId:
        """Return the case's name: that of the conversation it begins with."""
        return CaseId(str(self.first))

    @property
    def conversations(self) -> tuple[ConversationId, ...]:
        """Return all its conversations, the public one first."""
        return (self.first, *(one.private for one in self.continued))

    def continuation(self, private: ConversationId) -> Continuation | None:
        """Return how a conversation came into this case; None for the one it begins with."""
        return next((one for one in self.continued if one.private == private), None)


class Cases(Protocol):
    """Which conversations belong together."""

    async def link_offered(self, public: ConversationId, person: Person | None = None) -> None:
        """Remember that the way into private was given in `public`.

        `person` is whom it leads to, where the platform names them otherwise in private; without,
        the one who writes in public. A person's newest offer counts. Raises ValueError unless
        `public` is.
        """

    async def join(self, private: ConversationId) -> Case:
        """Return the case of a private conversation in which the customer has just written.

        Where they were offered the way here in time, it continues that public conversation, and the
        offer is taken. Where it lay still too long, it is its own case again. Harmless to repeat.
        Raises ValueError for a public conversation.
        """

    async def forget(self, conversation: ConversationId) -> None:
        """Forget what a conversation continues or is continued by, and its person's offer."""

    async def of(self, conversation: ConversationId) -> Case:
        """Return the case that a conversation belongs to now."""


def offer(public: ConversationId, person: Person | None, *, at: datetime) -> Offer:
    """Return the offer made in a public conversation. Raises ValueError unless it is public."""
    if not public.channel.public:
        raise ValueError("The way into private is given in public.")
    return Offer(public=public, person=person or person_of(public), at=at)


def joined(
    private: ConversationId,
    *,
    offered: Offer | None,
    before: Continuation | None,
    now: datetime,
) -> Continuation | None:
    """Return what a private conversation continues once its customer has written; None: nothing.

    The same user id of the same platform is the proof, because the platform vouches for it. Raises
    ValueError for a public conversation.
    """
    if private.channel.public:
        raise ValueError("Only private conversations continue others.")
    if offered and offered.person == person_of(private) and now - offered.at <= CONTINUES_WITHIN:
        return Continuation(private=private, public=offered.public, since=now, seen=now)
    if before is None or now - before.seen > CONTINUES_WITHIN:
        return None
    return Continuation(private=private, public=before.public, since=before.since, seen=now)


def case_of(first: ConversationId, continued: Iterable[Continuation]) -> Case:
    """Return a case with its private conversations in the order in which they came."""
    return Case(
        first=first,
        continued=tuple(sorted(continued, key=lambda one: (one.since, str(one.private)))),
    )
