"""What must never be, looked for while it rushes, and in the history afterwards."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from conversation.identity import ConversationId
from conversation.routing.capacity import seat
from tests.rush.world import LIMITS, Desk

SCRIPT = (Path(__file__).parent / "audit.lua").read_text()


@dataclass
class Findings:
    """What was seen: the worst of all looks, and what happened how often."""

    looks: int = 0
    queued: int = 0
    offered: int = 0
    held: int = 0
    closed: int = 0
    without_owner_or_deadline: int = 0
    over_capacity: int = 0
    seatless: int = 0
    double_owners: int = 0
    seats_left: int = 0
    happened: Counter[str] = field(default_factory=Counter)

    @property
    def wrong(self) -> int:
        """Count all that must never be."""
        return (
            self.without_owner_or_deadline
            + self.over_capacity
            + self.seatless
            + self.double_owners
            + self.seats_left
        )


class Auditor:
    """Looks at everything in one step, so that nothing moves while it counts."""

    def __init__(self, desk: Desk, conversations: list[ConversationId]) -> None:
        self._desk = desk
        self._script = desk.redis.register_script(SCRIPT)
        keys = desk.keys
        self._args = [
            keys.prefix,
            keys.partitions,
            LIMITS.units,
            *(f"{c}|{keys.partition_of(str(c))}|{seat(c, 0).weight}" for c in conversations),
        ]
        self.findings = Findings()

    async def look(self) -> Findings:
        """Look once; what is wrong adds up."""
        queued, offered, held, closed, lost, over, seatless = await self._script(args=self._args)
        found = self.findings
        found.looks += 1
        found.queued, found.offered, found.held, found.closed = queued, offered, held, closed
        found.without_owner_or_deadline += lost
        found.over_capacity += over
        found.seatless += seatless
        return found

    async def read_history(self) -> Findings:
        """Read the whole feed: nobody gets what another has, and nothing is left with anybody."""
        holder: dict[bytes, bytes] = {}
        epochs: dict[bytes, int] = {}
        for partition in range(self._desk.keys.partitions):
            for _, event in await self._desk.redis.xrange(
                self._desk.keys.shared("feed", partition)
            ):
                self._replay(event, holder, epochs)
        work = await self._desk.roster.everyone()
        seats = [(one.agent, seat) for one in work for seat in one.seats]
        self.findings.seats_left = (await self._desk.places.needed(seats)).count(False)
        return self.findings

    def _replay(
        self, event: dict[bytes, bytes], holder: dict[bytes, bytes], epochs: dict[bytes, int]
    ) -> None:
        c = event[b"c"]
        if event[b"kind"] == b"routed":
            self.findings.happened[event[b"why"].decode()] += 1
        if event[b"kind"] != b"held":
            return
        epoch = int(event[b"epoch"])
        taken_from_somebody = event[b"agent"] and holder.get(c)
        if taken_from_somebody or epoch != epochs.get(c, 0) + 1:
            self.findings.double_owners += 1
        holder[c], epochs[c] = event[b"agent"], epoch
