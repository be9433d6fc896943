"""What every outbox and desk keep to: words and hands, in one step."""

import asyncio
from dataclasses import replace

import pytest

from conversation.context import Context
from conversation.errors import AlreadyClaimedError, LeaseLostError, StaleHoldError
from conversation.holds import FIRST_HOLD, Hold, Owner
from conversation.identity import AgentId
from conversation.messages import Delivery, Speaker
from conversation.ports import Move, Saying
from conversation.signals import Reason
from tests.contract.conftest import LEASE
from tests.contract.live import Live
from tests.contract.samples import (
    START,
    conversation,
    line,
    message,
    outgoing,
    packet,
    saying,
    taken,
    to_agent,
    to_queue,
)


async def test_lines_leave_in_order_and_one_at_a_time(live: Live) -> None:
    await live.outbox.say(saying(line("1", "eins"), line("2", "zwei")))
    first = await outgoing(live.outbox)
    assert first.line.text == "eins"
    assert await live.outbox.take() is None
    await live.outbox.settle(first, Delivery.SENT)
    assert (await outgoing(live.outbox)).line.text == "zwei"


async def test_a_line_said_twice_is_sent_once(live: Live) -> None:
    for _ in range(3):
        await live.outbox.say(saying(line("1")))
    sent = await outgoing(live.outbox)
    await live.outbox.settle(sent, Delivery.SENT)
    assert await live.outbox.take() is None
    assert len(await live.transcripts.lines(conversation())) == 1


async def test_a_reply_thought_of_before_an_agent_took_over_is_never_sent(live: Live) -> None:
    hold = await live.desk.move(to_queue())
    await live.desk.move(to_agent("jana", hold=hold))
    with pytest.raises(AlreadyClaimedError):
        await live.outbox.say(saying(line("late"), hold=FIRST_HOLD))
    assert await live.outbox.take() is None
    assert await live.transcripts.lines(conversation()) == []


async def test_what_the_assistant_had_said_and_nobody_sent_stays_here_when_a_person_takes_over(
    live: Live,
) -> None:
    await live.outbox.say(saying(line("1", "wird gerade gesendet"), line("2", "wartet noch")))
    being_sent = await outgoing(live.outbox)
    notice = line("claimed-0", "Jetzt schreibt Jana.", speaker=Speaker.NOTICE)
    claim = to_agent("jana", hold=FIRST_HOLD)
    await live.desk.move(replace(claim, saying=saying(notice)))
    await live.outbox.settle(being_sent, Delivery.SENT)
    assert (await outgoing(live.outbox)).line.id == "claimed-0"
    assert await live.transcripts.deliveries(conversation()) == {
        "1": Delivery.SENT,
        "2": Delivery.WITHDRAWN,
        "claimed-0": Delivery.QUEUED,
    }


async def test_an_answer_takes_its_messages_off_the_inbox_in_the_same_step(live: Live) -> None:
    await live.inbox.add([message("1")])
    batch = await taken(live.inbox)
    await live.outbox.say(saying(line("1.1"), answers=("1",), lease=batch.lease))
    await asyncio.sleep(LEASE.total_seconds() + 0.05)
    assert await live.inbox.take() is None


async def test_an_answer_gives_the_conversation_back_with_what_came_meanwhile(live: Live) -> None:
    for number in range(1, 4):
        await live.inbox.add([message(f"{number}a")])
        batch = await taken(live.inbox)
        await live.inbox.add([message(f"{number}b")])
        said = line(f"{number}.1")
        await live.outbox.say(saying(said, answers=(f"{number}a",), lease=batch.lease))
        with pytest.raises(LeaseLostError):
            await live.inbox.renew(batch.lease)
        following = await taken(live.inbox)
        assert [one.id for one in following.messages] == [f"{number}b"]
        assert (batch.attempt, following.attempt) == (1, 1)
        await live.outbox.say(saying(answers=(f"{number}b",), lease=following.lease))
    assert await live.inbox.take() is None


async def test_a_worker_without_its_lease_can_say_nothing(live: Live) -> None:
    await live.inbox.add([message("1")])
    slow = await taken(live.inbox)
    await asyncio.sleep(LEASE.total_seconds() + 0.05)
    await taken(live.inbox)
    with pytest.raises(LeaseLostError):
        await live.outbox.say(saying(line("1.1"), answers=("1",), lease=slow.lease))
    assert await live.outbox.take() is None


async def test_a_dead_senders_line_is_leased_again_and_says_so(live: Live) -> None:
    await live.outbox.say(saying(line("1")))
    dead = await outgoing(live.outbox)
    await asyncio.sleep(LEASE.total_seconds() + 0.05)
    other = await outgoing(live.outbox)
    assert (dead.attempt, other.attempt) == (1, 2)
    with pytest.raises(LeaseLostError):
        await live.outbox.settle(dead, Delivery.SENT)


@pytest.mark.parametrize("delivery", [Delivery.FAILED, Delivery.UNCERTAIN])
async def test_a_doubtful_line_is_shown_as_such_and_kept(live: Live, delivery: Delivery) -> None:
    await live.outbox.say(saying(line("1"), line("2")))
    await live.outbox.settle(await outgoing(live.outbox), delivery, "Kein Fenster.")
    assert await live.transcripts.deliveries(conversation()) == {
        "1": delivery,
        "2": Delivery.QUEUED,
    }
    (letter,) = await live.outbox.dead()
    assert (letter.item, letter.reason) == ("1", "Kein Fenster.")
    await live.outbox.settle(await outgoing(live.outbox), Delivery.SENT)

    assert await live.outbox.replay(conversation()) == 1
    assert (await outgoing(live.outbox)).line.id == "1"


async def test_an_unknown_conversation_is_the_assistants(live: Live) -> None:
    state = await live.desk.state(conversation("new"))
    assert state.hold == FIRST_HOLD
    assert await live.desk.context(conversation("new")) == Context()


async def test_the_epoch_grows_with_every_change_of_hands(live: Live) -> None:
    hold = await live.desk.move(to_queue())
    assert (hold.owner, hold.epoch) == (Owner.QUEUE, 1)
    hold = await live.desk.move(to_agent("jana", hold=hold))
    assert (hold.owner, hold.epoch, hold.agent) == (Owner.AGENT, 2, "jana")
    hold = await live.desk.move(Move(saying=saying(hold=hold), to=Owner.ASSISTANT))
    assert (hold.owner, hold.epoch, hold.agent) == (Owner.ASSISTANT, 3, None)
    assert (await live.desk.state(conversation())).hold == hold


async def test_a_move_of_a_stale_hold_changes_nothing(live: Live) -> None:
    hold = await live.desk.move(to_queue())
    with pytest.raises(StaleHoldError):
        await live.desk.move(Move(saying=saying(line("late"), hold=FIRST_HOLD), to=Owner.NOBODY))
    assert (await live.desk.state(conversation())).hold == hold
    assert await live.outbox.take() is None


async def test_of_many_agents_who_claim_at_once_one_wins_and_the_others_hear_who(
    live: Live,
) -> None:
    hold = await live.desk.move(to_queue())
    agents = [f"agent-{number}" for number in range(20)]

    async def claim(agent: str) -> Hold | AgentId | None:
        try:
            return await live.desk.move(to_agent(agent, hold=hold))
        except AlreadyClaimedError as error:
            return error.winner

    answers = await asyncio.gather(*(claim(agent) for agent in agents))
    (won,) = [answer for answer in answers if isinstance(answer, Hold)]
    assert {answer for answer in answers if not isinstance(answer, Hold)} == {won.agent}


async def test_the_queue_shows_the_earliest_deadline_first(live: Live) -> None:
    await live.desk.move(to_queue(of="later", minutes=20))
    await live.desk.move(to_queue(of="sooner", minutes=5))
    waiting = await live.desk.waiting()
    assert [one.conversation.thread for one in waiting] == ["sooner", "later"]
    assert waiting[0].packet is not None
    assert waiting[0].packet.reason is Reason.REQUESTED
    overdue = await live.desk.overdue(waiting[0].hold.deadline or START)
    assert [one.conversation.thread for one in overdue] == ["sooner"]


async def test_a_claimed_conversation_leaves_the_queue_and_is_the_agents(live: Live) -> None:
    hold = await live.desk.move(to_queue())
    hold = await live.desk.move(to_agent("jana", hold=hold))
    assert await live.desk.waiting() == []
    assert [one.conversation for one in await live.desk.held_by(AgentId("jana"))] == [
        conversation()
    ]
    await live.desk.move(Move(saying=saying(hold=hold), to=Owner.NOBODY))
    assert await live.desk.held_by(AgentId("jana")) == []


async def test_words_and_a_change_of_hands_are_one_step(live: Live) -> None:
    await live.inbox.add([message("1", "Ich will einen Menschen")])
    batch = await taken(live.inbox)
    move = Move(
        saying=Saying(
            conversation=conversation(),
            hold=FIRST_HOLD,
            lines=(line("1.1"), line("queued-0", speaker=Speaker.NOTICE)),
            answers=(batch.messages[0].id,),
            lease=batch.lease,
            context=Context(slots={"tariff": "Zuhause M"}, address_form="sie"),
        ),
        to=Owner.QUEUE,
        deadline=START,
        packet=packet(),
    )
    await live.desk.move(move)
    await live.inbox.release(batch.lease)
    assert await live.inbox.take() is None
    assert len(await live.transcripts.lines(conversation())) == 3
    context = await live.desk.context(conversation())
    assert (context.slots, context.address_form) == ({"tariff": "Zuhause M"}, "sie")
    (recent,) = await live.desk.recent(10)
    assert recent.conversation == conversation()
