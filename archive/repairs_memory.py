"""Repairs in memory: the twin of those in SQL, for tests and for trying things out."""

from collections.abc import Collection, Mapping
from datetime import datetime

from conversation.identity import ConversationId
from conversation.repairs import Repair, RepairId, RepairKind, RepairState


class MemoryRepairs:
    """See conversation.repairs.Repairs."""

    def __init__(self) -> None:
        self._repairs: dict[RepairId, Repair] = {}

    async def add(self, repair: Repair) -> bool:
        """See Repairs."""
        return self._repairs.setdefault(repair.id, repair) is repair

    async def one(self, id: RepairId) -> Repair | None:
        """See Repairs."""
        return self._repairs.get(id)

    async def of(self, conversations: Collection[ConversationId]) -> list[Repair]:
        """See Repairs."""
        found = [one for one in self._repairs.values() if one.conversation in conversations]
        return sorted(found, key=lambda one: (one.at, one.id))

    async def due(
        self, conversations: Collection[ConversationId]
    ) -> Mapping[ConversationId, datetime]:
        """See Repairs."""
        first: dict[ConversationId, datetime] = {}
        for one in await self.of(conversations):
            if one.open:
                first[one.conversation] = min(one.due_at, first.get(one.conversation, one.due_at))
        return first

    async def asked(self) -> list[Repair]:
        """See Repairs."""
        found = [
            one
            for one in self._repairs.values()
            if one.kind is RepairKind.CREDIT and one.state is RepairState.OPEN
        ]
        return sorted(found, key=lambda one: (one.at, one.id))

    async def change(self, before: Repair, after: Repair) -> bool:
        """See Repairs."""
        known = self._repairs.get(before.id)
        if known is None or _seen(known) != _seen(before):
            return False
        self._repairs[before.id] = after
        return True


def _seen(repair: Repair) -> tuple[object, ...]:
    return repair.state, repair.reference, repair.owner, repair.due_at
