"""What is forgotten of a conversation: its words, its mail, what is known; over every store."""

import asyncio
from datetime import timedelta

from conversation.context import Context
from conversation.holds import Owner
from conversation.identity import Channel, ConversationId
from conversation.messages import Delivery, Progress
from conversation.people import person_of
from conversation.ports import FeedKind
from tests.contract.live import Live
from tests.contract.samples import (
    START,
    conversation,
    line,
    message,
    outgoing,
    saying,
    taken,
    to_queue,
)

POST = ConversationId(Channel.FB_COMMENT, thread="1_2/3_4", customer="77")
DIRECT = ConversationId(Channel.MESSENGER, thread="1", customer="8801")
SHORTLY = timedelta(milliseconds=50)


async def test_nothing_that_was_said_waits_or_is_known_is_left(live: Live) -> None:
    await live.inbox.add([message("1"), message("2")])
    batch = await taken(live.inbox)
    await live.inbox.bury(batch.lease, "Beyond us.")
    await live.inbox.release(batch.lease)
    await live.inbox.add([message("3")])
    await live.outbox.say(saying(line("a"), line("b"), line("c")))
    await live.outbox.settle(await outgoing(live.outbox), Delivery.FAILED, "Refused.")
    await live.records.saw(conversation(), Progress.READ, START)
    await live.desk.move(to_queue())
    for _ in range(2):
        await live.records.forget(conversation())
    assert await live.transcripts.lines(conversation()) == []
    assert await live.desk.context(conversation()) == Context()
    state = await live.desk.state(conversation())
    assert (state.packet, state.last_at, state.hold.epoch) == (None, None, 1)
    assert await live.inbox.dead() == await live.outbox.dead() == []
    assert await live.records.seen(conversation()) == {}
    await asyncio.sleep(0.1)
    assert await live.inbox.take() is None
    assert await live.outbox.take() is None
    events = await live.feed.read("archive", longest=SHORTLY)
    assert [event.kind for event in events][-2:] == [FeedKind.FORGOTTEN] * 2


async def test_what_is_told_again_after_it_was_forgotten_stays_forgotten(live: Live) -> None:
    await live.inbox.add([message("1")])
    await live.records.forget(conversation())
    assert await live.inbox.add([message("1")]) == [False]
    assert await live.transcripts.lines(conversation()) == []


async def test_whoever_writes_anew_is_answered_as_somebody_new(live: Live) -> None:
    await live.inbox.add([message("1")])
    await live.records.forget(conversation())
    await live.inbox.add([message("2")])
    (new,) = (await taken(live.inbox)).messages
    assert new.id == "2"
    assert (await live.desk.state(conversation())).hold.owner is Owner.ASSISTANT


async def test_a_forgotten_case_is_two_conversations_and_no_offer(live: Live) -> None:
    for forgotten in (POST, DIRECT):
        await live.cases.link_offered(POST, person_of(DIRECT))
        assert (await live.cases.join(DIRECT)).conversations == (POST, DIRECT)
        await live.cases.link_offered(POST, person_of(DIRECT))
        await live.cases.forget(forgotten)
        assert (await live.cases.of(POST)).conversations == (POST,)
        assert (await live.cases.of(DIRECT)).conversations == (DIRECT,)
    assert (await live.cases.join(DIRECT)).conversations == (DIRECT,)
