"""The ports of signing on in memory: the twins for tests and for trying things out."""

from conversation.identity import AgentId
from conversation.ports import Clock
from staff.sign_on.ports import Pending


class MemoryPendingSignOns:
    """The twin of sign-ons under way. See ports.PendingSignOns for every method."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._pending: dict[str, Pending] = {}

    async def keep(self, state: str, pending: Pending) -> None:
        """See ports.PendingSignOns."""
        self._pending[state] = pending

    async def take(self, state: str) -> Pending | None:
        """See ports.PendingSignOns."""
        pending = self._pending.pop(state, None)
        return pending if pending and pending.lives(self._clock.now()) else None


class MemoryIdentities:
    """The identities' twin. See ports.Identities for every method."""

    def __init__(self) -> None:
        self._accounts: dict[tuple[str, str], AgentId] = {}

    async def account_of(self, issuer: str, subject: str) -> AgentId | None:
        """See ports.Identities."""
        return self._accounts.get((issuer, subject))

    async def tie(self, issuer: str, subject: str, account: AgentId) -> bool:
        """See ports.Identities."""
        if (issuer, subject) in self._accounts or account in self._accounts.values():
            return False
        self._accounts[(issuer, subject)] = account
        return True

    async def untie(self, account: AgentId) -> None:
        """See ports.Identities."""
        self._accounts = {one: its for one, its in self._accounts.items() if its != account}

    async def tied(self) -> frozenset[AgentId]:
        """See ports.Identities."""
        return frozenset(self._accounts.values())
