"""Several workers and gateways at once over one Redis."""

import asyncio
from datetime import timedelta
from itertools import pairwise

from connectors.facebook.attach import FacebookOut, facebook_out
from connectors.facebook.journal import Part, State
from connectors.facebook.marks import Mark
from connectors.incoming import AccountTrouble, Seen
from conversation.errors import TryLaterError, UndeliverableError
from conversation.identity import MessageId
from tests.facebook.fake_graph import Answer, error
from tests.facebook.world import (
    CONVERSATION,
    NOW,
    World,
    entry,
    event,
    feed,
    line,
    message,
    millis,
)

WORKERS = 8


def workers(world: World) -> list[FacebookOut]:
    return [
        facebook_out(
            settings=world.settings,
            redis=world.redis,
            keys=world.names.keys,
            intake=world.intake,
            ways=world.ways,
            clock=world.clock,
        )
        for _ in range(WORKERS)
    ]


async def test_a_line_that_many_workers_send_at_once_is_sent_once(world: World) -> None:
    await world.customer_acts()
    said, several = line(), workers(world)
    world.graph.then(Answer(seconds=0.2))
    sending = [one.messenger.send(CONVERSATION, said) for one in several]
    ended = await asyncio.gather(*sending, return_exceptions=True)
    for one in several:
        await one.close()
    assert len(world.graph.sent) == 1
    assert ended.count(None) >= 1
    assert all(one is None or isinstance(one, TryLaterError) for one in ended)


async def test_what_was_sent_in_the_meantime_stays_sent(world: World) -> None:
    part = Part(CONVERSATION, line().id)
    assert (await world.journal.begin(part, NOW)).state is State.NEW
    await world.journal.confirm(part, "m_1")
    for again in (False, True):
        begun = await world.journal.begin(part, NOW + timedelta(hours=1), again=again)
        assert (begun.state, begun.since) == (State.SENT, NOW)
        assert (await world.journal.look(part, NOW)).is_sent


async def test_a_comment_gets_one_private_reply_from_many_workers(world: World) -> None:
    await world.tell(feed())
    several = workers(world)
    replies = [one.comments.private_reply(MessageId("fb:cmt:55_1"), line()) for one in several]
    ended = await asyncio.gather(*replies, return_exceptions=True)
    for one in several:
        await one.close()
    assert len(world.graph.sent) == 1
    assert sum(isinstance(one, UndeliverableError) for one in ended) == WORKERS - 1


async def test_trouble_that_many_workers_meet_is_told_once(world: World) -> None:
    await world.customer_acts()
    world.graph.then(*(error(190) for _ in range(WORKERS)))
    several = workers(world)
    sending = [one.messenger.send(CONVERSATION, line()) for one in several]
    ended = await asyncio.gather(*sending, return_exceptions=True)
    for one in several:
        await one.close()
    assert all(isinstance(one, UndeliverableError) for one in ended)
    assert len(world.intake.of(AccountTrouble)) == 1


async def test_a_pause_that_one_worker_meets_holds_for_all(world: World) -> None:
    await world.customer_acts()
    world.graph.then(error(613))
    several = workers(world)
    for one in several:
        sent = await asyncio.gather(
            one.messenger.send(CONVERSATION, line()), return_exceptions=True
        )
        assert isinstance(sent[0], TryLaterError)
        await one.close()
    assert len(world.graph.calls) == 1


async def test_marks_told_by_many_gateways_at_once_end_at_the_latest(world: World) -> None:
    moments = [NOW + timedelta(seconds=n) for n in (5, 1, 9, 3, 7, 2, 8, 4, 6)]
    telling = [world.tell(entry(event(read={"watermark": millis(one)}))) for one in moments]
    await asyncio.gather(*telling)
    seen = [one.until for one in world.intake.of(Seen)]
    assert max(seen) == NOW + timedelta(seconds=9)
    assert await world.marks.last(CONVERSATION, Mark.READ) == NOW + timedelta(seconds=9)
    await world.tell(entry(event(read={"watermark": millis(NOW)})))
    assert world.intake.skips[-1] == "old_watermark"


async def test_the_same_batch_told_many_times_at_once_is_one_message(world: World) -> None:
    batch = entry(message("Moin", mid="m_1"), message("Hilfe", mid="m_2"))
    await asyncio.gather(*(world.tell(batch) for _ in range(6)))
    assert [one.text for one in world.intake.taken] == ["Moin", "Hilfe"]
    sent = [one.sent_at for one in world.intake.taken]
    assert all(earlier <= later for earlier, later in pairwise(sent))
