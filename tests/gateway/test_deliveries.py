"""How sending may end: sent, later, in doubt, or given up, and then a person knows."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from prometheus_client import CollectorRegistry

from connectors.x.outcomes import NeedsPersonError, RuledOutError
from conversation.context import Context
from conversation.errors import DeliveryUncertainError, TryLaterError, UndeliverableError
from conversation.holds import Owner
from conversation.identity import AgentId, Channel, ConversationId
from conversation.messages import Delivery, Line, Speaker
from conversation.outages import OutageId, line_of
from conversation.records import Trouble
from gateway import pauses
from gateway.clock import FixedClock
from gateway.deliveries import Deliveries
from gateway.measures import WorkerMeasures
from gateway.memory import MemoryInbox, MemoryOutbox
from gateway.memory_records import MemoryAccounts
from gateway.pauses import Pauses
from gateway.unheard import Unheard
from handoff.memory import MemoryDesk, MemoryLive, MemoryTranscripts
from tests.contract.samples import START, conversation, line, message, saying
from tests.contract.wiring import MOVES

ANNA = conversation()


@dataclass
class Mouth:
    """A channel that ends each sending as it is told; None: sent."""

    endings: list[Exception | None]
    sent: list[str] = field(default_factory=list)
    repeatable: bool = True

    async def send(self, conversation: ConversationId, line: Line) -> None:
        ending = self.endings.pop(0) if self.endings else None
        if ending:
            raise ending
        self.sent.append(line.id)


class Stage(SimpleNamespace):
    live: MemoryLive
    outbox: MemoryOutbox
    desk: MemoryDesk
    accounts: MemoryAccounts
    mouth: Mouth
    deliveries: Deliveries

    async def until(self, holds: Callable[[], Any]) -> None:
        stopping = asyncio.Event()
        working = asyncio.create_task(self.deliveries.run(stopping))
        async with asyncio.timeout(10):
            while not holds():
                await asyncio.sleep(0.01)
        stopping.set()
        await working

    def state(self, id: str = "1") -> Delivery:
        return self.live.deliveries[ANNA][line(id).id]


def stage(*endings: Exception | None) -> Stage:
    live, accounts, mouth = MemoryLive(), MemoryAccounts(), Mouth(list(endings))
    desk, outbox = MemoryDesk(live), MemoryOutbox(live)
    deliveries = Deliveries(
        outbox=outbox,
        senders={Channel.WEBCHAT: mouth},
        pauses=Pauses(accounts, account_of=lambda _: "104857", clock=FixedClock(START)),
        unheard=Unheard(desk, transcripts=MemoryTranscripts(live), moves=MOVES),
        measures=WorkerMeasures.on(CollectorRegistry()),
        at_once=2,
    )
    return Stage(
        live=live,
        outbox=outbox,
        desk=desk,
        accounts=accounts,
        mouth=mouth,
        deliveries=deliveries,
    )


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.deliveries.SHORTEST_WAIT", timedelta(milliseconds=5))
    monkeypatch.setattr(pauses, "LOOK_AGAIN", timedelta(milliseconds=20))


async def test_a_line_that_has_to_wait_is_sent_however_often_it_waits() -> None:
    waits = [TryLaterError("Budget.", after=timedelta(milliseconds=1)) for _ in range(20)]
    world = stage(*waits)
    await world.outbox.say(saying(line("1")))
    await world.until(lambda: world.mouth.sent)
    assert world.state() is Delivery.SENT


@pytest.mark.parametrize(
    "error", [UndeliverableError("Window."), NeedsPersonError("not_summoned", "Nicht erwähnt.")]
)
async def test_what_the_assistant_could_not_say_is_for_people(error: Exception) -> None:
    world = stage(error)
    await MemoryInbox(world.live, window=timedelta(0)).add([message("0", "Internet tot")])
    await world.outbox.say(saying(line("1")))
    await world.until(lambda: world.state() is Delivery.FAILED)
    (waiting,) = await world.desk.waiting()
    assert waiting.packet is not None
    assert (waiting.packet.wish, waiting.packet.wish_line) == ("Internet tot", "0")
    assert str(error) in waiting.packet.summary
    assert waiting.hold.deadline is not None


async def test_a_rule_that_keeps_a_line_back_calls_nobody() -> None:
    world = stage(RuledOutError("stopped", "Der Kunde will nichts mehr hören."))
    await world.outbox.say(saying(line("1")))
    await world.until(lambda: world.state() is Delivery.FAILED)
    assert (await world.desk.state(ANNA)).hold.owner is Owner.ASSISTANT


async def test_what_goes_to_many_and_reaches_one_of_them_not_calls_nobody() -> None:
    world, id = stage(UndeliverableError("Window.")), line_of(OutageId("0a1b"), ended=False)
    await world.outbox.say(saying(line(id, speaker=Speaker.NOTICE)))
    await world.until(lambda: world.state(id) is Delivery.FAILED)
    assert (await world.desk.state(ANNA)).hold.owner is Owner.ASSISTANT


async def test_people_who_have_a_conversation_keep_it_when_their_line_fails() -> None:
    world = stage(UndeliverableError("Window."))
    state = await world.desk.state(ANNA)
    hold = await world.desk.move(MOVES.answered_elsewhere(state, Context()))
    await world.outbox.say(saying(line("1", speaker=Speaker.AGENT), hold=hold))
    await world.until(lambda: world.state() is Delivery.FAILED)
    assert (await world.desk.state(ANNA)).hold.agent == AgentId("elsewhere")


async def test_a_doubtful_line_is_kept_as_such() -> None:
    world = stage(DeliveryUncertainError("No answer."))
    await world.outbox.say(saying(line("1")))
    await world.until(lambda: world.state() is Delivery.UNCERTAIN)
    assert await world.desk.waiting() == []


def _trouble(*stops: Channel) -> Trouble:
    return Trouble("104857", topic="access", reason="Token.", at=START, stops=stops)


async def test_while_an_account_is_stopped_lines_wait_and_one_is_let_through_to_see() -> None:
    world = stage()
    await world.accounts.begins(_trouble(Channel.WEBCHAT))
    await world.accounts.may_try("104857", every=timedelta(seconds=0.3))
    await world.outbox.say(saying(line("1"), line("2")))
    started = asyncio.get_running_loop().time()
    await world.until(lambda: len(world.mouth.sent) == 2)
    assert asyncio.get_running_loop().time() - started >= 0.25
    assert await world.accounts.troubles() == []


async def test_a_trouble_that_stops_another_channel_stops_nothing_here() -> None:
    world = stage()
    await world.accounts.begins(_trouble(Channel.X_DM))
    await world.accounts.may_try("104857", every=timedelta(hours=1))
    await world.outbox.say(saying(line("1")))
    await world.until(lambda: world.mouth.sent)
    assert len(await world.accounts.troubles()) == 1
