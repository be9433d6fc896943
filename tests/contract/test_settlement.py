"""A line in doubt that has arrived after all: sent, no dead letter, however often it is said."""

from datetime import timedelta

from conversation.messages import Delivery
from tests.contract.live import Live
from tests.contract.samples import conversation, line, outgoing, saying

SHORTLY = timedelta(milliseconds=50)


async def _doubted(live: Live, *ids: str) -> None:
    await live.outbox.say(saying(*(line(id) for id in ids)))
    for _ in ids:
        await live.outbox.settle(await outgoing(live.outbox), Delivery.UNCERTAIN, "No answer.")


async def test_an_echo_settles_a_doubt_and_leaves_the_others(live: Live) -> None:
    await _doubted(live, "1", "2")
    for _ in range(2):
        await live.records.arrived(conversation(), line("1").id)
    states = await live.transcripts.deliveries(conversation())
    assert states == {"1": Delivery.SENT, "2": Delivery.UNCERTAIN}
    assert [letter.item for letter in await live.outbox.dead()] == ["2"]
    told = [event.body.get("delivery") for event in await live.feed.read("a", longest=SHORTLY)]
    assert told == [None, None, "uncertain", "uncertain", "sent"]
    assert await live.outbox.replay(conversation()) == 1
    assert (await outgoing(live.outbox)).line.id == "2"


async def test_an_echo_heard_before_the_doubt_settles_it(live: Live) -> None:
    await live.outbox.say(saying(line("1")))
    sent = await outgoing(live.outbox)
    await live.records.arrived(conversation(), sent.line.id)
    await live.outbox.settle(sent, Delivery.UNCERTAIN, "No answer.")
    assert await live.transcripts.deliveries(conversation()) == {"1": Delivery.SENT}
    assert await live.outbox.dead() == []


async def test_a_line_that_is_not_in_doubt_stays_as_it_is(live: Live) -> None:
    await live.outbox.say(saying(line("1")))
    await live.outbox.settle(await outgoing(live.outbox), Delivery.FAILED, "Window.")
    await live.records.arrived(conversation(), line("1").id)
    await live.records.arrived(conversation(), line("unknown").id)
    assert await live.transcripts.deliveries(conversation()) == {"1": Delivery.FAILED}


async def test_waiting_is_no_attempt(live: Live) -> None:
    await live.outbox.say(saying(line("1")))
    for _ in range(3):
        waiting = await outgoing(live.outbox)
        assert waiting.attempt == 1
        await live.outbox.release(waiting.lease, counted=False)
    tried = await outgoing(live.outbox)
    await live.outbox.release(tried.lease)
    assert (await outgoing(live.outbox)).attempt == 2
