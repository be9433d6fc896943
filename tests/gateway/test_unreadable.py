"""What another version wrote and this one cannot read stops nobody."""

from datetime import timedelta

from redis.asyncio import Redis

from conversation.keys import Box, Keys
from gateway.inbox import RedisInbox
from gateway.mailbox import UNREADABLE
from gateway.outbox import RedisOutbox
from gateway.wake import Wake
from tests.contract.samples import conversation, line, message, saying


async def test_a_message_that_cannot_be_read_is_put_aside_and_the_next_customer_is_served(
    redis_url: str,
) -> None:
    redis, keys = Redis.from_url(redis_url), Keys()
    wake = Wake(redis, keys.wake(Box.INBOX))
    inbox = RedisInbox(redis, keys, wake=wake, window=timedelta(0))
    await inbox.add([message("1", of="anna")])
    await redis.hset(keys.of("in:bodies", str(conversation("anna"))), "1", '{"text": 1}')
    assert await inbox.take() is None
    assert [(one.item, one.reason) for one in await inbox.dead()] == [("1", UNREADABLE)]
    await inbox.add([message("1", of="bo")])
    wake.call()
    batch = await inbox.take()
    assert batch is not None
    assert batch.lease.conversation == conversation("bo")
    await redis.aclose()


async def test_a_line_that_cannot_be_read_is_put_aside_and_the_next_one_goes_out(
    redis_url: str,
) -> None:
    redis, keys = Redis.from_url(redis_url), Keys()
    outbox = RedisOutbox(redis, keys, wake=Wake(redis, keys.wake(Box.OUTBOX)))
    await outbox.say(saying(line("1"), line("2")))
    await redis.hset(keys.of("out:bodies", str(conversation())), "1", '{"text": 1}')
    assert await outbox.take() is None
    assert [(one.item, one.reason) for one in await outbox.dead()] == [("1", UNREADABLE)]
    outgoing = await outbox.take()
    assert outgoing is not None
    assert outgoing.line.id == "2"
    await redis.aclose()
