"""What is owed to customers: one suite over memory and both databases."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.database import open_database
from archive.judgements import SqlJudgements
from archive.judgements_memory import MemoryJudgements
from archive.migrate import migrate
from archive.recording import record
from archive.repairs import SqlRepairs
from archive.repairs_memory import MemoryRepairs
from conversation.identity import AgentId, LineId
from conversation.judgements import Judgement, Judgements, Verdict
from conversation.ports import FeedKind
from conversation.repairs import Repair, RepairId, RepairKind, Repairs, RepairState
from conversation.signals import Reason
from tests.archive.events import START, conversation, event, said

ANNA, BERT = conversation("anna"), conversation("bert")
MARA = AgentId("id-mara")
CALL = Repair(
    id=RepairId("r1"),
    conversation=ANNA,
    kind=RepairKind.CALL_BACK,
    by=MARA,
    owner=AgentId("id-jonas"),
    words="Wegen der Störung",
    at=START,
    due_at=START + timedelta(hours=3),
    number="[TELEFON_1]",
)
CREDIT = replace(
    CALL,
    id=RepairId("r2"),
    kind=RepairKind.CREDIT,
    at=START + timedelta(minutes=1),
    due_at=START + timedelta(hours=2),
    customer="[KUNDENNUMMER_1]",
    cents=1250,
)
LATE = Judgement(
    conversation=ANNA,
    subject="handoff",
    verdict=Verdict.LATE,
    by=MARA,
    at=START + timedelta(minutes=9),
    happened_at=START,
    reason=Reason.ANGER,
    line=LineId("1"),
)
MISSED = Judgement(ANNA, "line 1", Verdict.MISUNDERSTOOD, MARA, START, START, meant="ask_bill")
BACKENDS = ["memory", "sqlite_url", "postgresql_url"]


async def _engine(request: pytest.FixtureRequest) -> AsyncEngine:
    engine = open_database(request.getfixturevalue(request.param))
    await migrate(engine)
    return engine


@pytest.fixture(params=BACKENDS)
async def repairs(request: pytest.FixtureRequest) -> AsyncIterator[Repairs]:
    if request.param == "memory":
        yield MemoryRepairs()
        return
    engine = await _engine(request)
    yield SqlRepairs(engine)
    await engine.dispose()


@pytest.fixture(params=BACKENDS)
async def judgements(request: pytest.FixtureRequest) -> AsyncIterator[Judgements]:
    if request.param == "memory":
        yield MemoryJudgements()
        return
    engine = await _engine(request)
    yield SqlJudgements(engine)
    await engine.dispose()


async def test_a_repair_is_kept_once_and_comes_back_as_it_was(repairs: Repairs) -> None:
    assert await repairs.add(CREDIT)
    assert await repairs.add(CALL)
    assert not await repairs.add(replace(CALL, words="Noch mal"))
    assert await repairs.of([ANNA, BERT]) == [CALL, CREDIT]
    assert await repairs.of([BERT]) == []
    assert await repairs.of([]) == []
    assert await repairs.one(CALL.id) == CALL
    assert await repairs.one(RepairId("nobody")) is None


async def test_the_first_open_one_says_when_it_is_due(repairs: Repairs) -> None:
    done = replace(CALL, id=RepairId("r3"), state=RepairState.DONE, due_at=START)
    refused = replace(CALL, id=RepairId("r4"), conversation=BERT, state=RepairState.REFUSED)
    for one in (CALL, CREDIT, done, refused):
        await repairs.add(one)
    due = await repairs.due([ANNA, BERT, conversation("carl")])
    assert due == {ANNA: CREDIT.due_at, BERT: refused.due_at}
    assert await repairs.asked() == [CREDIT]


async def test_of_two_who_change_it_at_once_one_does(repairs: Repairs) -> None:
    await repairs.add(CREDIT)
    done = replace(CREDIT, state=RepairState.DONE, settled_by=MARA, settled_at=START)
    refused = replace(CREDIT, state=RepairState.REFUSED, answer="Zu hoch.", reference="T-1")
    changed = await asyncio.gather(
        repairs.change(CREDIT, done), repairs.change(CREDIT, refused), return_exceptions=False
    )
    assert sorted(changed) == [False, True]
    assert await repairs.one(CREDIT.id) == (done if changed[0] else refused)
    assert not await repairs.change(replace(CREDIT, id=RepairId("nobody")), done)


async def test_a_judgement_takes_the_place_of_the_one_before(judgements: Judgements) -> None:
    for one in (LATE, MISSED, replace(LATE, verdict=Verdict.NEEDLESS)):
        await judgements.judge(one)
    assert await judgements.of(ANNA) == [replace(LATE, verdict=Verdict.NEEDLESS), MISSED]
    assert await judgements.of(BERT) == []


async def test_both_go_with_a_conversation_that_is_to_be_forgotten(engine: AsyncEngine) -> None:
    repairs, judgements = SqlRepairs(engine), SqlJudgements(engine)
    await record(engine, [said(1)])
    for one in (CALL, replace(CALL, id=RepairId("r5"), conversation=BERT)):
        await repairs.add(one)
    for each in (LATE, replace(LATE, conversation=BERT)):
        await judgements.judge(each)
    await record(engine, [event(2, FeedKind.FORGOTTEN, {})])
    assert await repairs.of([ANNA]) == []
    assert await judgements.of(ANNA) == []
    assert len(await repairs.of([BERT])) == len(await judgements.of(BERT)) == 1


async def test_what_is_owed_is_still_owed_after_a_restart(sqlite_url: str) -> None:
    for number, expected in enumerate(([], [CALL])):
        engine = open_database(sqlite_url)
        await migrate(engine)
        repairs = SqlRepairs(engine)
        assert await repairs.of([ANNA]) == expected
        if not number:
            await repairs.add(CALL)
        await engine.dispose()
