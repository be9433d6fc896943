"""Making and revoking tokens, the same for the page and for programs."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from conversation.identity import AgentId
from conversation.ports import Clock
from staff.api.callers import scopes_for
from staff.api.tokens import ApiToken, TokenId, Tokens
from staff.language import N_
from staff.passwords import Passwords
from staff.ports import Account, Accounts, Audit
from staff.programs import token_digest
from staff.roles import Role

PREFIX = "lotse_"
SECRET_BYTES = 32
ID_BYTES = 8
LONGEST_NAME = 100
LONGEST_SITE = 100
MOST_DAYS = 730
ROLES = (Role.AGENT, Role.SUPERVISOR, Role.ADMINISTRATOR)

NO_NAME = N_(
    "Ein Token braucht einen Namen, höchstens %(longest_name)s Zeichen lang.",
    longest_name=LONGEST_NAME,
)
NO_ROLE = N_("Diese Rolle gibt es für Programme nicht.")
NO_SCOPES = N_("Mindestens ein Recht ist nötig, und keines, das die Rolle nicht hat.")
NO_DAYS = N_("Ein Token gilt 1 bis %(most_days)s Tage.", most_days=MOST_DAYS)
NO_SITE = N_(
    "Der Name eines Standorts hat höchstens %(longest_site)s Zeichen.", longest_site=LONGEST_SITE
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A token as somebody asks for it, right or wrong."""

    name: str
    role: str
    scopes: frozenset[str]
    site: str = ""
    days: int = 365

    def problem(self) -> str:
        """Return in a sentence what is wrong with it, empty if nothing is."""
        if not 0 < len(self.name) <= LONGEST_NAME:
            return NO_NAME
        if self.role not in ROLES:
            return NO_ROLE
        allowed = {scope.value for scope in scopes_for(Role(self.role))}
        if not self.scopes or not self.scopes <= allowed:
            return NO_SCOPES
        if len(self.site) > LONGEST_SITE:
            return NO_SITE
        return "" if 1 <= self.days <= MOST_DAYS else NO_DAYS


@dataclass(frozen=True, slots=True)
class Made:
    """A new token; `secret` is shown once and kept nowhere."""

    token: ApiToken
    secret: str


@dataclass(frozen=True, slots=True)
class Making:
    """Carries out what administrators decide about tokens; each decision is audited."""

    tokens: Tokens
    accounts: Accounts
    passwords: Passwords
    audit: Audit
    clock: Clock

    async def make(self, wanted: Wanted, by: Account) -> Made | str:
        """Make a token with an account of its own; or say what is wrong."""
        if problem := wanted.problem():
            return problem
        now, id = self.clock.now(), secrets.token_hex(ID_BYTES)
        account = Account(
            id=AgentId(id),
            # Nobody can type this login, and nobody knows the password.
            login=f"token:{id}",
            name=wanted.name,
            role=Role(wanted.role),
            password_hash=self.passwords.hash(secrets.token_urlsafe(SECRET_BYTES)),
            created_at=now,
            site=wanted.site,
        )
        secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
        token = ApiToken(
            id=TokenId(id),
            name=wanted.name,
            digest=token_digest(secret),
            account=account.id,
            scopes=wanted.scopes,
            site=wanted.site,
            made_by=by.id,
            made_at=now,
            expires_at=now + timedelta(days=wanted.days),
        )
        await self.accounts.add(account)
        await self.tokens.add(token)
        scopes = " ".join(sorted(wanted.scopes))
        await self.audit.record(by.id, "token_made", detail=f"{id}: {wanted.role} {scopes}")
        return Made(token, secret)

    async def revoke(self, id: TokenId, by: Account) -> bool:
        """End a token, from its very next request on; False if there is none that holds."""
        token = await self.tokens.revoke(id, self.clock.now())
        if token is None:
            return False
        await self.accounts.set_disabled(token.account, True)
        await self.audit.record(by.id, "token_revoked", detail=id)
        return True

    async def role_of(self, token: ApiToken) -> Role | None:
        """Return the role of a token's account."""
        account = await self.accounts.by_id(token.account)
        return account.role if account else None
