"""Waiting customers hear a new time, measured, before the one they know is broken."""

from datetime import timedelta

from conversation.holds import Owner
from conversation.identity import AgentId, Channel, ConversationId
from conversation.messages import Line
from conversation.ports import Move, Saying
from handoff.routing.telling import Telling
from tests.contract.desks import RoutedDesk
from tests.contract.live import Live
from tests.contract.samples import START, conversation, saying, to_queue


def telling(desk: RoutedDesk) -> Telling:
    return Telling(
        desk=desk.live.desk,
        places=desk.live.places,
        directories=desk.directories,
        moves=desk.moves,
        topics={},
        clock=desk.clock,
    )


async def waits(desk: RoutedDesk, name: str, *, minutes: float) -> None:
    """Let somebody wait since now, who was promised an answer within `minutes`."""
    move = to_queue(of=name)
    deadline = desk.clock.now() + timedelta(minutes=minutes)
    await desk.live.desk.move(
        Move(move.saying, move.to, deadline=deadline, packet=move.packet, at=desk.clock.now())
    )


async def people_claim(desk: RoutedDesk, *, every: float) -> None:
    """Let people have taken somebody over each `every` minutes, for twenty."""
    now = desk.clock.moment
    for number in range(int(19.5 / every), -1, -1):
        desk.clock.moment = now - timedelta(minutes=number * every)
        await desk.queued(f"earlier-{number}")
        hold = await desk.pick(f"earlier-{number}", "mara")
        await desk.live.desk.move(Move(saying(of=f"earlier-{number}", hold=hold), Owner.NOBODY))
        await desk.claiming.left(conversation(f"earlier-{number}"), AgentId("mara"))
    desk.clock.moment = now


async def lines(desk: RoutedDesk, name: str) -> list[Line]:
    return await desk.live.transcripts.lines(conversation(name))


async def test_who_will_wait_longer_hears_so_once_and_by_when(live: Live) -> None:
    desk = RoutedDesk(live)
    for number in range(10):
        await waits(desk, f"c{number}", minutes=15)
    desk.clock.on(minutes=11)
    await people_claim(desk, every=0.75)
    told = await telling(desk).tell()
    assert 0 < told < 10
    (word,) = await lines(desk, "c9")
    state = await live.desk.state(conversation("c9"))
    assert state.hold.deadline is not None
    assert state.hold.deadline > START + timedelta(minutes=20)
    assert "um 10:" in word.text
    assert "Geduld" in word.text
    # The first of them is answered in time, and hears nothing.
    assert await lines(desk, "c0") == []
    assert await telling(desk).tell() == 0


async def test_with_nothing_measured_the_promise_stands(live: Live) -> None:
    desk = RoutedDesk(live)
    await waits(desk, "anna", minutes=15)
    desk.clock.on(minutes=11)
    assert await telling(desk).tell() == 0
    assert await lines(desk, "anna") == []


async def test_who_has_just_been_told_is_left_alone(live: Live) -> None:
    desk = RoutedDesk(live)
    for number in range(10):
        await waits(desk, f"c{number}", minutes=15)
    desk.clock.on(minutes=9)
    await people_claim(desk, every=0.75)
    assert await telling(desk).tell() == 0


async def test_in_public_nobody_is_told_in_front_of_all(live: Live) -> None:
    desk = RoutedDesk(live)
    for number in range(10):
        name = f"c{number}"
        post = ConversationId(Channel.X_PUBLIC, name, name)
        move = to_queue(of=name)
        silent = Saying(conversation=post, hold=move.saying.hold)
        deadline = START + timedelta(minutes=15)
        await live.desk.move(Move(silent, move.to, deadline=deadline, packet=move.packet, at=START))
    desk.clock.on(minutes=11)
    await people_claim(desk, every=0.75)
    assert await telling(desk).tell() == 0
