"""Who may come in: a login and a password against the accounts, patiently but not endlessly."""

from dataclasses import dataclass
from datetime import timedelta

from chassis.logs import get_logger
from staff.passwords import Passwords, seal_of
from staff.ports import Account, Accounts, Attempts, Audit, Patience, Sessions
from staff.roles import Role

# A whole site may come from one address, so an address gets more attempts than a login.
PER_LOGIN = Patience(free=5)
PER_ADDRESS = Patience(free=30)
NOBODY = "nobody"


class RefusedError(Exception):
    """The login or the password is wrong, or the account is disabled; never said which."""


class NotByPasswordError(Exception):
    """The password is right, and this role comes in by single sign-on only."""


class TooManyAttemptsError(Exception):
    """Too many attempts for this login or address; `wait` says how long to pause."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__("Too many attempts to log in.")
        self.wait = wait


@dataclass(frozen=True, slots=True)
class SigningIn:
    """Checks who comes in, and begins a new session for those who may, which is for `roles`."""

    accounts: Accounts
    sessions: Sessions
    attempts: Attempts
    passwords: Passwords
    audit: Audit
    roles: frozenset[Role] = frozenset(Role)

    async def sign_in(self, login: str, password: str, *, address: str) -> tuple[Account, str]:
        """Return the account and a new session's secret.

        Raises RefusedError, NotByPasswordError, TooManyAttemptsError.
        """
        login = login.strip().casefold()
        by_login, by_address = f"login:{login}", f"address:{address}"
        await self._enter(by_address, PER_ADDRESS)
        await self._enter(by_login, PER_LOGIN)
        account = await self.accounts.by_login(login)
        right = await self.passwords.matches(password, account.password_hash if account else None)
        if account is None or not right or account.disabled:
            await self.audit.record(account.id if account else NOBODY, "login_refused")
            raise RefusedError("Wrong login or password.")
        if account.role not in self.roles:
            await self.audit.record(account.id, "login_refused", detail="password")
            raise NotByPasswordError("This role comes in by single sign-on.")
        await self.attempts.forget(by_login)
        await self.attempts.refund(by_address)
        seal = seal_of(await self._current_hash(account, password))
        secret = await self.sessions.begin(account.id, seal=seal)
        await self.audit.record(account.id, "logged_in")
        return account, secret

    async def _enter(self, key: str, patience: Patience) -> None:
        wait = await self.attempts.enter(key, patience)
        if wait:
            # Logged, not audited: whoever hammers at the door must not fill the audit log.
            get_logger().warning("login_blocked", by=key.partition(":")[0])
            raise TooManyAttemptsError(wait)

    async def _current_hash(self, account: Account, password: str) -> str:
        """Return the password's hash, made anew if its parameters are old."""
        fresh = await self.passwords.rehashed(password, account.password_hash)
        if fresh is None:
            return account.password_hash
        await self.accounts.set_password_hash(account.id, fresh)
        return fresh
