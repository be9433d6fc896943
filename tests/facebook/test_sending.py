"""Lines on their way to Messenger: in order, once, and honest about what is not known."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from prometheus_client import CollectorRegistry

from connectors.facebook.attach import facebook_out
from connectors.facebook.dispatch import UNCERTAIN
from connectors.facebook.journal import Part
from conversation.errors import DeliveryUncertainError, TryLaterError, UndeliverableError
from conversation.holds import FIRST_HOLD
from conversation.identity import Channel, ConversationId
from conversation.messages import Button, Line
from conversation.ports import Saying
from gateway.deliveries import Deliveries
from gateway.measures import WorkerMeasures
from gateway.memory import MemoryOutbox
from gateway.memory_records import MemoryAccounts
from gateway.pauses import Pauses
from gateway.unheard import Unheard
from handoff.memory import MemoryDesk, MemoryLive, MemoryTranscripts
from tests.contract.wiring import MOVES
from tests.facebook.fake_graph import Answer, error
from tests.facebook.world import (
    CONVERSATION,
    NOW,
    PAGE,
    PERSON,
    World,
    echo,
    entry,
    line,
    running,
    settings,
)
from tests.support.redis_server import free_port

LONG = "Ein Satz mit ein paar Worten darin. " * 90
INBOX = f"{PAGE}/conversations"
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
async def _an_open_window(world: World) -> None:
    await world.customer_acts()


def shown(*texts: str) -> dict[str, Any]:
    """Return the page's inbox with messages of ours."""
    messages = [
        {
            "id": f"m_read{number}",
            "message": text,
            "from": {"id": PAGE, "name": "Fördekom"},
            "created_time": NOW.strftime("%Y-%m-%dT%H:%M:%S+0000"),
        }
        for number, text in enumerate(texts)
    ]
    return {"data": [{"id": "t_1", "messages": {"data": messages}}]}


async def test_a_line_is_one_message_with_its_id_as_metadata(world: World) -> None:
    said = line("Moin, Kim!", buttons=(Button("Ja", "/affirm"),))
    await world.out.messenger.send(CONVERSATION, said)
    assert world.graph.sent == [
        {
            "recipient": {"id": PERSON},
            "messaging_type": "RESPONSE",
            "message": {
                "text": "Moin, Kim!",
                "quick_replies": [{"content_type": "text", "title": "Ja", "payload": "/affirm"}],
                "metadata": said.id,
            },
        }
    ]


async def test_a_long_line_is_several_messages_in_order(world: World) -> None:
    await world.out.messenger.send(CONVERSATION, line(LONG, image="https://cdn.example/a.png"))
    assert " ".join(world.graph.texts[:2]) == LONG.strip()
    assert "attachment" in world.graph.sent[2]["message"]


async def test_the_same_line_again_is_not_sent_again(world: World) -> None:
    said = line(LONG)
    await world.out.messenger.send(CONVERSATION, said)
    await world.out.messenger.send(CONVERSATION, said)
    assert len(world.graph.sent) == 2


async def test_the_same_line_id_in_another_conversation_is_another_line(world: World) -> None:
    other = ConversationId(channel=Channel.MESSENGER, thread=PAGE, customer="42")
    said = line(id="welcome")
    await world.out.messenger.send(CONVERSATION, said)
    with pytest.raises(UndeliverableError):
        await world.out.messenger.send(other, said)


async def test_a_line_that_broke_off_goes_on_where_it_stopped(world: World) -> None:
    world.graph.then(Answer(), error(613))
    said = line(LONG)
    with pytest.raises(TryLaterError):
        await world.out.messenger.send(CONVERSATION, said)
    await world.redis.delete(world.names.of_page(PAGE, "pause", "messenger"))
    await world.out.messenger.send(CONVERSATION, said)
    assert " ".join(world.graph.texts) == LONG.strip()


async def test_people_known_by_a_plugin_only_are_answered_there(world: World) -> None:
    guest = ConversationId(channel=Channel.MESSENGER, thread=PAGE, customer="user_ref:77")
    button = {"postback": {"payload": "hey"}, "sender": {"user_ref": 77}}
    await world.tell(entry({**button, "recipient": {"id": PAGE}}))
    await world.out.messenger.send(guest, line())
    assert world.graph.sent[0]["recipient"] == {"user_ref": "77"}


async def test_an_answer_that_is_lost_leaves_the_line_uncertain(world: World) -> None:
    world.graph.then(Answer(lost=True))
    with pytest.raises(DeliveryUncertainError):
        await world.out.messenger.send(CONVERSATION, line())
    assert len(world.graph.sent) == 1


async def test_a_time_out_leaves_the_line_uncertain(redis_url: str) -> None:
    async with running(redis_url, answer_timeout=0.2) as world:
        await world.customer_acts()
        world.graph.then(Answer(seconds=1.0))
        with pytest.raises(DeliveryUncertainError):
            await world.out.messenger.send(CONVERSATION, line())


async def test_the_echo_settles_an_uncertain_line(world: World) -> None:
    world.graph.then(Answer(lost=True))
    said = line()
    with pytest.raises(DeliveryUncertainError):
        await world.out.messenger.send(CONVERSATION, said)
    told = entry(echo(mid="m_1", text="Moin!", metadata=said.id, app_id=1))
    await world.tell(told)
    assert world.intake.skips == ["own_echo"]
    assert world.settlement.lines == [(CONVERSATION, said.id)]
    await world.out.messenger.send(CONVERSATION, said)
    assert len(world.graph.sent) == 1


async def test_an_echo_that_is_faster_than_the_time_out_leaves_no_doubt(redis_url: str) -> None:
    async with running(redis_url, answer_timeout=0.5) as world:
        await world.customer_acts()
        said = line()

        async def tell_meanwhile() -> None:
            while not world.graph.sent:
                await asyncio.sleep(0.01)
            await world.tell(entry(echo(mid="m_1", text="Moin!", metadata=said.id)))

        world.graph.then(Answer(seconds=2.0))
        telling = asyncio.create_task(tell_meanwhile())
        await world.out.messenger.send(CONVERSATION, said)
        await telling
        assert world.settlement.lines == []


async def test_half_a_line_is_not_settled_by_the_echo_of_its_beginning(world: World) -> None:
    world.graph.then(Answer(lost=True))
    said = line(LONG)
    with pytest.raises(DeliveryUncertainError):
        await world.out.messenger.send(CONVERSATION, said)
    await world.tell(entry(echo(mid="m_1", metadata=said.id)))
    assert world.settlement.lines == []
    await world.out.messenger.send(CONVERSATION, said)
    assert [body["message"]["metadata"] for body in world.graph.sent] == [said.id, f"{said.id}#2"]


async def uncertain(world: World, text: str = "Moin!") -> Line:
    said = line(text)
    world.graph.then(Answer(lost=True))
    with pytest.raises(DeliveryUncertainError):
        await world.out.messenger.send(CONVERSATION, said)
    return said


async def test_an_uncertain_line_that_the_inbox_shows_is_not_sent_again(world: World) -> None:
    said = await uncertain(world)
    world.graph.reads[INBOX] = shown("Etwas anderes", "Moin!")
    await world.out.messenger.send(CONVERSATION, said)
    assert len(world.graph.sent) == 1


async def test_an_uncertain_line_that_is_shown_absent_is_sent_again(world: World) -> None:
    said = await uncertain(world)
    world.graph.reads[INBOX] = shown("Etwas anderes")
    await world.out.messenger.send(CONVERSATION, said)
    assert world.graph.texts == ["Moin!", "Moin!"]


async def test_an_older_line_with_the_same_words_is_not_taken_for_the_uncertain_one(
    world: World,
) -> None:
    await world.out.messenger.send(CONVERSATION, line())
    said = await uncertain(world)
    inbox = shown("Moin!")
    inbox["data"][0]["messages"]["data"][0]["id"] = "m_out1"
    world.graph.reads[INBOX] = inbox
    await world.out.messenger.send(CONVERSATION, said)
    assert world.graph.texts == ["Moin!"] * 3


async def test_an_uncertain_line_stays_so_while_nobody_can_look(world: World) -> None:
    said = await uncertain(world)
    with pytest.raises(DeliveryUncertainError):
        await world.out.messenger.send(CONVERSATION, said)
    assert len(world.graph.sent) == 1


async def test_trouble_of_facebooks_own_is_tried_again_only_after_a_look(world: World) -> None:
    said = line()
    world.graph.then(error(1200, 2018024))
    with pytest.raises(TryLaterError):
        await world.out.messenger.send(CONVERSATION, said)
    with pytest.raises(DeliveryUncertainError):
        await world.out.messenger.send(CONVERSATION, said)
    world.graph.reads[INBOX] = shown()
    await world.out.messenger.send(CONVERSATION, said)
    assert world.graph.texts == ["Moin!"]


async def test_a_sending_that_was_cut_off_by_a_crash_is_looked_for(world: World) -> None:
    said = line()
    part = Part(CONVERSATION, said.id)
    await world.journal.begin(part, NOW)
    with pytest.raises(TryLaterError) as caught:
        await world.out.messenger.send(CONVERSATION, said)
    assert caught.value.after == MINUTE
    world.clock.set(NOW + MINUTE)
    world.graph.reads[INBOX] = shown("Moin!")
    await world.out.messenger.send(CONVERSATION, said)
    assert world.graph.sent == []


async def test_facebook_that_cannot_be_reached_is_tried_again(redis_url: str) -> None:
    port = free_port()
    async with running(redis_url) as world:
        await world.customer_acts()
        away = facebook_out(
            settings=settings(graph_url=f"http://127.0.0.1:{port}"),
            redis=world.redis,
            keys=world.names.keys,
            intake=world.intake,
            ways=world.ways,
            clock=world.clock,
        )
        said = line()
        with pytest.raises(TryLaterError):
            await away.messenger.send(CONVERSATION, said)
        await away.close()
        await world.out.messenger.send(CONVERSATION, said)
        assert world.graph.texts == ["Moin!"]


async def test_an_answer_that_is_no_json_leaves_the_line_uncertain(world: World) -> None:
    world.graph.then(Answer(body="<html>"))
    with pytest.raises(DeliveryUncertainError):
        await world.out.messenger.send(CONVERSATION, line())


async def test_there_is_no_message_without_anything_in_it(world: World) -> None:
    with pytest.raises(UndeliverableError):
        await world.out.messenger.send(CONVERSATION, line("  "))
    assert world.graph.calls == []


async def test_the_workers_deliveries_carry_lines_and_mark_doubtful_ones(world: World) -> None:
    live = MemoryLive()
    outbox = MemoryOutbox(live)
    deliveries = Deliveries(
        outbox=outbox,
        senders={Channel.MESSENGER: world.out.messenger},
        pauses=Pauses(MemoryAccounts(), account_of=lambda c: c.thread, clock=world.clock),
        unheard=Unheard(MemoryDesk(live), transcripts=MemoryTranscripts(live), moves=MOVES),
        measures=WorkerMeasures.on(CollectorRegistry()),
        at_once=2,
    )
    said, doubtful = line("Moin!"), line("Noch da?")
    world.graph.then(Answer(), Answer(lost=True))
    saying = Saying(conversation=CONVERSATION, hold=FIRST_HOLD, lines=(said, doubtful))
    await outbox.say(saying)
    stopping = asyncio.Event()
    working = asyncio.create_task(deliveries.run(stopping))
    while not await outbox.dead():
        await asyncio.sleep(0.02)
    stopping.set()
    await working
    assert world.graph.texts == ["Moin!", "Noch da?"]
    [letter] = await outbox.dead()
    assert (letter.item, letter.reason) == (doubtful.id, UNCERTAIN)
