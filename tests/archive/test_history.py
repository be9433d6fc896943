"""What the archive answers about the past."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from archive.history import archived_conversations, transcript
from archive.recording import record
from conversation.holds import Owner
from conversation.messages import Button, Delivery, Speaker
from conversation.packets import Fact, Understood
from conversation.signals import Reason
from tests.archive.events import START, conversation, handed_off, held, one_conversation, said
from tests.archive.kept import archived_handoffs


async def test_a_transcript_is_what_was_said_in_order_with_how_far_it_came(
    engine: AsyncEngine,
) -> None:
    await record(engine, one_conversation())
    lines = await transcript(engine, conversation())
    assert [(one.line.id, one.line.speaker, one.delivery) for one in lines] == [
        ("1", Speaker.CUSTOMER, None),
        ("2", Speaker.ASSISTANT, Delivery.SENT),
        ("9", Speaker.CUSTOMER, None),
        ("12", Speaker.AGENT, Delivery.SENT),
    ]
    assert lines[1].line.buttons == (Button(title="Ja", payload="/affirm"),)
    assert lines[1].line.text == "39,90 € im Monat. Noch etwas?"
    assert lines[1].line.at == START + timedelta(seconds=2)
    assert lines[3].line.author == "jette"
    assert lines[3].delivery_at == START + timedelta(seconds=14)


async def test_lines_come_in_the_order_of_the_feed_and_not_of_their_own_clocks(
    engine: AsyncEngine,
) -> None:
    slow_clock = (START - timedelta(days=1)).isoformat()
    await record(engine, [said(10, at=slow_clock), said(9)])
    assert [one.line.id for one in await transcript(engine, conversation())] == ["9", "10"]


async def test_a_line_of_ours_without_news_is_queued_and_a_doubtful_one_says_why(
    engine: AsyncEngine,
) -> None:
    await record(engine, one_conversation()[:8])
    lines = {one.line.id: one for one in await transcript(engine, conversation())}
    assert (lines["12"].delivery, lines["12"].reason) == (Delivery.UNCERTAIN, "timeout")
    await record(engine, [said(20, speaker="notice")])
    lines = {one.line.id: one for one in await transcript(engine, conversation())}
    assert (lines["20"].delivery, lines["20"].delivery_at) == (Delivery.QUEUED, None)


async def test_a_conversation_nobody_knows_has_an_empty_past(engine: AsyncEngine) -> None:
    assert await transcript(engine, conversation()) == []
    assert await archived_handoffs(engine, conversation()) == []
    assert await archived_conversations(engine) == []


async def test_conversations_are_listed_by_time_and_by_whose_they_are(engine: AsyncEngine) -> None:
    await record(engine, [said(1, of="anna"), said(2, of="bo"), said(3, of="cem")])
    await record(engine, [held(5, epoch=1, of="bo"), said(4, of="anna")])
    everybody = await archived_conversations(engine)
    assert [one.conversation.customer for one in everybody] == ["bo", "anna", "cem"]
    waiting = await archived_conversations(engine, owner=Owner.QUEUE)
    assert [one.conversation.customer for one in waiting] == ["bo"]
    (bo,) = waiting
    assert (bo.owner, bo.agent, bo.case) == (Owner.QUEUE, None, str(conversation("bo")))
    assert (bo.first_at, bo.last_at) == (START + timedelta(seconds=2), START + timedelta(seconds=5))


async def test_a_long_list_is_read_page_by_page_without_gaps(engine: AsyncEngine) -> None:
    names = ["anna", "bo", "cem", "dörte", "eike", "fiete", "gesa"]
    events = [said(number, of=name) for number, name in enumerate(names)]
    at_once = [replace(one, at=START) for one in events[:5]]
    await record(engine, [*at_once, *events[5:]])
    seen, last = [], None
    while page := await archived_conversations(engine, older_than=last, limit=3):
        seen += [one.conversation.customer for one in page]
        last = page[-1]
    assert seen[:2] == ["gesa", "fiete"]
    assert sorted(seen) == names


async def test_a_handoff_tells_from_whom_to_whom_why_and_by_when(engine: AsyncEngine) -> None:
    await record(engine, one_conversation())
    (handoff,) = await archived_handoffs(engine, conversation())
    assert (handoff.epoch, handoff.from_owner, handoff.to_owner) == (
        1,
        Owner.ASSISTANT,
        Owner.QUEUE,
    )
    assert handoff.at == START + timedelta(seconds=10)
    assert handoff.deadline == START + timedelta(minutes=10)
    packet = handoff.packet
    assert (packet.reason, packet.wish_line) == (Reason.REQUESTED, "1")
    assert packet.facts == (Fact(name="tariff", value="Förde 50"),)
    assert packet.understood == (Understood(line="1", intent="human", confidence=0.97, anger=1),)  # type: ignore[arg-type]


async def test_a_second_handoff_names_the_hands_it_came_from(engine: AsyncEngine) -> None:
    await record(engine, one_conversation())
    await record(engine, [handed_off(30, epoch=6)])
    await record(engine, [handed_off(20, epoch=4)])
    handoffs = await archived_handoffs(engine, conversation())
    assert [one.from_owner for one in handoffs] == [Owner.ASSISTANT, Owner.ASSISTANT, None]
