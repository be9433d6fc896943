"""What supervisors decide in outage mode; each decision stands in the audit log."""

import secrets
from dataclasses import dataclass

from conversation.outage_words import check_text
from conversation.outages import Outage, OutageId, Outages, Place
from conversation.ports import Clock
from staff.ports import Account, Audit


@dataclass(frozen=True, slots=True)
class Approving:
    """Lets texts go out to many; whoever approves has seen how they read."""

    outages: Outages
    audit: Audit
    clock: Clock

    async def approve(self, place: Place, text: str, by: Account) -> bool:
        """Begin an outage; False where one runs there already. Raises CrookedTextError."""
        outage = Outage(
            id=OutageId(secrets.token_hex(6)),
            place=place,
            text=check_text(text),
            approved_by=by.id,
            approved_at=self.clock.now(),
        )
        begun = (await self.outages.approve(outage)).id == outage.id
        if begun:
            await self.audit.record(by.id, "outage_approved", None, f"{outage.id}: {place}")
        return begun

    async def end(self, id: OutageId, text: str, by: Account) -> bool:
        """Say that an outage is over; False if it is already. Raises CrookedTextError."""
        outage = await self.outages.fix(id, text=check_text(text), at=self.clock.now())
        if outage is not None:
            await self.audit.record(by.id, "outage_fixed", None, f"{id}: {outage.place}")
        return outage is not None
