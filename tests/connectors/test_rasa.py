"""The engine's client, against a server that plays the engine."""

import json
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from connectors.rasa import RasaEngine, engine_command, neutralised
from conversation.errors import EngineUnavailableError
from conversation.messages import Button
from conversation.signals import Reason, Signal, signal_to_wire
from conversation.turns import EngineRequest, Entity, Reply, Turn, Understanding
from tests.support.redis_server import free_port

TOKEN = "a token of the engine"
SECRET = "Quittengelee"

ANSWER: dict[str, Any] = {
    "replies": [
        {
            "text": "Welchen meinst du?",
            "buttons": [{"title": "Zuhause M", "payload": "/ask_tariff_details"}],
            "image": None,
            "custom": None,
        },
        {
            "text": None,
            "buttons": [],
            "image": None,
            "custom": signal_to_wire(Signal(Reason.ANGER, "Beschwert sich.")),
        },
    ],
    "understanding": {
        "intent": "complain",
        "confidence": 0.75,
        "ranking": [{"intent": "complain", "confidence": 0.75}],
        "entities": [
            {"entity": "tariff", "value": "M", "text": "M", "start": 15, "end": 16},
        ],
        "anger": None,
    },
    "slots": {"tariff": "M", "count": 2, "sure": True, "many": ["a", "b"]},
    "requested_slot": None,
    "active_loop": None,
}


class FakeEngine:
    """Answers with a status and a body, and remembers what it was asked."""

    def __init__(self) -> None:
        self.status, self.body, self.seconds = 200, json.dumps(ANSWER).encode(), 0.0
        self.asked: list[dict[str, Any]] = []
        self.authorization: list[str | None] = []
        engine = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["content-length"])
                engine.asked.append(json.loads(self.rfile.read(length)))
                engine.authorization.append(self.headers["authorization"])
                time.sleep(engine.seconds)
                # Who asked may have given up waiting, as one test wants it to.
                with suppress(BrokenPipeError, ConnectionResetError):
                    self.send_response(engine.status)
                    self.send_header("content-length", str(len(engine.body)))
                    self.end_headers()
                    self.wfile.write(engine.body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def client(self, *, timeout: float = 5.0) -> RasaEngine:
        return RasaEngine(self.url, token=TOKEN, timeout=timeout)


@pytest.fixture
def engine() -> Iterator[FakeEngine]:
    engine = FakeEngine()
    yield engine
    engine.server.shutdown()
    engine.server.server_close()


def request(text: str = "was kostet der M", **more: Any) -> EngineRequest:
    return EngineRequest(sender="stay-1", turn="turn-1", text=text, **more)


async def test_an_answer_becomes_a_turn(engine: FakeEngine) -> None:
    client = engine.client()
    assert await client.turn(request()) == Turn(
        replies=(
            Reply(
                text="Welchen meinst du?",
                buttons=(Button(title="Zuhause M", payload="/ask_tariff_details"),),
            ),
        ),
        understanding=Understanding(
            intent="complain",
            confidence=0.75,
            ranking=(("complain", 0.75),),
            entities=(Entity(entity="tariff", value="M", text="M"),),
        ),
        slots={"tariff": "M", "count": 2, "sure": True, "many": ["a", "b"]},
        requested_slot=None,
        signal=Signal(Reason.ANGER, "Beschwert sich."),
    )
    await client.close()


async def test_anger_comes_with_its_chances_and_a_message_with_the_number_of_its_requests(
    engine: FakeEngine,
) -> None:
    engine.body = understood(anger=2, anger_chances=[0.1, 0.2, 0.6, 0.1], requests=3)
    client = engine.client()
    read = (await client.turn(request())).understanding
    await client.close()
    assert (read.anger, read.anger_chances, read.requests) == (2, (0.1, 0.2, 0.6, 0.1), 3)


async def test_needs_for_a_person_come_with_their_chances_the_likeliest_first(
    engine: FakeEngine,
) -> None:
    engine.body = understood(needs={"dispute": 0.2, "danger": 0.7})
    client = engine.client()
    read = (await client.turn(request())).understanding
    await client.close()
    assert read.needs == (("danger", 0.7), ("dispute", 0.2))


async def test_the_engine_is_asked_with_all_that_it_needs(engine: FakeEngine) -> None:
    client = engine.client()
    await client.turn(request(slots={"address_form": "sie"}, metadata={"channel": "webchat"}))
    await client.turn(request(payload="/greet"))
    await client.close()
    assert engine.asked[0] == {
        "sender": "stay-1",
        "turn": "turn-1",
        "text": "was kostet der M",
        "slots": {"address_form": "sie"},
        "metadata": {"channel": "webchat"},
    }
    assert (engine.asked[1]["payload"], "text" in engine.asked[1]) == ("/greet", False)
    assert engine.authorization == [f"Bearer {TOKEN}"] * 2


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("moin", "moin"),
        ('/inform{"postal_code": "24118"}', 'inform{"postal_code": "24118"}'),
        (" \n/ / /restart", "restart"),
        ("\x1f/restart", "restart"),
        ("\u2003/restart", "restart"),
        ("24118 und/oder 24103", "24118 und/oder 24103"),
        ("x" * 5000, "x" * 1000),
        (" " * 2000 + "/" + " " * 2000 + "moin", "moin"),
        ("/", "?"),
        ("", "?"),
    ],
)
def test_a_customer_types_no_commands_and_no_novels(text: str, read: str) -> None:
    assert neutralised(text) == read


def changed(**changes: Any) -> bytes:
    return json.dumps({**ANSWER, **changes}).encode()


def understood(**changes: Any) -> bytes:
    return changed(understanding={**ANSWER["understanding"], **changes})


def replied(**changes: Any) -> bytes:
    return changed(replies=[{**ANSWER["replies"][0], **changes}])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"<html>",
        b'{"replies": []}',
        changed(replies=None),
        changed(replies=["x"]),
        changed(slots={"x": {"y": 1}}),
        replied(text=7),
        replied(buttons=[{"title": "no payload"}]),
        replied(custom={"signal": {"reason": SECRET}}),
        replied(custom={"signal": SECRET}),
        understood(intent=None),
        understood(confidence="much"),
        understood(confidence=7),
        understood(anger=4),
        understood(anger=2, anger_chances=[0.1, 2.0, 0.6, 0.1]),
        understood(requests=-1),
        understood(needs={"danger": 1.2}),
        understood(ranking=[["complain", 1]]),
    ],
)
async def test_an_answer_that_is_none_makes_the_engine_unavailable(
    engine: FakeEngine, body: bytes
) -> None:
    engine.body = body
    client = engine.client()
    with pytest.raises(EngineUnavailableError) as caught:
        await client.turn(request())
    await client.close()
    assert caught.value.reached
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("status", [302, 400, 401, 404, 500, 503])
async def test_every_other_status_makes_the_engine_unavailable(
    engine: FakeEngine, status: int
) -> None:
    engine.status = status
    client = engine.client()
    with pytest.raises(EngineUnavailableError) as caught:
        await client.turn(request())
    await client.close()
    assert caught.value.reached
    assert len(engine.asked) == 1


async def test_a_slow_engine_is_asked_once_and_is_unavailable(engine: FakeEngine) -> None:
    engine.seconds = 1.0
    client = engine.client(timeout=0.2)
    with pytest.raises(EngineUnavailableError) as caught:
        await client.turn(request())
    await client.close()
    assert caught.value.reached
    assert len(engine.asked) == 1


async def test_an_engine_that_is_not_there_was_not_reached() -> None:
    client = RasaEngine(f"http://127.0.0.1:{free_port()}", token=TOKEN, timeout=2)
    with pytest.raises(EngineUnavailableError) as caught:
        await client.turn(request())
    await client.close()
    assert not caught.value.reached


def test_an_engine_is_started_on_loopback_with_its_secrets_out_of_the_process_list() -> None:
    command = engine_command(
        python=Path("/bot/python"),
        model=Path("/models/one.tar.gz"),
        port=8010,
        token=TOKEN,
        actions=("http://127.0.0.1:8003", "a token of the actions"),
        encoder_url="http://127.0.0.1:8004",
    )
    line = " ".join(command.argv)
    assert "--interface 127.0.0.1" in line
    assert "--enable-api" not in line
    assert "token" not in line
    assert command.environment["ACTIONS_URL"] == "http://127.0.0.1:8003/webhook"
    assert command.environment["SANIC_WORKERS"] == "1"
    assert command.environment["RASA_TELEMETRY_ENABLED"] == "false"
