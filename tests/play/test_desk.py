"""What the desk tells programs is read: who has a conversation, and what they know of it."""

from datetime import UTC, datetime
from typing import Any

import httpx

from tests.play.desk import DeskClient, Entry, Holding
from tests.play.told import Packet

CONVERSATION = "webchat:kim:kim"
STATE = {"owner": "queue", "reason": "anger", "epoch": 3}
PACKET = {
    "facts": [{"name": "postal_code", "value": "24118"}],
    "wish": "Ein Mensch",
    "summary": "Ärgert sich.",
    "understood": [],
}
LINES = [
    {"id": "a", "speaker": "customer", "text": "Hallo", "at": "2026-11-24T09:15:00+00:00"},
    {"id": "b", "speaker": "assistant", "text": "Moin", "at": "2026-11-24T09:15:01+00:00"},
]


def desk(answers: dict[str, Any]) -> DeskClient:
    def answer(request: httpx.Request) -> httpx.Response:
        body = answers.get(request.url.path)
        return httpx.Response(404) if body is None else httpx.Response(200, json=body)

    transport = httpx.MockTransport(answer)
    return DeskClient(httpx.AsyncClient(transport=transport, base_url="http://desk"))


async def test_people_have_a_packet_and_the_assistant_has_none() -> None:
    path = f"/api/conversations/{CONVERSATION}"
    packet = Packet(facts={"postal_code": "24118"}, wish="Ein Mensch", summary="Ärgert sich.")
    assert await desk({path: {**STATE, "packet": PACKET}}).holding(CONVERSATION) == Holding(
        "queue", "anger", packet=packet, epoch=3
    )
    waiting = {"owner": "assistant", "reason": None, "epoch": 2, "packet": None}
    assert await desk({path: waiting}).holding(CONVERSATION) == Holding("assistant", None, epoch=2)
    assert await desk({}).holding(CONVERSATION) == Holding("assistant", None)


async def test_only_what_the_customer_wrote_is_returned() -> None:
    path = f"/api/conversations/{CONVERSATION}/transcript"
    now = datetime(2026, 11, 24, 9, 15, tzinfo=UTC)
    lines = await desk({path: {"lines": LINES}}).customer_lines(CONVERSATION)
    assert lines == [Entry("a", "Hallo", now)]
