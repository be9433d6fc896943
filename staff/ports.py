"""What staff pages need of the world: accounts, sessions, counted attempts, an audit log."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from conversation.identity import AgentId, ConversationId
from staff.roles import Role


class LoginTakenError(Exception):
    """An account with this login (or id) exists already."""


@dataclass(frozen=True, slots=True)
class Account:
    """A colleague who may log in. `login` is lower case; `name` is what customers read.

    `site`: where they work, and whom and what they may look after there; empty: everywhere.
    `language`: in which they read the desk; empty: they have not chosen.
    """

    id: AgentId
    login: str
    name: str
    role: Role
    password_hash: str
    created_at: datetime
    disabled: bool = False
    site: str = ""
    language: str = ""


class Accounts(Protocol):
    """Who may log in."""

    async def add(self, account: Account) -> None:
        """Keep a new account. Raises LoginTakenError."""

    async def by_id(self, id: AgentId) -> Account | None:
        """Return an account, disabled or not."""

    async def by_login(self, login: str) -> Account | None:
        """Return an account, disabled or not; `login` in lower case."""

    async def all(self) -> list[Account]:
        """Return all accounts by login."""

    async def set_password_hash(self, id: AgentId, password_hash: str) -> None:
        """Replace the password; sessions begun under the old one end."""

    async def set_disabled(self, id: AgentId, disabled: bool) -> None:
        """Shut an account out, from its very next request on, or let it in again."""

    async def set_role(self, id: AgentId, role: Role) -> None:
        """Change what an account may do, from its very next request on."""

    async def set_site(self, id: AgentId, site: str) -> None:
        """Change where an account belongs, from its very next request on."""

    async def set_name(self, id: AgentId, name: str) -> None:
        """Change what colleagues and customers read."""

    async def set_language(self, id: AgentId, language: str) -> None:
        """Change in which language somebody reads the desk, from their very next request on."""


@dataclass(frozen=True, slots=True)
class Session:
    """A spell of being logged in. `seal` ties it to the password it was begun with.

    `id_token` is the provider's where somebody came in by single sign-on; else it is empty.
    """

    account: AgentId
    seal: str
    began_at: datetime
    seen_at: datetime
    id_token: str = ""


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """How long a session lasts without a person's doing anything, and at the very most."""

    idle: timedelta = timedelta(minutes=30)
    absolute: timedelta = timedelta(hours=12)

    def allow(self, session: Session, now: datetime) -> bool:
        """Say whether a session still lives."""
        return now - session.began_at < self.absolute and now - session.seen_at < self.idle


class Sessions(Protocol):
    """Who is logged in. A secret is 256 random bits and lives in the browser's cookie only."""

    async def begin(self, account: AgentId, *, seal: str, id_token: str = "") -> str:
        """Start a session and return its secret."""

    async def read(self, secret: str, *, touch: bool) -> Session | None:
        """Return a living session; with `touch` its idle time starts again."""

    async def living(self, secrets: Collection[str]) -> dict[str, Session]:
        """Return those of many sessions that live, by secret; none is touched."""

    async def end(self, secret: str) -> None:
        """End a session; an unknown one is none."""


@dataclass(frozen=True, slots=True)
class Patience:
    """After `free` attempts each further one waits, `first` long, then twice as long each time.

    Everything is forgotten after `longest` without an attempt.
    """

    free: int
    first: timedelta = timedelta(seconds=15)
    longest: timedelta = timedelta(minutes=15)

    def pause_after(self, attempts: int) -> timedelta:
        """Return how long nothing is accepted after so many attempts."""
        if attempts < self.free:
            return timedelta(0)
        doublings = min(attempts - self.free, 20)
        return min(self.first * int(2**doublings), self.longest)


class Attempts(Protocol):
    """Counts attempts to log in, before each is tried, so that a burst cannot slip through."""

    async def enter(self, key: str, patience: Patience) -> timedelta:
        """Count an attempt and return zero; or, uncounted, how long the caller has yet to wait."""

    async def refund(self, key: str) -> None:
        """Take one attempt back: it was a good one. What waiting it caused is over."""

    async def forget(self, key: str) -> None:
        """Begin anew for this key."""


@dataclass(frozen=True, slots=True)
class Act:
    """One line of the audit log; `id` grows."""

    id: int
    who: str
    what: str
    conversation: ConversationId | None
    detail: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ActsQuery:
    """Which acts are asked for: all that fit everything said here.

    `who`: only acts of these, None for everybody's. `before`: only those written before that id.
    """

    who: frozenset[str] | None = None
    what: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None


class AuditLog(Protocol):
    """Reads what was recorded."""

    async def acts(self, query: ActsQuery, *, limit: int) -> list[Act]:
        """Return the latest acts that fit, the newest first."""


class Audit(Protocol):
    """The log of what staff did, for those who must be able to ask."""

    async def record(
        self,
        who: str,
        what: str,
        conversation: ConversationId | None = None,
        detail: str = "",
    ) -> None:
        """Write down that `who` (an account's id, or a program's name) did `what`.

        `detail` never holds what a customer wrote or a password.
        """
