"""What we owe a customer whose complaint deserves it; their conversation is kept open until then.

An apology is done once it is said. A call back and a credit are promised, have an owner and a day,
and somebody says that they are done.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType, Protocol

from conversation.identity import AgentId, ConversationId

RepairId = NewType("RepairId", str)


class RepairKind(StrEnum):
    """How something is made good."""

    APOLOGY = "apology"
    CALL_BACK = "call_back"
    CREDIT = "credit"


class RepairState(StrEnum):
    """How a repair stands. What is refused is open, too: the customer is still to hear of it."""

    OPEN = "open"
    REFUSED = "refused"
    DONE = "done"
    DROPPED = "dropped"


OPEN_STATES = frozenset({RepairState.OPEN, RepairState.REFUSED})


@dataclass(frozen=True, slots=True)
class Repair:
    """One repair. `owner` is who sees to it until `due_at`, `by` who promised it.

    `words` say what it is about; personal data in them, `number` (to call) and `customer` (whose
    number it is) are placeholders. `cents` is a credit, `reference` what the back office calls it:
    empty until that has heard of it. `answer` is why it was refused or dropped.
    """

    id: RepairId
    conversation: ConversationId
    kind: RepairKind
    by: AgentId
    owner: AgentId
    words: str
    at: datetime
    due_at: datetime
    number: str = ""
    customer: str = ""
    cents: int = 0
    reference: str = ""
    state: RepairState = RepairState.OPEN
    answer: str = ""
    settled_by: AgentId | None = None
    settled_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether somebody has still to do something."""
        return self.state in OPEN_STATES


class Repairs(Protocol):
    """All repairs, kept for good with their conversations."""

    async def add(self, repair: Repair) -> bool:
        """Keep a new one. Return False, having done nothing, if one of this id is there."""

    async def one(self, id: RepairId) -> Repair | None:
        """Return one, if it is there."""

    async def of(self, conversations: Collection[ConversationId]) -> list[Repair]:
        """Return the repairs of some conversations, oldest first."""

    async def due(
        self, conversations: Collection[ConversationId]
    ) -> Mapping[ConversationId, datetime]:
        """Return by when the first open one of each is due; only of those that have one."""

    async def asked(self) -> list[Repair]:
        """Return the credits that nobody has granted or refused yet, oldest first."""

    async def change(self, before: Repair, after: Repair) -> bool:
        """Put `after` in the place of `before`.

        Return False, having done nothing, if it is not as it was before.
        """


class CreditRefusedError(Exception):
    """The provider does not take the request; the sentence says why, for agents."""


class CreditsUnavailableError(Exception):
    """The back office did not answer, or not in a way that can be used."""


@dataclass(frozen=True, slots=True)
class CreditStand:
    """What became of a request; `granted` is None while nobody has decided. `words` say why."""

    reference: str
    granted: bool | None = None
    words: str = ""


class Credits(Protocol):
    """The provider's side, where people decide about money. Both raise CreditsUnavailableError."""

    async def ask(self, *, key: str, customer: str, cents: int, words: str) -> CreditStand:
        """Ask for a credit; the same key asks once, and again returns what became of it.

        Raises CreditRefusedError.
        """

    async def stand(self, reference: str) -> CreditStand:
        """Return how a request stands."""
