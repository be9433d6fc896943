"""Who calls the API: a program, with what its token lets it do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from chassis.errors import ForbiddenError, UnauthorizedError
from conversation.ports import Clock
from staff.api.tokens import Tokens
from staff.ports import Account, Accounts
from staff.programs import Programs, token_digest
from staff.roles import Role

#: A token's last use is noted no more often than this.
NOTED_EVERY = timedelta(minutes=1)


class Scope(StrEnum):
    """What a token opens, within what its role may do."""

    CONVERSATIONS_READ = "conversations:read"
    CONVERSATIONS_WRITE = "conversations:write"
    SUPERVISION_READ = "supervision:read"
    SUPERVISION_WRITE = "supervision:write"
    ADMINISTRATION_READ = "administration:read"
    ADMINISTRATION_WRITE = "administration:write"
    SYSTEM = "system"


#: What knows no sites.
ADMINISTRATING = frozenset({Scope.ADMINISTRATION_READ, Scope.ADMINISTRATION_WRITE, Scope.SYSTEM})
#: Of tokens in the settings: they belong to the installation, and act for nobody.
INSTALLATION = frozenset({Scope.CONVERSATIONS_READ, Scope.SUPERVISION_READ, Scope.SYSTEM})


@dataclass(frozen=True, slots=True)
class Caller:
    """A program behind a request. One from the settings has no account and no role.

    `name` stands in the audit log. With a `site` it sees and does only what is that site's.
    """

    name: str
    scopes: frozenset[Scope]
    account: Account | None = None
    site: str = ""

    def check(self, scope: Scope, roles: frozenset[Role], *, person: bool) -> None:
        """Raise ForbiddenError unless this caller may do it; `person`: only with an account."""
        if scope not in self.scopes:
            raise ForbiddenError(f"This token does not have the scope {scope.value}.")
        if self.account is None:
            if person:
                raise ForbiddenError("This token acts for nobody; one with a role is needed.")
        elif self.account.role not in roles:
            raise ForbiddenError("This token's role does not include this.")
        elif self.site and scope in ADMINISTRATING:
            raise ForbiddenError("This is for tokens of all sites.")


@dataclass(frozen=True, slots=True)
class Callers:
    """Knows programs by their bearer tokens: those of the settings, and those made on the page."""

    programs: Programs
    tokens: Tokens
    accounts: Accounts
    clock: Clock

    async def of(self, token: str | None) -> Caller:
        """Return who has this token. Raises UnauthorizedError."""
        made = await self.tokens.by_digest(token_digest(token)) if token else None
        if made is None:
            return Caller(name=self.programs.name_of(token), scopes=INSTALLATION)
        account = await self.accounts.by_id(made.account)
        now = self.clock.now()
        if account is None or account.disabled or not made.holds(now):
            raise UnauthorizedError("A valid bearer token is needed.")
        if made.used_at is None or now - made.used_at >= NOTED_EVERY:
            await self.tokens.used(made.id, now)
        scopes = frozenset(scope for scope in Scope if scope.value in made.scopes)
        return Caller(name=account.id, scopes=scopes, account=account, site=made.site)


def scopes_for(role: Role) -> tuple[Scope, ...]:
    """Return the scopes that make sense for a role; others would open nothing."""
    return _SCOPES[role]


_READING = (Scope.CONVERSATIONS_READ, Scope.CONVERSATIONS_WRITE)
_LEADING = (Scope.SUPERVISION_READ, Scope.SUPERVISION_WRITE)
_RUNNING = (Scope.ADMINISTRATION_READ, Scope.ADMINISTRATION_WRITE, Scope.SYSTEM)
_SCOPES: Mapping[Role, tuple[Scope, ...]] = {
    Role.AGENT: _READING,
    Role.SUPERVISOR: (*_READING, *_LEADING),
    Role.EDITOR: (),
    Role.ADMINISTRATOR: (*_LEADING, *_RUNNING),
}
