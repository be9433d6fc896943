"""What an agent lays away takes no room, and waits again when it is due or the customer writes."""

from datetime import timedelta

import pytest

from conversation.errors import StaleHoldError
from conversation.holds import Owner
from conversation.identity import AgentId
from conversation.routing.lifecycle import Cause, Stage
from tests.contract.desks import RoutedDesk
from tests.contract.live import Live
from tests.contract.samples import START, conversation, line, message, saying
from tests.contract.test_routing import told

MARA, JONAS = AgentId("mara"), AgentId("jonas")
TOMORROW = START + timedelta(days=1)


async def _laid_away(desk: RoutedDesk) -> None:
    await desk.queued("anna")
    await desk.pick("anna", "mara")
    await desk.claiming.lay_away(conversation(), MARA, until=TOMORROW)


async def test_it_stays_with_its_agent_and_takes_none_of_their_room(live: Live) -> None:
    desk = RoutedDesk(live, units=3)  # one chat
    await _laid_away(desk)
    standing = await desk.standing("anna")
    assert standing.stage is Stage.LAID_AWAY
    assert standing.place.laid_until == TOMORROW
    assert standing.state.hold.agent == MARA
    assert await desk.seats("mara") == []
    await desk.queued("bernd")
    await desk.pick("bernd", "mara")
    await desk.there("mara")
    await desk.sweeping.sweep()
    assert (await desk.standing("anna")).stage is Stage.LAID_AWAY
    assert await desk.seats("mara") == ["bernd"]


async def test_when_it_is_due_it_waits_and_is_offered_to_who_had_it(live: Live) -> None:
    desk = RoutedDesk(live)
    await _laid_away(desk)
    desk.clock.moment = TOMORROW
    await desk.there("mara", "jonas")
    await desk.sweeping.sweep()
    standing = await desk.standing("anna")
    assert (standing.stage, standing.place.laid_until) == (Stage.WAITING, None)
    assert standing.state.hold.deadline is not None
    assert standing.state.hold.deadline > TOMORROW
    assert standing.state.packet is not None
    assert standing.state.packet.resumed is Cause.DUE
    await desk.router.route()
    assert await desk.offered_to("anna") == MARA
    assert (await told(live))[2:] == [
        ("laid_away", "later"),
        ("waiting", "due"),
        ("offered", "best"),
    ]


async def test_who_is_not_there_when_it_is_due_keeps_nobody_waiting(live: Live) -> None:
    desk = RoutedDesk(live)
    await _laid_away(desk)
    desk.clock.moment = TOMORROW
    await desk.there("jonas")
    await desk.sweeping.sweep()
    await desk.router.route()
    assert await desk.offered_to("anna") == JONAS


async def test_what_the_customer_writes_brings_it_back_at_once(live: Live) -> None:
    desk = RoutedDesk(live)
    await _laid_away(desk)
    await desk.sweeping.sweep()
    assert (await desk.standing("anna")).stage is Stage.LAID_AWAY
    await live.inbox.add([message("m1", "Und?")])
    await desk.sweeping.sweep()
    assert (await desk.standing("anna")).state.hold.owner is Owner.QUEUE
    assert (await told(live))[-1] == ("waiting", "wrote_again")


async def test_what_its_agent_says_meanwhile_leaves_it_away(live: Live) -> None:
    desk = RoutedDesk(live)
    await _laid_away(desk)
    hold = (await desk.standing("anna")).state.hold
    await live.outbox.say(saying(line("l1"), hold=hold))
    await desk.sweeping.sweep()
    assert (await desk.standing("anna")).stage is Stage.LAID_AWAY


async def test_an_agent_who_goes_home_takes_nothing_back(live: Live) -> None:
    desk = RoutedDesk(live)
    await desk.there("mara")
    await _laid_away(desk)
    desk.clock.on(hours=2)
    await desk.sweeping.sweep()
    assert (await desk.standing("anna")).stage is Stage.LAID_AWAY


async def test_nobody_lays_away_what_they_do_not_hold(live: Live) -> None:
    desk = RoutedDesk(live)
    await desk.queued("anna")
    with pytest.raises(StaleHoldError):
        await desk.claiming.lay_away(conversation(), MARA, until=TOMORROW)
    await desk.pick("anna", "jonas")
    with pytest.raises(StaleHoldError):
        await desk.claiming.lay_away(conversation(), MARA, until=TOMORROW)
    assert (await desk.standing("anna")).stage is Stage.CLAIMED


async def test_its_agent_may_close_it_and_then_nothing_is_due(live: Live) -> None:
    desk = RoutedDesk(live)
    await _laid_away(desk)
    state, context = await live.desk.recall(conversation())
    await live.desk.move(desk.moves.close(state, context))
    desk.clock.moment = TOMORROW
    assert await live.places.laid_away(TOMORROW) == []
    await desk.sweeping.sweep()
    assert (await desk.standing("anna")).stage is Stage.CLOSED
