"""What customers answered when asked how satisfied they were, kept, counted, and forgotten."""

from datetime import timedelta
from itertools import permutations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.heard import customers_lines, latest_lines
from archive.recording import record
from archive.tables import satisfaction
from conversation.identity import Channel, ConversationId
from conversation.ports import FeedEvent, FeedKind
from tests.archive.events import START
from tests.archive.reports.history import History, counted, people
from tests.archive.reports.test_reports import report

TEAMS = people(("first", 3), ("solo", 1))


def _helped(history: History, name: str, *, agent: str, score: int | None) -> str:
    """Let somebody be helped and asked; return the line of their answer, if they gave one."""
    history.says(name, 0)
    history.goes_to(name, "queue", reason="requested", intent="ask_bill")
    history.goes_to(name, "agent", agent=agent)
    history.says(name, 2, "agent")
    history.goes_to(name, "nobody")
    history.asks(name, agent=agent)
    if score is None:
        return ""
    line = history.says(name, 3)
    history.says(name, 3.1, "notice")
    history.asks(name, agent=agent, score=score, answers=(line,))
    return line


async def test_the_share_that_answers_and_the_mean_are_counted_by_group(
    engine: AsyncEngine,
) -> None:
    history = History(engine)
    scores = {"anna": 5, "bo": 2, "cora": None}
    for number, (name, score) in enumerate(scores.items()):
        _helped(history, name, agent=f"first-{number % 2}", score=score)
    _helped(history, "dora", agent="solo-0", score=1)
    history.says("emil", 0)
    history.says("emil", 1, "assistant")
    await counted(history, TEAMS)
    found = await report(engine)
    total = found.total
    assert (total.concerns, total.asked, total.rated) == (5, 4, 3)
    assert total.score is not None
    assert round(total.score, 3) == round(8 / 3, 3)
    assert [(one.key, one.asked, one.rated) for one in found.topics] == [
        ("", 0, 0),
        ("billing", 4, 3),
    ]
    assert [(one.key, one.asked, one.score) for one in found.teams] == [("first", 3, 3.5)]
    assert [(one.key, one.asked, one.score) for one in found.agents] == [
        ("first-0", 2, 5.0),
        ("first-1", 1, 2.0),
    ]
    assert [one.key for one in (await report(engine, agents_from=3)).agents] == []


async def test_an_answer_is_no_concern_and_none_of_the_assistants_lines(
    engine: AsyncEngine,
) -> None:
    history = History(engine)
    line = _helped(history, "anna", agent="first-0", score=4)
    await counted(history, TEAMS)
    found = await report(engine)
    assert (found.total.concerns, found.load) == (1, {10: 1})
    later = START + timedelta(days=1)
    lines = await customers_lines(engine, after="", until=later, limit=10)
    assert [one.text for one in lines] == ["…", ""]
    named = [name for name, _ in await latest_lines(engine, since=START, limit=10)]
    assert not any(name.endswith(f"|{line}") for name in named)


async def test_any_order_of_events_keeps_the_answer(engine: AsyncEngine) -> None:
    for number, order in enumerate(permutations(range(3))):
        history = History(engine)
        name = f"anna-{number}"
        history.goes_to(name, "nobody")
        history.asks(name, agent="first-0")
        history.asks(name, agent="first-0", score=3, answers=("7",))
        for place in order:
            await record(engine, [_named(history.events[place], number)])
    async with engine.connect() as connection:
        rows = (await connection.execute(select(satisfaction))).mappings().all()
    assert [(row["score"], row["answers"]) for row in rows] == [(3, ["7"])] * 6


async def test_who_is_forgotten_has_answered_nothing(engine: AsyncEngine) -> None:
    history = History(engine)
    _helped(history, "anna", agent="first-0", score=4)
    await counted(history, TEAMS)
    anna = ConversationId(Channel.WEBCHAT, "anna", "anna")
    await record(engine, [FeedEvent("0/999-0", FeedKind.FORGOTTEN, anna, START)])
    assert (await report(engine)).total.asked == 0
    async with engine.connect() as connection:
        assert (await connection.execute(select(satisfaction))).all() == []


def _named(event: FeedEvent, number: int) -> FeedEvent:
    """Return an event with an id of its own among those of other histories."""
    return FeedEvent(
        event.id.replace("0/", f"{number}/"), event.kind, event.conversation, event.at, event.body
    )
