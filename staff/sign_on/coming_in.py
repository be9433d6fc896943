"""Coming in by the provider: from the button to a session, each step bound to one browser."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from hmac import compare_digest

from chassis.logs import get_logger
from conversation.identity import AgentId
from conversation.ports import Clock
from staff.joining import ID_BYTES
from staff.passwords import seal_of, unusable_password_hash
from staff.ports import Account, Accounts, Attempts, Audit, LoginTakenError, Patience, Sessions
from staff.roles import Role
from staff.sign_on.admission import Admitted, NotAdmittedError
from staff.sign_on.id_tokens import UntrueError
from staff.sign_on.ports import Identities, Pending, PendingSignOns
from staff.sign_on.provider import AwayError, Proof, Provider
from staff.sign_on.settings import SignOnSettings
from staff.signing_in import NOBODY, TooManyAttemptsError

SECRET_BYTES = 32
# A whole site begins its day from one address, and each beginning counts until it ends well.
PER_ADDRESS = Patience(free=300)
BY = "single_sign_on"


class Refusal(StrEnum):
    """Why nobody came in, as far as they are told."""

    AWAY = "away"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    UNTRUE = "untrue"
    NOT_ADMITTED = "not_admitted"


class SignOnRefusedError(Exception):
    """Nobody came in. `reason` is one of our words, for the log."""

    def __init__(self, refusal: Refusal, reason: str) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody came in: their new session's secret, and where they wanted to go."""

    secret: str
    target: str


@dataclass(frozen=True, slots=True)
class SignOn:
    """Begins and ends sign-ons at one provider."""

    settings: SignOnSettings
    provider: Provider
    pending: PendingSignOns
    identities: Identities
    accounts: Accounts
    sessions: Sessions
    attempts: Attempts
    audit: Audit
    clock: Clock

    async def begin(self, target: str, *, browser: str, address: str) -> str:
        """Return where the browser with this secret goes to sign on.

        Raises SignOnRefusedError, TooManyAttemptsError.
        """
        if wait := await self.attempts.enter(_counted(address), PER_ADDRESS):
            get_logger().warning("login_blocked", by=BY)
            raise TooManyAttemptsError(wait)
        state, nonce, verifier = (secrets.token_urlsafe(SECRET_BYTES) for _ in range(3))
        try:
            way = await self.provider.way_there(state=state, nonce=nonce, verifier=verifier)
        except AwayError as error:
            raise _refused(Refusal.AWAY, str(error)) from None
        pending = Pending(
            browser=_digest(browser),
            nonce=nonce,
            verifier=verifier,
            target=target,
            began_at=self.clock.now(),
        )
        await self.pending.keep(state, pending)
        return way

    async def end(self, answer: Mapping[str, str], *, browser: str, address: str) -> Entered:
        """Let in whom the provider's answer names. Raises SignOnRefusedError."""
        pending = await self._begun(answer.get("state", ""), browser)
        try:
            proof = await self._proof(answer, pending)
            account = await self._account(proof)
        except AwayError as error:
            raise _refused(Refusal.AWAY, str(error)) from None
        except UntrueError as error:
            raise _refused(Refusal.UNTRUE, str(error)) from None
        except NotAdmittedError as error:
            raise _refused(Refusal.NOT_ADMITTED, str(error)) from None
        await self.attempts.refund(_counted(address))
        seal = seal_of(account.password_hash)
        secret = await self.sessions.begin(account.id, seal=seal, id_token=proof.id_token)
        await self.audit.record(account.id, "logged_in", detail=BY)
        return Entered(secret=secret, target=pending.target)

    async def way_out(self, id_token: str) -> str:
        """Return where a browser goes to be logged out there; empty where that cannot be."""
        try:
            return await self.provider.way_out(id_token)
        except AwayError as error:
            get_logger().warning("single_log_out_left_out", reason=str(error))
            return ""

    async def _begun(self, state: str, browser: str) -> Pending:
        """Take what was begun, by this very browser, and only once."""
        pending = await self.pending.take(state) if state else None
        if pending is None:
            raise _refused(Refusal.EXPIRED, "unknown_state")
        if not browser or not compare_digest(pending.browser, _digest(browser)):
            raise _refused(Refusal.EXPIRED, "another_browser")
        return pending

    async def _proof(self, answer: Mapping[str, str], pending: Pending) -> Proof:
        metadata = await self.provider.metadata()
        issuer = answer.get("iss")
        if issuer is None and metadata.authorization_response_iss_parameter_supported:
            raise UntrueError("answer_without_issuer")
        if issuer is not None and issuer != self.settings.issuer:
            raise UntrueError("answer_of_another_issuer")
        if "error" in answer:
            cancelled = answer["error"] == "access_denied"
            refusal = Refusal.CANCELLED if cancelled else Refusal.UNTRUE
            raise _refused(refusal, "provider_refused")
        if not answer.get("code"):
            raise UntrueError("answer_without_code")
        return await self.provider.redeem(
            answer["code"], nonce=pending.nonce, verifier=pending.verifier
        )

    async def _account(self, proof: Proof) -> Account:
        """Return the account of whom the token names, brought up to what it says."""
        admitted = self.settings.admission.admit(proof.claims)
        account = await self._tied(str(proof.claims["sub"]), admitted)
        if account.disabled:
            await self.audit.record(account.id, "login_refused", detail=BY)
            raise NotAdmittedError("disabled")
        if admitted.role is not None and admitted.role is not account.role:
            await self.accounts.set_role(account.id, admitted.role)
            await self.audit.record(
                BY, "account_role", detail=f"{account.login}: {admitted.role.value}"
            )
        if admitted.site is not None and admitted.site != account.site:
            await self.accounts.set_site(account.id, admitted.site)
            await self.audit.record(BY, "account_site", detail=f"{account.login}: {admitted.site}")
        return account

    async def _tied(self, subject: str, admitted: Admitted) -> Account:
        """Find the account by its identity; at somebody's first sign-on by its login."""
        issuer = self.settings.issuer
        id = await self.identities.account_of(issuer, subject)
        account = await self.accounts.by_id(id) if id else None
        if account is not None:
            return account
        account = await self.accounts.by_login(admitted.login)
        if account is None:
            account = await self._new(admitted)
        # An account that is tied to another subject is another person's, whatever it is called.
        if not await self.identities.tie(issuer, subject, account.id):
            await self.audit.record(NOBODY, "login_refused", detail=BY)
            raise NotAdmittedError("login_of_another")
        await self.audit.record(BY, "identity_tied", detail=account.login)
        return account

    async def _new(self, admitted: Admitted) -> Account:
        if not self.settings.admission.create:
            raise NotAdmittedError("no_account")
        account = Account(
            id=AgentId(secrets.token_hex(ID_BYTES)),
            login=admitted.login,
            name=admitted.name,
            role=admitted.role or Role.AGENT,
            password_hash=unusable_password_hash(),
            created_at=self.clock.now(),
            site=admitted.site or "",
        )
        try:
            await self.accounts.add(account)
        except LoginTakenError:
            raise NotAdmittedError("login_taken") from None
        await self.audit.record(BY, "account_created", detail=account.login)
        return account


def _refused(refusal: Refusal, reason: str) -> SignOnRefusedError:
    get_logger().warning("single_sign_on_refused", refusal=refusal.value, reason=reason)
    return SignOnRefusedError(refusal, reason)


def _counted(address: str) -> str:
    return f"sign-on:{address}"


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
