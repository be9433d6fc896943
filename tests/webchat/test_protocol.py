"""Rasa's socket.io protocol, as an unmodified client meets it."""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import aiohttp
import pytest

from conversation.context import Context
from conversation.holds import FIRST_HOLD
from conversation.identity import LineId
from conversation.messages import Button, Line, Speaker
from conversation.ports import Saying
from tests.webchat.clients import Client
from tests.webchat.world import World, allowances, running, settings

DISCLOSURE = "Computerprogramm"


@pytest.fixture
async def world():
    async with running() as world:
        yield world


def line(id: str, text: str, **more) -> Line:
    at = datetime(2026, 11, 24, 9, 15, tzinfo=UTC)
    return Line(id=LineId(id), speaker=Speaker.ASSISTANT, text=text, at=at, **more)


async def answer(world: World, token: str, *lines: Line) -> None:
    conversation = world.conversation(token)
    buttons = tuple(button for line in lines for button in line.buttons)
    context = Context(offered=buttons)
    await world.outbox.say(Saying(conversation, hold=FIRST_HOLD, lines=lines, context=context))


async def written(world: World) -> list:
    batch = await world.inbox.take()
    return list(batch.messages) if batch else []


async def test_a_new_session_is_confirmed_and_told_first_that_a_machine_answers(world):
    async with Client(world) as client:
        token = await client.ask_session()
        await client.until_shown(DISCLOSURE)
    assert len(client.texts) == 1
    assert isinstance(token, str)
    context = await world.desk.context(world.conversation(token))
    assert context.disclosed_at is not None


async def test_a_session_request_may_be_null(world):
    async with Client(world) as client:
        await client.io.emit("session_request", None)
        await client.until(lambda: client.of("session_confirm"))
        await client.until_shown(DISCLOSURE)


async def test_a_session_request_may_carry_nothing_at_all(world):
    async with Client(world) as client:
        await client.io.emit("session_request")
        await client.until(lambda: client.of("session_confirm"))


async def test_what_the_customer_writes_reaches_the_inbox_without_personal_data(world):
    async with Client(world) as client:
        await client.ask_session()
        await client.say("Moin, meine Kundennummer ist 12345678")
    (message,) = await asyncio.wait_for(_first_batch(world), 5)
    assert message.text == "Moin, meine Kundennummer ist [KUNDENNUMMER_1]"
    assert str(message.conversation) == str(world.conversation(client.token))


async def _first_batch(world: World) -> list:
    while not (messages := await written(world)):
        await asyncio.sleep(0.01)
    return messages


@pytest.mark.parametrize("key", ["customData", "metadata"])
@pytest.mark.parametrize("value", [{"language": "de"}, '{"language": "de"}', None, 7])
async def test_custom_data_and_metadata_of_any_kind_are_let_through(world, key, value):
    async with Client(world) as client:
        token = await client.ask_session()
        data = {"message": "Moin", "session_id": token, key: value}
        assert (await client.io.call("user_uttered", data, timeout=5))["n"] == 2


async def test_an_answer_is_split_at_blank_lines_and_buttons_come_with_the_last_part(world):
    async with Client(world) as client:
        token = await client.ask_session()
        await client.until_shown(DISCLOSURE)
        button = Button(title="Ja", payload="/affirm")
        await answer(world, token, line("a.1", "Erstens.\n\nZweitens?", buttons=(button,)))
        await client.until_shown("Zweitens?")
    first, second = client.of("bot_uttered")[1:]
    assert {key: first[key] for key in ("text", "quick_replies")} == {
        "text": "Erstens.",
        "quick_replies": [],
    }
    assert second["text"] == "Zweitens?"
    assert second["quick_replies"] == [
        {"content_type": "text", "title": "Ja", "payload": "/affirm"}
    ]


async def test_old_clients_find_no_keys_they_do_not_know(world):
    async with Client(world) as client:
        token = await client.ask_session()
        await answer(world, token, line("a.1", "Gern.", image="https://foerdekom.example/a.png"))
        await client.until(lambda: len(client.of("bot_uttered")) == 3)
    _, text, image = client.of("bot_uttered")
    assert set(text) == {"text", "metadata"}
    assert set(image) == {"attachment", "metadata"}
    assert image["attachment"] == {
        "type": "image",
        "payload": {"src": "https://foerdekom.example/a.png"},
    }
    assert text["metadata"]["id"] == "a.1"
    assert text["metadata"]["n"] == 2


async def test_a_button_is_pressed_only_if_it_was_offered(world):
    async with Client(world) as client:
        token = await client.ask_session()
        offered = Button(title="Ja, bitte", payload='/affirm{"sure":"yes"}')
        await answer(world, token, line("a.1", "Wirklich?", buttons=(offered,)))
        await client.until_shown("Wirklich?")
        await client.say('/affirm{"sure":"yes"}')
        (pressed,) = await asyncio.wait_for(_first_batch(world), 5)
    assert pressed.payload == '/affirm{"sure":"yes"}'
    assert pressed.text == "Ja, bitte"


async def test_a_slash_that_nobody_offered_is_ordinary_text(world):
    async with Client(world) as client:
        await client.ask_session()
        await client.say("moin")
        await client.say('/roaming{"city":"<script>"}')
        first, second = await asyncio.wait_for(_batch_of(world, 2), 5)
    assert first.text == "moin"
    assert second.payload is None
    assert second.text == 'roaming{"city":"<script>"}'


async def _batch_of(world: World, number: int) -> list:
    while True:
        batch = await world.inbox.take()
        if batch and len(batch.messages) == number:
            return list(batch.messages)
        if batch:
            await world.inbox.release(batch.lease)
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("opening", ["/get_started", "/greet", '/greet{"name":"x"}'])
async def test_a_widgets_own_first_word_counts_as_hello(world, opening):
    async with Client(world) as client:
        await client.ask_session()
        await client.say(opening)
        (message,) = await asyncio.wait_for(_first_batch(world), 5)
    assert (message.text, message.payload) == ("Hallo", None)


async def test_lines_keep_their_order_however_fast_they_come(world):
    async with Client(world) as client:
        token = await client.ask_session()
        for number in range(15):
            data = {"message": f"Zeile {number}", "session_id": token}
            await client.io.emit("user_uttered", data)
        messages = await asyncio.wait_for(_batch_of(world, 15), 5)
    assert [message.text for message in messages] == [f"Zeile {number}" for number in range(15)]
    times = [message.sent_at for message in messages]
    assert all(later - one >= timedelta(milliseconds=1) for one, later in pairwise(times))


@pytest.mark.parametrize(
    "data",
    [None, 7, "Moin", [], {}, {"message": None}, {"message": 7}, {"message": "  "}, {"text": "x"}],
)
async def test_a_message_without_text_changes_nothing(world, data):
    async with Client(world) as client:
        await client.ask_session()
        assert await client.io.call("user_uttered", data, timeout=5) == {"code": "empty"}
        assert (await client.say("noch da"))["n"] == 2


async def test_text_that_cannot_be_stored_is_made_printable(world):
    async with Client(world) as client:
        await client.ask_session()
        await client.say("kaputt \ud800 \x00\x07 ganz\nneu")
        (message,) = await asyncio.wait_for(_first_batch(world), 5)
    assert message.text == "kaputt ?  ganz\nneu"


async def test_a_client_that_never_asked_for_a_session_gets_one_with_its_first_line(world):
    async with Client(world) as client:
        await client.io.call("user_uttered", {"message": "Moin"}, timeout=5)
        await client.until_shown(DISCLOSURE)
    assert len(client.of("session_confirm")) == 1


async def test_the_assistant_is_shown_typing_but_not_while_people_hold_the_conversation(world):
    async with Client(world) as client:
        await client.ask_session()
        await client.until(lambda: client.of("speaker"))
        await client.say("Moin")
        await client.until(lambda: client.of("typing"))
    assert client.of("speaker") == [{"speaker": "assistant", "name": "", "until": None}]


async def test_a_client_of_the_old_protocol_is_refused_cleanly(world):
    url = f"{world.url}/socket.io/?EIO=3&transport=polling"
    async with aiohttp.ClientSession() as http, http.get(url) as answer:
        assert answer.status == 400
        assert "unsupported version" in await answer.text()


async def test_long_polling_works_where_websockets_do_not():
    soon = timedelta(seconds=0.5)
    quick = settings(allowances=allowances(), ping_interval=soon, ping_timeout=soon)
    async with running(quick) as world:
        client = Client(world)
        await client.connect(transports=["polling"])
        try:
            await client.ask_session()
            await client.until_shown(DISCLOSURE)
            await client.say("Moin")
            (message,) = await asyncio.wait_for(_first_batch(world), 5)
        finally:
            await client.io.disconnect()
    assert message.text == "Moin"


async def test_events_with_reserved_names_and_odd_arguments_do_no_harm(world):
    async with Client(world) as client:
        token = await client.ask_session()
        for event in ("connect", "disconnect", "session_request", "nonsense"):
            await client.io.emit(event, ({"sanic.request": 1}, 2, [3]))
        await client.io.emit("user_uttered", ("a", "b", "c"))
        await client.settle(0.2)
    async with Client(world) as client:
        await client.ask_session(token)
        assert (await client.say("geht noch"))["n"] == 2
