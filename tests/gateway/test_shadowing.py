"""What the archive has of turns reaches the studio, and a candidate's readings the archive."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.database import open_database
from archive.migrate import migrate
from archive.readings import Facts, Reading, keep
from archive.recording import record
from gateway.effects import ArchivedOutcomes
from gateway.shadowing import ArchivedTurns
from studio.effect.ports import Outcome
from studio.training.ports import Taken, TakenTwice
from tests.archive.events import START, conversation, erased, said
from tests.cases.samples import Watch

ANNA = str(conversation())
TURN = f"{ANNA}|1"
BEFORE = Taken("ask_bill", 0.9, understood=False, anger=None, person=False, entities=("city",))
AFTER = Taken("goodbye", 0.4, understood=True, anger=2, person=True)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    opened = open_database(f"sqlite:///{tmp_path}/archive.db")
    await migrate(opened)
    yield opened
    await opened.dispose()


async def test_both_readings_of_a_turn_come_back_until_its_words_are_erased(
    database: AsyncEngine,
) -> None:
    turns = ArchivedTurns(database)
    assert await turns.latest() is None
    await record(database, [said(1, text="Moin")])
    facts = Facts("ask_bill", 0.9, understood=False, anger=None, person=False, entities=("city",))
    await keep(database, [Reading(ANNA, ("1",), "assistant-1", "billing", facts)])
    latest = await turns.latest()
    assert latest is not None
    (turn,) = await turns.since(latest, limit=9)
    assert (turn.name, turn.text) == (TURN, "Moin")
    assert await turns.since(latest + timedelta(seconds=1), limit=9) == []
    assert await turns.keep("s", {TURN: AFTER}) == 1
    assert await turns.both("s") == [TakenTwice(TURN, BEFORE, AFTER)]
    assert await turns.words([TURN]) == {TURN: "Moin"}
    await record(database, [erased(2, line="1")])
    assert await turns.both("s") == []
    assert await turns.words([TURN]) == {}


async def test_what_was_read_is_an_outcome(database: AsyncEngine) -> None:
    await record(database, [said(1)])
    facts = Facts("ask_bill", 0.9, understood=False, anger=None, person=False)
    await keep(database, [Reading(ANNA, ("1",), "assistant-1", "billing", facts)])
    outcomes = ArchivedOutcomes(database, Watch())
    found = await outcomes.between(START - timedelta(days=1), START + timedelta(days=1))
    assert found["billing"] == Outcome(read=1, missed=1)
