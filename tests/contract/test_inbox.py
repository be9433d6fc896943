"""What every inbox keeps to."""

import asyncio
from datetime import timedelta

import pytest

from conversation.errors import LeaseLostError
from tests.contract.conftest import LEASE
from tests.contract.live import Live
from tests.contract.samples import conversation, line, message, saying, taken

SHORTLY = timedelta(milliseconds=20)


async def test_a_message_seen_before_is_dropped(live: Live) -> None:
    assert await live.inbox.add([message("1"), message("2")]) == [True, True]
    assert await live.inbox.add([message("1")]) == [False]
    assert len((await taken(live.inbox)).messages) == 2


async def test_the_same_id_of_another_customer_is_another_message(live: Live) -> None:
    assert await live.inbox.add([message("1", of="anna"), message("1", of="bo")]) == [True, True]


async def test_lines_in_quick_succession_are_one_turn_in_the_platforms_order(live: Live) -> None:
    await live.inbox.add([message("b", "zwei", second=2)])
    assert await live.inbox.take() is None
    await live.inbox.add([message("a", "eins", second=1)])
    batch = await taken(live.inbox)
    assert [one.text for one in batch.messages] == ["eins", "zwei"]


async def test_what_is_told_late_stands_in_the_transcript_where_it_was_said(live: Live) -> None:
    await live.inbox.add([message("c", "drei", second=3), message("a", "eins", second=1)])
    await live.inbox.add([message("b", "zwei", second=2)])
    lines = await live.transcripts.lines(conversation())
    assert [one.text for one in lines] == ["eins", "zwei", "drei"]


async def test_what_was_answered_before_it_was_told_stands_behind_the_answer(live: Live) -> None:
    await live.inbox.add([message("b", "zwei", second=2)])
    batch = await taken(live.inbox)
    await live.outbox.say(saying(line("b.1", "Gut."), answers=("b",), lease=batch.lease))
    await live.inbox.add([message("a", "eins", second=1)])
    lines = await live.transcripts.lines(conversation())
    assert [one.text for one in lines] == ["zwei", "Gut.", "eins"]


async def test_a_customer_who_never_stops_writing_is_answered_all_the_same(live: Live) -> None:
    batch = None
    for number in range(20):
        await live.inbox.add([message(str(number))])
        await asyncio.sleep(0.02)
        if batch := await live.inbox.take():
            break
    assert batch is not None
    assert len(batch.messages) < 20


async def test_one_worker_at_a_time_has_a_conversation(live: Live) -> None:
    await live.inbox.add([message("1")])
    batch = await taken(live.inbox)
    await live.inbox.add([message("2")])
    await asyncio.sleep(0.1)
    assert await live.inbox.take() is None
    await live.inbox.settle(batch.lease, [batch.messages[0].id])
    await live.inbox.release(batch.lease)
    assert [one.id for one in (await taken(live.inbox)).messages] == ["2"]


async def test_a_dead_workers_lease_runs_out_and_another_goes_on(live: Live) -> None:
    await live.inbox.add([message("1")])
    dead = await taken(live.inbox)
    await asyncio.sleep(LEASE.total_seconds() + 0.05)
    other = await taken(live.inbox)
    assert other.messages == dead.messages
    assert (dead.attempt, other.attempt) == (1, 2)
    with pytest.raises(LeaseLostError):
        await live.inbox.settle(dead.lease, ["1"])
    with pytest.raises(LeaseLostError):
        await live.inbox.renew(dead.lease)


async def test_a_renewed_lease_does_not_run_out(live: Live) -> None:
    await live.inbox.add([message("1")])
    batch = await taken(live.inbox)
    for _ in range(4):
        await asyncio.sleep(LEASE.total_seconds() / 2)
        await live.inbox.renew(batch.lease)
    assert await live.inbox.take() is None


async def test_conversations_wait_for_nobody_but_themselves(live: Live) -> None:
    await live.inbox.add([message(name, of=name) for name in ("anna", "bo", "cem", "dörte")])
    names = {str((await taken(live.inbox)).lease.conversation) for _ in range(4)}
    assert names == {str(conversation(name)) for name in ("anna", "bo", "cem", "dörte")}


async def test_a_released_conversation_is_due_again_after_the_time_asked_for(live: Live) -> None:
    await live.inbox.add([message("1")])
    batch = await taken(live.inbox)
    await live.inbox.release(batch.lease, after=timedelta(milliseconds=150))
    assert await live.inbox.take() is None
    assert (await taken(live.inbox)).attempt == 2


async def test_an_attempt_that_succeeds_makes_the_next_one_the_first(live: Live) -> None:
    for id in ("1", "2"):
        await live.inbox.add([message(id)])
        batch = await taken(live.inbox)
        assert batch.attempt == 1
        await live.inbox.settle(batch.lease, [id])
        await live.inbox.release(batch.lease)


async def test_dead_letters_are_seen_and_can_be_replayed(live: Live) -> None:
    await live.inbox.add([message("1", "eins", second=1), message("2", "zwei", second=2)])
    batch = await taken(live.inbox)
    await live.inbox.bury(batch.lease, "Beyond us.")
    await live.inbox.release(batch.lease)
    letters = await live.inbox.dead()
    assert [(one.item, one.reason) for one in letters] == [("1", "Beyond us."), ("2", "Beyond us.")]
    assert await live.inbox.take() is None

    assert await live.inbox.replay(conversation()) == 2
    assert await live.inbox.dead() == []
    assert [one.text for one in (await taken(live.inbox)).messages] == ["eins", "zwei"]


async def test_waiting_ends_when_mail_comes(live: Live) -> None:
    await live.inbox.take()
    waiting = asyncio.create_task(live.inbox.wait(timedelta(seconds=30)))
    await asyncio.sleep(0.05)
    await live.inbox.add([message("1")])
    await asyncio.wait_for(waiting, timeout=2)


async def test_what_came_in_meanwhile_is_due_the_moment_the_turn_is_over(live: Live) -> None:
    await live.inbox.add([message("1")])
    batch = await taken(live.inbox)
    await live.inbox.add([message("2")])
    assert await live.inbox.take() is None
    await live.inbox.settle(batch.lease, [batch.messages[0].id])
    waiting = asyncio.create_task(live.inbox.wait(timedelta(seconds=30)))
    await live.inbox.release(batch.lease)
    await asyncio.wait_for(waiting, timeout=0.5)
    again = await live.inbox.take()
    assert again is not None
    assert [one.id for one in again.messages] == ["2"]


async def test_every_message_is_in_the_transcript_from_the_moment_it_is_taken_in(
    live: Live,
) -> None:
    await live.inbox.add([message("1", "eins"), message("1", "eins"), message("2", "zwei")])
    lines = await live.transcripts.lines(conversation())
    assert [(one.id, one.text, one.speaker.value) for one in lines] == [
        ("1", "eins", "customer"),
        ("2", "zwei", "customer"),
    ]
