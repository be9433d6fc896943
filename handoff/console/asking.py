"""Says to agents who is asked about a conversation, why nobody is, or until when it is put off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from conversation.holds import Owner
from conversation.identity import AgentId, ConversationId
from conversation.ports import Clock, ConversationState
from conversation.routing.lifecycle import Cause
from conversation.routing.ports import Places
from handoff.console.times import clock_time
from staff.language import N_, _
from staff.ports import Accounts

WHY_NOBODY = {
    Cause.ALL_BUSY: N_("alle sind ausgelastet"),
    Cause.ALL_PASSED: N_("niemand hat das Angebot angenommen"),
    Cause.TO_PICK: N_("zum Übernehmen"),
    Cause.NOBODY_THERE: N_("niemand ist da"),
    Cause.NOBODY_SKILLED: N_("niemand ist da, der sich damit auskennt"),
    Cause.CLOSED_NOW: N_("außerhalb der Servicezeiten"),
}


@dataclass(frozen=True, slots=True)
class Asking:
    """Reads where a conversation stands with the desk, for one person at a time."""

    places: Places
    accounts: Accounts
    clock: Clock
    zone: ZoneInfo

    async def later(self, conversation: ConversationId) -> str:
        """Return until when a conversation is laid away, in words; empty if it is not."""
        until = (await self.places.standing(conversation)).place.laid_until
        return until_words(until, zone=self.zone, now=self.clock.now()) if until else ""

    async def steps(self, states: Sequence[ConversationState]) -> dict[ConversationId, str]:
        """Return what is to be done next; asked only where people have had a conversation."""
        had = [
            one.conversation
            for one in states
            if one.hold.agent or (one.packet and (one.packet.resumed or one.packet.passed_on))
        ]
        found = await self.places.standings(had)
        return {one.state.conversation: one.place.step for one in found if one.place.step}

    async def words(self, state: ConversationState, *, me: AgentId) -> str:
        """Return it as a sentence's end; empty where nobody has to be asked."""
        if state.hold.owner is not Owner.QUEUE:
            return ""
        place = (await self.places.standing(state.conversation)).place
        if place.offer is None:
            return WHY_NOBODY.get(place.cause, "") if place.cause else ""
        if place.offer.agent == me:
            return _("wird gerade Ihnen angeboten")
        account = await self.accounts.by_id(place.offer.agent)
        name = account.name if account else _("jemandem")
        return _("wird gerade %(name)s angeboten", name=name)


def until_words(until: datetime, *, zone: ZoneInfo, now: datetime) -> str:
    """Say when what is laid away comes back."""
    return _("wieder %(moment)s", moment=clock_time(until, zone=zone, now=now))
