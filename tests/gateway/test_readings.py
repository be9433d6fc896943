"""What messages were taken for is noted without waiting, and given up on rather than piled up."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry
from sqlalchemy.ext.asyncio import AsyncEngine

import gateway.readings
from archive.database import open_database
from archive.migrate import migrate
from archive.readings import read_after
from archive.recording import record
from conversation.escalation.table import Table
from conversation.turns import EngineRequest, Entity, Turn, Understanding
from gateway.readings import Readings, dropped_readings, facts_of
from tests.archive.events import START, conversation, said

UNSURE = Understanding(
    "nlu_fallback",
    0.3,
    ranking=(("nlu_fallback", 0.3), ("ask_bill", 0.28)),
    entities=(Entity("city", "Kiel"), Entity("city", "Husum")),
    anger=1,
)
TURN = Turn(replies=(), understanding=UNSURE)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    opened = open_database(f"sqlite:///{tmp_path}/archive.db")
    await migrate(opened)
    yield opened
    await opened.dispose()


@pytest.fixture
async def readings(database: AsyncEngine) -> Readings:
    dropped = dropped_readings(CollectorRegistry())
    return Readings(database, Table(), {"ask_bill": "billing"}, dropped)


def request(*lines: str, payload: str | None = None) -> EngineRequest:
    metadata = {"conversation": str(conversation())}
    return EngineRequest("s", "t", "Moin", payload=payload, metadata=metadata, lines=lines)


def test_what_is_kept_of_an_unsure_reading_is_its_likeliest_intent_and_no_word() -> None:
    facts = facts_of("aus Kiel", UNSURE, Table())
    assert (facts.intent, facts.understood, facts.entities) == ("ask_bill", False, ("city",))


async def test_a_reading_is_kept_once_its_line_is_archived(
    readings: Readings, database: AsyncEngine
) -> None:
    readings.note(request("1"), "assistant-1", TURN)
    readings.note(request("1", payload="/affirm"), "assistant-1", TURN)
    await readings.step(settled=0)
    assert await read_after(database, after=(START, ""), limit=9) == []
    await record(database, [said(1)])
    await readings.step(settled=0)
    (turn,) = await read_after(database, after=(START, ""), limit=9)
    assert turn.facts == facts_of("Moin", UNSURE, Table())
    await readings.step(settled=0)
    assert readings.dropped._value.get() == 0


async def test_what_never_is_archived_is_given_up_on(
    readings: Readings, monkeypatch: pytest.MonkeyPatch
) -> None:
    readings.note(request("1"), "assistant-1", TURN)
    monkeypatch.setattr(gateway.readings, "GIVEN_UP_SECONDS", 0)
    await readings.step(settled=0)
    assert readings.dropped._value.get() == 1


async def test_more_than_can_wait_drops_the_oldest(
    readings: Readings, database: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway.readings, "MOST", 2)
    await record(database, [said(number) for number in (1, 2, 3)])
    for line in ("1", "2", "3"):
        readings.note(request(line), "assistant-1", TURN)
    await readings.step(settled=0)
    kept = [one.turn for one in await read_after(database, after=(START, ""), limit=9)]
    assert kept == [f"{conversation()}|2", f"{conversation()}|3"]
    assert readings.dropped._value.get() == 1
