"""Coming back: nothing lost, nothing repeated, nobody else's history."""

import asyncio
import base64
import time
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from connectors.webchat.log import MemoryWebchatLog
from connectors.webchat.sessions import Sessions
from conversation.holds import FIRST_HOLD
from conversation.identity import LineId
from conversation.messages import Line, Speaker
from conversation.ports import Saying
from handoff.memory import MemoryLive
from tests.support.redis_server import free_port
from tests.webchat.clients import Client
from tests.webchat.world import SECRET, World, allowances, running, settings


@pytest.fixture
async def world():
    async with running() as world:
        yield world


async def answer(world: World, token: str, *texts: str) -> None:
    at = datetime(2026, 11, 24, 9, 15, tzinfo=UTC)
    lines = tuple(
        Line(id=LineId(text), speaker=Speaker.ASSISTANT, text=text, at=at) for text in texts
    )
    await world.outbox.say(Saying(world.conversation(token), hold=FIRST_HOLD, lines=lines))


async def kept(world: World, token: str, number: int) -> None:
    """Wait until the window's log holds `number` lines."""
    async with asyncio.timeout(5):
        while await world.log.length(world.conversation(token)) < number:
            await asyncio.sleep(0.01)


def forged(token: str) -> str:
    return token[:-2] + ("aa" if token[-2:] != "aa" else "bb")


async def test_a_forged_session_gets_a_fresh_one_and_never_anothers_history(world):
    async with Client(world, counts=True) as victim:
        token = await victim.ask_session()
        await victim.say("Mein Geheimnis", id="11111111")
        await victim.until_shown("Geheimnis")
    other_key = Sessions(("another server's key",)).new().token
    same_id_unsigned = token.split(".")[0]
    for guess in (forged(token), other_key, same_id_unsigned, f"{token}x", "", "ü" * 40, 7, {}):
        async with Client(world, counts=True) as thief:
            got = await thief.ask_session(guess)
            await thief.until_shown("Computerprogramm")
            await thief.say("Was steht da?", id="22222222", token=guess)
            await thief.settle(0.05)
            assert got not in (token, guess)
            assert not any("Geheimnis" in text for text in thief.texts)


async def test_a_line_sent_with_a_forged_session_goes_into_the_senders_own(world):
    async with Client(world, counts=True) as victim, Client(world) as thief:
        token = await victim.ask_session()
        await thief.ask_session()
        await thief.say("Für jemand anders", token=forged(token))
        await victim.settle(0.3)
    assert not any("jemand anders" in text for text in victim.texts)


def test_a_session_id_cannot_be_guessed():
    sessions = Sessions((SECRET,))
    ids = {sessions.new().id for _ in range(1000)}
    assert len(ids) == 1000
    assert all(len(base64.urlsafe_b64decode(id + "==")) >= 16 for id in ids)


def test_sessions_signed_with_an_older_secret_are_still_believed():
    old = Sessions(("old",)).new()
    assert Sessions(("new", "old")).read(old.token) == old
    assert Sessions(("new",)).read(old.token) is None
    assert Sessions(("new",)).read(Sessions(("new", "old")).new().token)


async def test_our_own_client_gets_exactly_the_lines_after_the_number_it_names(world):
    async with Client(world, counts=True) as client:
        token = await client.ask_session()
        await client.say("Moin", id="abcdefgh")
        await answer(world, token, "eins", "zwei")
        await client.until_shown("zwei")
        assert [line["n"] for line in client.lines] == [1, 2, 3, 4]
        assert client.lines[1]["id"] == "abcdefgh"
        assert client.lines[1]["speaker"] == "customer"
    await answer(world, token, "drei")
    async with Client(world, counts=True) as client:
        await client.ask_session(token, after=4)
        await client.until_shown("drei")
        assert [line["n"] for line in client.lines] == [5]
    async with Client(world, counts=True) as client:
        await client.ask_session(token, after=0)
        await client.until_shown("drei")
        assert [line["n"] for line in client.lines] == [1, 2, 3, 4, 5]


async def test_a_plain_client_gets_what_it_missed_and_nothing_twice(world):
    async with Client(world) as client:
        token = await client.ask_session()
        await client.say("Moin")
        await answer(world, token, "eins")
        await client.until_shown("eins")
    await answer(world, token, "zwei", "drei")
    await kept(world, token, 5)
    async with Client(world) as client:
        await client.ask_session(token)
        await client.until_shown("drei")
        await client.settle()
        assert client.texts == ["zwei", "drei"]


async def test_asking_for_the_session_again_on_the_same_socket_repeats_nothing(world):
    async with Client(world) as client:
        token = await client.ask_session()
        await answer(world, token, "eins")
        await client.until_shown("eins")
        await client.ask_session(token)
        await client.settle()
        assert client.texts.count("eins") == 1


async def test_two_windows_of_one_customer_show_the_same_lines(world):
    async with Client(world, counts=True) as one, Client(world, counts=True) as other:
        token = await one.ask_session()
        await other.ask_session(token)
        await one.say("Von hier", id="aaaaaaaa")
        await answer(world, token, "Antwort")
        await one.until_shown("Antwort")
        await other.until_shown("Antwort")
    assert one.texts == other.texts


async def test_a_line_sent_again_with_the_same_id_is_kept_once(world):
    async with Client(world, counts=True) as client:
        await client.ask_session()
        first = await client.say("Moin", id="abcdefgh")
        again = await client.say("Moin", id="abcdefgh")
        await client.settle()
    assert first == again == {"id": "abcdefgh", "n": 2}
    assert client.texts[1:] == ["Moin"]
    batch = await world.inbox.take()
    assert batch is not None
    assert len(batch.messages) == 1


async def test_one_client_cannot_use_up_anothers_message_id(world):
    async with Client(world, counts=True) as one, Client(world, counts=True) as other:
        await one.ask_session()
        await other.ask_session()
        await one.say("Von mir", id="abcdefgh")
        await other.say("Von dir", id="abcdefgh")
        await other.until_shown("Von dir")


@pytest.mark.parametrize("id", ["welcome", "queued-1", "", "x" * 65, "a.1 b.2 c", 7, None, ["x"]])
async def test_a_message_id_of_the_wrong_shape_is_replaced_and_cannot_hide_a_line_of_ours(
    world, id
):
    async with Client(world, counts=True) as client:
        token = await client.ask_session()
        data = {"message": "Moin", "session_id": token, "id": id}
        await client.io.call("user_uttered", data, timeout=5)
        await client.until_shown("Moin")
        assert client.lines[0]["id"] == "welcome"
        assert "Computerprogramm" in client.lines[0]["text"]


async def test_a_wake_up_that_was_lost_delays_a_line_but_does_not_lose_it(world):
    async with Client(world, counts=True) as client:
        token = await client.ask_session()
        await client.until_shown("Computerprogramm")
        world.log._listeners.clear()
        await answer(world, token, "trotzdem da")
        await client.until_shown("trotzdem da")


async def test_a_plain_client_back_before_its_old_connection_is_known_dead_misses_nothing(world):
    async with Client(world) as old, Client(world) as back:
        token = await old.ask_session()
        await answer(world, token, "gesehen")
        await old.until_shown("gesehen")
        await old.say("Ja, ich lese")
        _fall_silent(old)
        await answer(world, token, "ins Leere")
        await kept(world, token, 4)
        await back.ask_session(token)
        await back.until_shown("ins Leere")
        await back.settle()
        assert back.texts == ["ins Leere"]


async def test_lines_sent_into_a_connection_that_had_died_come_again_to_a_plain_client():
    quick = settings(
        allowances=allowances(),
        ping_interval=timedelta(seconds=0.3),
        ping_timeout=timedelta(seconds=0.3),
    )
    async with running(quick) as world:
        client = Client(world)
        await client.connect()
        token = await client.ask_session()
        await client.until_shown("Computerprogramm")
        await client.settle(0.7)
        _fall_silent(client)
        await answer(world, token, "ins Leere")
        await client.settle(2.0)
        async with Client(world) as back:
            await back.ask_session(token)
            await back.until_shown("ins Leere")
            assert "Computerprogramm" not in "".join(back.texts)
        await client.io.disconnect()


def _fall_silent(client: Client) -> None:
    """Let a client's network die: it hears and answers nothing more, but says no good-bye."""

    async def nothing(*_: object) -> None:
        return None

    client.io.eio._send_packet = nothing


async def test_a_gateway_that_restarts_loses_and_repeats_nothing():
    live, log, port = MemoryLive(), MemoryWebchatLog(), free_port()
    async with running(live=live, log=log, port=port) as world:
        counting, plain = Client(world, counts=True), Client(world)
        await counting.connect()
        await plain.connect()
        tokens = [await client.ask_session() for client in (counting, plain)]
        for client in (counting, plain):
            await client.until_shown("Computerprogramm")
    for client in (counting, plain):
        await client.io.wait()
    async with running(live=live, log=log, port=port) as world:
        for token in tokens:
            await answer(world, token, "danach")
        async with Client(world, counts=True) as client:
            await client.ask_session(tokens[0], after=1)
            await client.until_shown("danach")
            assert client.texts == ["danach"]
        async with Client(world) as client:
            await client.ask_session(tokens[1])
            await client.until_shown("danach")
            assert client.texts == ["danach"]


async def test_a_client_that_has_fallen_silent_does_not_hold_up_a_stop():
    async with aiohttp.ClientSession() as http:
        async with running() as world:
            url = f"{world.url}/socket.io/?EIO=4&transport="
            await http.ws_connect(f"{url}websocket")
            async with http.get(f"{url}polling") as answer:
                assert answer.status == 200
            async with Client(world) as client:
                await client.ask_session()
            started = time.monotonic()
        assert time.monotonic() - started < 3
    left = [task.get_coro().__qualname__ for task in asyncio.all_tasks()]
    assert not [name for name in left if "AsyncSocket" in name or "webchat" in name]


async def test_numbers_that_began_anew_are_told_as_a_reset(world):
    async with Client(world, counts=True) as client:
        token = await client.ask_session(Sessions((SECRET,)).new().token, after=57)
        await answer(world, token, "neu")
        await client.until_shown("neu")
    assert client.of("history")[0]["reset"] is True
    assert client.lines[0]["n"] == 1


async def test_a_long_history_comes_in_pages_and_in_order(world):
    async with Client(world, counts=True) as client:
        token = await client.ask_session()
        await answer(world, token, *(f"Zeile {number}" for number in range(450)))
        await kept(world, token, 451)
    async with Client(world, counts=True) as client:
        await client.ask_session(token, after=0)
        await client.until_shown("Zeile 449")
    assert [line["n"] for line in client.lines] == list(range(1, 452))
    assert len(client.of("history")) == 3
