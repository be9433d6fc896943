"""A supervisor gives a conversation to somebody, whoever has it, and nobody has it twice."""

import asyncio

import pytest

from conversation.errors import NoRoomError, StaleHoldError
from conversation.holds import Hold, Owner
from conversation.identity import AgentId
from conversation.ports import Move
from conversation.routing.lifecycle import Stage
from conversation.routing.teams import Presence
from handoff.routing.assigning import Assigning, NotThereError
from handoff.routing.sweeping import Absence
from tests.contract.desks import RoutedDesk
from tests.contract.live import Live
from tests.contract.samples import conversation, saying


async def assign(desk: RoutedDesk, name: str, agent: str, *, epoch: int | None = None) -> Hold:
    """Let a supervisor who has just looked give a conversation to an agent."""
    seen = (await desk.standing(name)).state.hold.epoch if epoch is None else epoch
    return await Assigning(desk.claiming, Absence()).assign(
        conversation(name), AgentId(agent), name=agent, epoch=seen
    )


async def requeue(desk: RoutedDesk, name: str) -> None:
    epoch = (await desk.standing(name)).state.hold.epoch
    await Assigning(desk.claiming, Absence()).requeue(conversation(name), epoch=epoch)


async def test_who_waits_is_given_to_the_agent_named(live: Live) -> None:
    desk = RoutedDesk(live)
    await desk.there("jonas", presence=Presence.BUSY)
    await desk.queued("anna")
    hold = await assign(desk, "anna", "jonas")
    assert hold.agent == "jonas"
    assert (await desk.standing("anna")).state.hold == hold
    assert await desk.seats("jonas") == ["anna"]


async def test_what_an_agent_holds_goes_to_another_and_takes_room_only_there(live: Live) -> None:
    desk = RoutedDesk(live)
    await desk.there("mara", "jonas")
    await desk.queued("anna")
    before = await desk.pick("anna", "mara")
    hold = await assign(desk, "anna", "jonas")
    assert hold.agent == "jonas"
    assert hold.epoch > before.epoch
    assert (await desk.seats("mara"), await desk.seats("jonas")) == ([], ["anna"])


async def test_an_offer_to_somebody_else_is_taken_back_first(live: Live) -> None:
    desk = RoutedDesk(live)
    await desk.there("mara")
    await desk.queued("anna")
    await desk.router.route()
    assert await desk.offered_to("anna") == "mara"
    await desk.there("jonas")
    await assign(desk, "anna", "jonas")
    assert await desk.offered_to("anna") is None
    assert (await desk.seats("mara"), await desk.seats("jonas")) == ([], ["anna"])


async def test_who_has_no_room_gets_nothing_and_nobody_loses_anything(live: Live) -> None:
    desk = RoutedDesk(live, units=3)
    await desk.there("mara", "jonas")
    await desk.queued("anna", "bo")
    await desk.pick("anna", "mara")
    await desk.pick("bo", "jonas")
    with pytest.raises(NoRoomError):
        await assign(desk, "anna", "jonas")
    assert (await desk.standing("anna")).state.hold.agent == "mara"
    assert await desk.seats("mara") == ["anna"]


async def test_who_is_not_there_gets_nothing(live: Live) -> None:
    desk = RoutedDesk(live)
    await desk.there("jonas")
    await desk.queued("anna")
    desk.clock.on(minutes=2)
    for agent in ("jonas", "nobody-ever-seen"):
        with pytest.raises(NotThereError):
            await assign(desk, "anna", agent)
    assert (await desk.standing("anna")).stage is Stage.WAITING


async def test_a_decision_about_what_has_changed_hands_since_changes_nothing(live: Live) -> None:
    desk = RoutedDesk(live)
    await desk.there("mara", "jonas")
    await desk.queued("anna")
    seen = (await desk.standing("anna")).state.hold.epoch
    await desk.pick("anna", "mara")
    with pytest.raises(StaleHoldError):
        await assign(desk, "anna", "jonas", epoch=seen)
    assert (await desk.standing("anna")).state.hold.agent == "mara"


async def test_a_closed_conversation_is_given_to_nobody(live: Live) -> None:
    desk = RoutedDesk(live)
    await desk.there("mara", "jonas")
    await desk.queued("anna")
    hold = await desk.pick("anna", "mara")
    await live.desk.move(Move(saying(of="anna", hold=hold), Owner.NOBODY))
    with pytest.raises(StaleHoldError):
        await assign(desk, "anna", "jonas")


async def test_what_goes_back_to_the_queue_has_its_old_place(live: Live) -> None:
    desk = RoutedDesk(live)
    await desk.there("mara")
    await desk.queued("anna")
    queued_at = (await desk.standing("anna")).place.queued_at
    await desk.pick("anna", "mara")
    desk.clock.on(minutes=4)
    await requeue(desk, "anna")
    standing = await desk.standing("anna")
    assert standing.stage is Stage.WAITING
    assert standing.place.queued_at == queued_at
    assert await desk.seats("mara") == []


async def test_two_supervisors_at_once_leave_one_owner_with_one_seat(live: Live) -> None:
    desk = RoutedDesk(live, agents=("mara", "jonas", "ole"))
    await desk.there("mara", "jonas", "ole")
    await desk.queued("anna")
    await desk.pick("anna", "mara")
    epoch = (await desk.standing("anna")).state.hold.epoch
    decisions = (assign(desk, "anna", agent, epoch=epoch) for agent in ("jonas", "ole"))
    outcomes = await asyncio.gather(*decisions, return_exceptions=True)
    await desk.sweeping.sweep()
    won = [one for one in outcomes if isinstance(one, Hold)]
    assert all(isinstance(one, Hold | StaleHoldError) for one in outcomes)
    assert len(won) == 1
    owner = (await desk.standing("anna")).state.hold.agent
    assert owner == won[0].agent
    seats = {agent: await desk.seats(agent) for agent in ("mara", "jonas", "ole")}
    assert seats == {agent: ["anna"] if agent == owner else [] for agent in seats}
