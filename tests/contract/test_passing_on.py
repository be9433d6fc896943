"""What an agent passes on: it keeps its place, and goes to whom it is for; over every store."""

from datetime import timedelta

from conversation.holds import Owner
from conversation.identity import AgentId
from conversation.packets import PassedOn
from conversation.routing.concerns import ASK_AGAIN
from conversation.routing.lifecycle import Stage
from conversation.routing.teams import Presence, TeamId
from tests.contract.desks import SECOND, RoutedDesk
from tests.contract.live import Live
from tests.contract.samples import START, conversation
from tests.contract.test_routing import told

MARA, JONAS, OLE = AgentId("mara"), AgentId("jonas"), AgentId("ole")


async def _passes_on(
    desk: RoutedDesk, *, team: TeamId | None = None, agent: AgentId | None = None
) -> None:
    """Let Mara have Anna, and pass her on."""
    await desk.queued("anna")
    await desk.pick("anna", MARA)
    desk.clock.on(minutes=1)
    state, context = await desk.live.desk.recall(conversation())
    passed_on = PassedOn(
        MARA, "Mara", "Leitung messen.", "Jemand", desk.clock.now(), team=team or "", agent=agent
    )
    await desk.live.desk.move(desk.moves.pass_on(state, context, passed_on))
    await desk.claiming.left(conversation(), MARA)


async def test_a_team_gets_what_was_passed_on_to_it_at_its_old_place(live: Live) -> None:
    desk = RoutedDesk(live, others=("ole",))
    await _passes_on(desk, team=SECOND)
    standing = await desk.standing("anna")
    assert standing.stage is Stage.WAITING
    assert standing.state.hold.owner is Owner.QUEUE
    assert standing.state.hold.deadline == START + timedelta(minutes=10)
    assert standing.place.queued_at is not None
    assert standing.place.queued_at < desk.clock.now() - timedelta(seconds=50)
    assert await desk.seats("mara") == []
    await desk.there("mara", "jonas", "ole")
    assert await desk.router.route() == 1
    assert await desk.offered_to("anna") == OLE
    assert await told(live) == [
        ("offered", "picked"),
        ("claimed", "picked"),
        ("waiting", "passed_on"),
        ("offered", "best"),
    ]


async def test_a_colleague_gets_what_was_passed_on_to_them_before_their_team(live: Live) -> None:
    desk = RoutedDesk(live, others=("ole",))
    await _passes_on(desk, agent=OLE)
    await desk.there("jonas", "ole")
    assert await desk.router.route() == 1
    assert await desk.offered_to("anna") == OLE
    assert (await told(live))[-1] == ("offered", "passed_on")


async def test_who_is_not_free_for_it_keeps_nobody_waiting(live: Live) -> None:
    desk = RoutedDesk(live, others=("ole",))
    await _passes_on(desk, agent=OLE)
    await desk.there("jonas")
    await desk.there("ole", presence=Presence.BREAK)
    assert await desk.router.route() == 1
    assert await desk.offered_to("anna") == JONAS


async def test_who_passed_it_on_is_asked_again_only_after_a_while(live: Live) -> None:
    desk = RoutedDesk(live)
    await _passes_on(desk)
    await desk.there("mara")
    assert await desk.router.route() == 0
    desk.clock.on(seconds=ASK_AGAIN.total_seconds() + 1)
    await desk.there("mara")
    assert await desk.router.route() == 1
    assert await desk.offered_to("anna") == MARA


async def test_a_promise_that_has_passed_meanwhile_is_made_anew(live: Live) -> None:
    desk = RoutedDesk(live)
    desk.clock.on(minutes=30)
    await _passes_on(desk)
    deadline = (await desk.standing("anna")).state.hold.deadline
    assert deadline is not None
    assert deadline > desk.clock.now()
