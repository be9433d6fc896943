"""Whether an agent is there for others, and what they are offered just now."""

from collections.abc import Sequence
from dataclasses import dataclass

from sanic import HTTPResponse, Request
from sanic.response import redirect

from chassis.app import App
from chassis.errors import BadRequestError
from conversation.identity import AgentId
from conversation.ports import ConversationState
from conversation.routing.lifecycle import Offer
from conversation.routing.ports import Standing
from conversation.routing.teams import Presence
from handoff.console.addresses import ROOT, label_of, path_of
from handoff.console.duty_views import ChoiceView, DutyView, OfferView
from handoff.console.outer_words import told
from handoff.routing.claiming import Claiming
from staff.access import SignedIn, for_roles, signed_in
from staff.csrf import field
from staff.frame import Staff
from staff.language import N_
from staff.roles import Role

DUTY = f"{ROOT}/duty"
#: What an agent may say; to be away is not said, it is noticed.
CHOICES = {
    Presence.AVAILABLE: N_("Bereit"),
    Presence.BUSY: N_("Beschäftigt"),
    Presence.BREAK: N_("Pause"),
}


@dataclass(frozen=True, slots=True)
class Now:
    """What an agent said about being there, and what they are offered, the first to end first."""

    chosen: Presence
    offers: tuple[tuple[ConversationState, Offer], ...]


@dataclass(frozen=True, slots=True)
class Duty:
    """Reads and changes one agent's being there."""

    claiming: Claiming

    async def now(self, agent: AgentId) -> Now:
        """Return what the agent said, and what they are offered.

        Who looks is there: a page whose stream has broken off asks every minute.
        """
        await self.claiming.roster.beat(agent, now=self.claiming.wall.now())
        work = await self.claiming.roster.one(agent)
        seats = [seat.conversation for seat in work.seats] if work else []
        standings = await self.claiming.places.standings(seats)
        chosen = work.chosen if work else Presence.BUSY
        return Now(chosen, self._offered(standings, agent))

    async def view(self, who: SignedIn) -> DutyView:
        """Return `now` as the page shows it."""
        found = await self.now(who.account.id)
        return DutyView(
            csrf=who.csrf,
            path=DUTY,
            choices=tuple(
                ChoiceView(presence, label, chosen=presence is found.chosen)
                for presence, label in CHOICES.items()
            ),
            offers=self._offers(found),
        )

    async def choose(self, agent: AgentId, presence: Presence) -> None:
        """Note what the agent says."""
        await self.claiming.roster.choose(agent, presence, now=self.claiming.wall.now())

    def _offered(
        self, standings: Sequence[Standing], agent: AgentId
    ) -> tuple[tuple[ConversationState, Offer], ...]:
        now = self.claiming.wall.now()
        offered = [
            (one.state, offer)
            for one in standings
            if (offer := one.place.offer) and offer.agent == agent and offer.until > now
        ]
        return tuple(sorted(offered, key=lambda pair: pair[1].until))

    def _offers(self, found: Now) -> tuple[OfferView, ...]:
        now = self.claiming.wall.now()
        return tuple(
            OfferView(
                key=f"{state.hold.epoch}-{offer.number}",
                path=path_of(state.conversation),
                label=label_of(state.conversation),
                words=state.packet.wish or told(state.packet.summary) if state.packet else "",
                until=offer.until,
                seconds=int((offer.until - now).total_seconds()),
            )
            for state, offer in found.offers
        )


def add_duty(app: App, duty: Duty, staff: Staff, roles: tuple[Role, ...]) -> None:
    """Put the switch into an application."""

    @app.get(DUTY, name="console_duty")
    @for_roles(*roles, by_itself=True)
    async def shown(request: Request) -> HTTPResponse:
        return staff.page(await duty.view(signed_in(request)))

    @app.post(DUTY, name="console_choose_duty")
    @for_roles(*roles)
    async def choose(request: Request) -> HTTPResponse:
        try:
            presence = Presence(field(request, "presence"))
        except ValueError:
            presence = Presence.AWAY
        if presence not in CHOICES:
            raise BadRequestError("An agent is available, busy or on a break.")
        await duty.choose(signed_in(request).account.id, presence)
        if "HX-Request" in request.headers:
            return staff.page(await duty.view(signed_in(request)))
        return redirect(ROOT, status=303)
