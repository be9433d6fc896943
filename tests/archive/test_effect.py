"""Concerns before and after a change are counted by the rules of the reports, by topic."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from archive.effect import Became, became
from archive.readings import Facts, Reading, keep
from tests.archive.events import START, conversation
from tests.archive.reports.history import History, counted

NOW = START + timedelta(days=20)
DAY = 24 * 60
WEEK = timedelta(days=7)


async def read(engine: AsyncEngine, of: str, line: str, topic: str, *, understood: bool) -> None:
    facts = Facts("x", 0.9, understood=understood, anger=0, person=False)
    await keep(engine, [Reading(str(conversation(of)), (line,), "assistant-1", topic, facts)])


async def test_concerns_belong_to_what_was_read_in_them_last(engine: AsyncEngine) -> None:
    history = History(engine)
    history.says("anna", 0)  # l1
    history.says("anna", 1, "assistant")
    history.says("bert", 2)
    history.says("bert", 3, "assistant")
    history.says("bert", 2 * DAY)
    history.says("bert", 2 * DAY + 1, "assistant")
    history.says("cleo", 4)
    history.goes_to("cleo", "queue", reason="anger", intent="ask_bill")
    await counted(history)
    lines = {}
    async with engine.connect() as connection:
        rows = await connection.exec_driver_sql(
            "SELECT conversation, line FROM messages WHERE speaker = 'customer' ORDER BY at"
        )
        for conversation_, line in rows:
            lines.setdefault(conversation_, line)
    await read(engine, "anna", lines[str(conversation("anna"))], "tariffs", understood=True)
    await read(engine, "bert", lines[str(conversation("bert"))], "tariffs", understood=False)
    found = await became(engine, first=START, until=START + timedelta(days=1), now=NOW)
    assert found["tariffs"] == Became(concerns=2, known=2, contained=1, read=2, missed=1)
    assert found["billing"] == Became(concerns=1, known=1, reasons={"anger": 1})


async def test_only_concerns_old_enough_are_known_and_only_those_begun_in_that_time(
    engine: AsyncEngine,
) -> None:
    history = History(engine)
    for name, minute in (("anna", 0), ("bert", 10 * DAY)):
        history.says(name, minute)
        history.says(name, minute + 1, "assistant")
    await counted(history)
    found = await became(
        engine, first=START, until=START + timedelta(days=12), now=START + timedelta(days=12)
    )
    assert found == {"": Became(concerns=2, known=1, contained=1)}
    assert await became(engine, first=START - WEEK, until=START, now=NOW) == {}
