"""What the contract suite asks of a channel: tell it things as its platform does, and look."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, Protocol

from conversation.identity import ConversationId
from conversation.ports import Sender


@dataclass(frozen=True, slots=True)
class Said:
    """Something that the one customer of a harness writes; a higher number is written later."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A customer's message as it reached the other end of the connector."""

    id: str
    conversation: ConversationId
    text: str
    sent_at: datetime


class Damage(Enum):
    """What is wrong with a body; but for FORGED it is signed as it is."""

    FORGED = "forged"
    TRUNCATED = "truncated"
    OVERSIZED = "oversized"
    CHARSET = "charset"
    NESTED = "nested"


class Trouble(Enum):
    """What goes wrong with the next line.

    BUSY: nothing has left. REFUSED: for good. SILENT: it arrives and nobody says so, and whoever
    looks for it does not see it before some time has passed.
    """

    BUSY = "busy"
    REFUSED = "refused"
    SILENT = "silent"


class Harness(Protocol):
    """One channel with one customer, `conversation`, in front of a platform that plays along."""

    conversation: ConversationId
    sender: Sender

    async def tell(self, *said: Said, nonsense: bool = False) -> int:
        """Tell all at once, rightly signed; return the HTTP status.

        `nonsense`: an event that nobody can read stands between the first and the second.
        """

    async def tell_damaged(self, damage: Damage, said: Said) -> int:
        """Tell it in a body that must be refused; return the HTTP status.

        A socket has no status: one that is ended for it answers the next request with 400.
        """

    async def taken(self) -> list[Taken]:
        """Return what has arrived, each id once, in the order in which it came."""

    async def stored(self) -> Any:
        """Return something to compare: all that was kept, so that a trace shows."""

    async def shown(self) -> list[str]:
        """Return the texts of ours that the customer sees, oldest first."""

    async def meets(self, trouble: Trouble) -> None:
        """Let the next line of ours meet with trouble."""

    async def pass_by(self, span: timedelta) -> None:
        """Let time pass, on our clock and the platform's."""

    async def close(self) -> None:
        """End what the way out has opened, as a process does; the platform goes on."""


@dataclass(frozen=True, slots=True)
class Connector:
    """How a channel's harness is opened over a Redis, and what its sender raises in trouble.

    A trouble that is missing cannot happen there.
    """

    open: Callable[[str], AbstractAsyncContextManager[Harness]]
    raises: Mapping[Trouble, type[Exception]] = field(default_factory=dict)
