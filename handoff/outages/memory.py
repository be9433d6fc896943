"""Outages in memory: the twin for tests and for trying things out."""

from collections import defaultdict
from dataclasses import replace
from datetime import datetime

from conversation.identity import ConversationId
from conversation.outages import COUNTS_FOR, Group, Heard, Outage, OutageId, Place


class MemoryOutages:
    """See conversation.outages.Outages for every method."""

    def __init__(self) -> None:
        self._reports: dict[Place, dict[ConversationId, datetime]] = defaultdict(dict)
        self._outages: dict[OutageId, Outage] = {}
        self._heard: dict[OutageId, dict[ConversationId, bool]] = defaultdict(dict)

    async def note(self, conversation: ConversationId, place: Place, at: datetime) -> bool:
        """See Outages."""
        before = self._reports[place].get(conversation)
        if before is not None and before > at - COUNTS_FOR:
            return False
        self._uncount(conversation)
        self._reports[place][conversation] = at
        return True

    async def forget(self, conversation: ConversationId) -> None:
        """See Outages."""
        self._uncount(conversation)
        for heard in self._heard.values():
            heard.pop(conversation, None)

    async def groups(self, *, since: datetime) -> list[Group]:
        """See Outages."""
        found = []
        for place, reports in self._reports.items():
            times = sorted(at for at in reports.values() if at >= since)
            if times:
                found.append(Group(place, len(times), times[0], times[-1]))
        return sorted(found, key=lambda group: (-group.many, str(group.place)))

    async def approve(self, outage: Outage) -> Outage:
        """See Outages."""
        running = (one for one in self._outages.values() if one.fixed_at is None)
        if there := next((one for one in running if one.place == outage.place), None):
            return there
        self._outages[outage.id] = outage
        return outage

    async def fix(self, id: OutageId, *, text: str, at: datetime) -> Outage | None:
        """See Outages."""
        outage = self._outages.get(id)
        if outage is None or outage.fixed_at is not None:
            return None
        self._outages[id] = replace(outage, fixed_text=text, fixed_at=at)
        return self._outages[id]

    async def latest(self) -> list[Outage]:
        """See Outages."""
        return sorted(self._outages.values(), key=lambda one: one.approved_at, reverse=True)

    async def open(self) -> list[Outage]:
        """See Outages."""
        return [one for one in reversed(await self.latest()) if not one.settled]

    async def untold(self, outage: Outage, *, most: int) -> list[ConversationId]:
        """See Outages."""
        first = outage.approved_at - COUNTS_FOR
        heard = self._heard[outage.id]
        reports = sorted(self._reports[outage.place].items(), key=lambda one: (one[1], str(one[0])))
        untold = [
            conversation
            for conversation, at in reports
            if at >= first and (outage.fixed_at is None or at <= outage.fixed_at)
            if conversation not in heard
        ]
        return untold[:most]

    async def told(self, id: OutageId, *, most: int) -> list[ConversationId]:
        """See Outages."""
        return [one for one, ended in self._heard[id].items() if not ended][:most]

    async def mark(self, id: OutageId, conversation: ConversationId, *, ended: bool) -> None:
        """See Outages."""
        self._heard[id][conversation] = ended or self._heard[id].get(conversation, False)

    async def heard(self, id: OutageId) -> Heard:
        """See Outages."""
        heard = self._heard[id].values()
        return Heard(told=len(heard), ended=sum(heard))

    async def settle(self, id: OutageId) -> None:
        """See Outages."""
        outage = self._outages.get(id)
        if outage is not None and outage.fixed_at is not None:
            self._outages[id] = replace(outage, settled=True)

    def _uncount(self, conversation: ConversationId) -> None:
        for reports in self._reports.values():
            reports.pop(conversation, None)
