"""What programs say and ask about themselves as colleagues: presence, offers, what is wanted."""

from dataclasses import dataclass

from chassis.errors import BadRequestError
from conversation.ports import Desk
from conversation.routing.teams import Presence
from handoff.console.api import READERS
from handoff.console.api_acting_models import NoteShown
from handoff.console.api_duty_models import (
    DutyShown,
    OfferShown,
    PresenceChosen,
    WantedNotes,
    WantedShown,
)
from handoff.console.consulting import Consulting
from handoff.console.duty import CHOICES, Duty
from staff.api.callers import Scope
from staff.api.surface import Call, Operation, Surface

TAG = "me"


@dataclass(frozen=True, slots=True)
class DutyApi:
    """Reads and changes one agent's being there, as the switch on the page does."""

    duty: Duty
    consulting: Consulting
    desk: Desk

    async def shown(self, call: Call) -> DutyShown:
        """Return what one said, is offered, and holds."""
        me = call.account.id
        now = await self.duty.now(me)
        held = await self.desk.held_by(me)
        return DutyShown(
            agent=me,
            presence=now.chosen,
            offers=[
                OfferShown(conversation=str(state.conversation), until=offer.until)
                for state, offer in now.offers
            ],
            held=[str(state.conversation) for state in held],
        )

    async def choose(self, call: Call) -> DutyShown:
        """Note what one says about being there."""
        presence: Presence = call.given(PresenceChosen).presence
        if presence not in CHOICES:
            raise BadRequestError("An agent is available, busy or on a break.")
        await self.duty.choose(call.account.id, presence)
        return await self.shown(call)

    async def wanted(self, call: Call) -> WantedNotes:
        """Return what colleagues want."""
        return WantedNotes(
            wanted=[
                WantedShown(
                    conversation=str(one.state.conversation),
                    note=NoteShown.of(one.note),
                    marked=one.marked,
                )
                for one in await self.consulting.wanted(call.account.id)
            ]
        )


def add_duty_api(surface: Surface, api: DutyApi) -> None:
    """Put the operations among the others."""
    surface.add(
        Operation(
            id="get_duty",
            method="GET",
            path="/api/me/duty",
            summary="Your presence, what you are offered, what you hold",
            tag=TAG,
            scope=Scope.CONVERSATIONS_READ,
            roles=READERS,
            answer=DutyShown,
            person=True,
        ),
        api.shown,
    )
    surface.add(
        Operation(
            id="choose_duty",
            method="PUT",
            path="/api/me/duty",
            summary="Say whether you are there",
            tag=TAG,
            scope=Scope.CONVERSATIONS_WRITE,
            roles=READERS,
            body=PresenceChosen,
            answer=DutyShown,
            person=True,
        ),
        api.choose,
    )
    surface.add(
        Operation(
            id="list_wanted",
            method="GET",
            path="/api/me/wanted",
            summary="Notes that mention you, and questions to everybody",
            tag=TAG,
            scope=Scope.CONVERSATIONS_READ,
            roles=READERS,
            answer=WantedNotes,
            person=True,
        ),
        api.wanted,
    )
