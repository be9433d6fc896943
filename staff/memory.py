"""Staff's ports in memory: the twins for tests and for trying things out."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from conversation.identity import AgentId, ConversationId
from conversation.ports import Clock
from staff.ports import Account, Act, ActsQuery, Lifetimes, LoginTakenError, Patience, Session
from staff.roles import Role

SECRET_BYTES = 32


class MemoryAccounts:
    """The accounts' twin. See ports.Accounts for every method."""

    def __init__(self) -> None:
        self._accounts: dict[AgentId, Account] = {}

    async def add(self, account: Account) -> None:
        """See ports.Accounts."""
        if account.id in self._accounts or await self.by_login(account.login):
            raise LoginTakenError(f"The login {account.login} is taken.")
        self._accounts[account.id] = account

    async def by_id(self, id: AgentId) -> Account | None:
        """See ports.Accounts."""
        return self._accounts.get(id)

    async def by_login(self, login: str) -> Account | None:
        """See ports.Accounts."""
        return next((one for one in self._accounts.values() if one.login == login), None)

    async def all(self) -> list[Account]:
        """See ports.Accounts."""
        return sorted(self._accounts.values(), key=lambda one: one.login)

    async def set_password_hash(self, id: AgentId, password_hash: str) -> None:
        """See ports.Accounts."""
        self._accounts[id] = replace(self._accounts[id], password_hash=password_hash)

    async def set_disabled(self, id: AgentId, disabled: bool) -> None:
        """See ports.Accounts."""
        self._accounts[id] = replace(self._accounts[id], disabled=disabled)

    async def set_role(self, id: AgentId, role: Role) -> None:
        """See ports.Accounts."""
        self._accounts[id] = replace(self._accounts[id], role=role)

    async def set_site(self, id: AgentId, site: str) -> None:
        """See ports.Accounts."""
        self._accounts[id] = replace(self._accounts[id], site=site)

    async def set_name(self, id: AgentId, name: str) -> None:
        """See ports.Accounts."""
        self._accounts[id] = replace(self._accounts[id], name=name)

    async def set_language(self, id: AgentId, language: str) -> None:
        """See ports.Accounts."""
        self._accounts[id] = replace(self._accounts[id], language=language)


class MemorySessions:
    """The sessions' twin. See ports.Sessions for every method."""

    def __init__(self, clock: Clock, lifetimes: Lifetimes | None = None) -> None:
        self._clock = clock
        self._lifetimes = lifetimes or Lifetimes()
        self._sessions: dict[str, Session] = {}

    async def begin(self, account: AgentId, *, seal: str, id_token: str = "") -> str:
        """See ports.Sessions."""
        secret, now = secrets.token_urlsafe(SECRET_BYTES), self._clock.now()
        self._sessions[secret] = Session(
            account=account, seal=seal, began_at=now, seen_at=now, id_token=id_token
        )
        return secret

    async def read(self, secret: str, *, touch: bool) -> Session | None:
        """See ports.Sessions."""
        session, now = self._sessions.get(secret), self._clock.now()
        if session is None or not self._lifetimes.allow(session, now):
            self._sessions.pop(secret, None)
            return None
        if touch:
            session = self._sessions[secret] = replace(session, seen_at=now)
        return session

    async def living(self, secrets: Collection[str]) -> dict[str, Session]:
        """See ports.Sessions."""
        now = self._clock.now()
        known = {one: self._sessions[one] for one in secrets if one in self._sessions}
        return {one: its for one, its in known.items() if self._lifetimes.allow(its, now)}

    async def end(self, secret: str) -> None:
        """See ports.Sessions."""
        self._sessions.pop(secret, None)


@dataclass(frozen=True, slots=True)
class _Count:
    attempts: int
    last_at: datetime
    until: datetime
    memory: timedelta


class MemoryAttempts:
    """The attempts' twin. See ports.Attempts for every method."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._counts: dict[str, _Count] = {}

    async def enter(self, key: str, patience: Patience) -> timedelta:
        """See ports.Attempts."""
        now = self._clock.now()
        count = self._counts.get(key)
        if count and count.until > now:
            return count.until - now
        if count and now - max(count.last_at, count.until) >= count.memory:
            count = None
        attempts = count.attempts + 1 if count else 1
        self._counts[key] = _Count(
            attempts=attempts,
            last_at=now,
            until=now + patience.pause_after(attempts),
            memory=patience.longest,
        )
        return timedelta(0)

    async def refund(self, key: str) -> None:
        """See ports.Attempts."""
        count = self._counts.get(key)
        if count:
            attempts = max(0, count.attempts - 1)
            self._counts[key] = replace(count, attempts=attempts, until=count.last_at)

    async def forget(self, key: str) -> None:
        """See ports.Attempts."""
        self._counts.pop(key, None)


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the audit log."""

    who: str
    what: str
    conversation: ConversationId | None
    detail: str
    at: datetime


class MemoryAudit:
    """The audit log's twin: everything recorded stands in `entries`. Without `clock` it is now."""

    def __init__(self, clock: Clock | None = None) -> None:
        self.entries: list[AuditEntry] = []
        self._clock = clock

    async def record(
        self,
        who: str,
        what: str,
        conversation: ConversationId | None = None,
        detail: str = "",
    ) -> None:
        """See ports.Audit."""
        at = self._clock.now() if self._clock else datetime.now(UTC)
        self.entries.append(
            AuditEntry(who=who, what=what, conversation=conversation, detail=detail, at=at)
        )

    async def acts(self, query: ActsQuery, *, limit: int) -> list[Act]:
        """See ports.AuditLog."""
        found = [
            Act(number, one.who, one.what, one.conversation, one.detail, one.at)
            for number, one in enumerate(self.entries, start=1)
            if (query.who is None or one.who in query.who)
            and query.what in ("", one.what)
            and (query.since is None or one.at >= query.since)
            and (query.until is None or one.at < query.until)
            and (query.before is None or number < query.before)
        ]
        return found[::-1][:limit]
