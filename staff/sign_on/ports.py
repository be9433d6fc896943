"""What signing on needs of the world: sign-ons under way, and whose identity is whose account."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from conversation.identity import AgentId

LONGEST_SIGN_ON = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Pending:
    """A sign-on that was begun. `browser` is a digest of the secret in its browser's cookie."""

    browser: str
    nonce: str
    verifier: str
    target: str
    began_at: datetime

    def lives(self, now: datetime) -> bool:
        """Say whether it may still end well."""
        return now - self.began_at < LONGEST_SIGN_ON


class PendingSignOns(Protocol):
    """Sign-ons under way, each under its state."""

    async def keep(self, state: str, pending: Pending) -> None:
        """Remember one for a while."""

    async def take(self, state: str) -> Pending | None:
        """Return one that still lives, once: whoever asks second gets nothing."""


class Identities(Protocol):
    """Which account belongs to whom at the provider. A subject is the provider's, never reused."""

    async def account_of(self, issuer: str, subject: str) -> AgentId | None:
        """Return whose this identity is."""

    async def tie(self, issuer: str, subject: str, account: AgentId) -> bool:
        """Make an identity an account's. False: the one or the other is tied already."""

    async def untie(self, account: AgentId) -> None:
        """Forget whose identity an account's was."""

    async def tied(self) -> frozenset[AgentId]:
        """Return all accounts that have an identity."""
