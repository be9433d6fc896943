"""The inbox over Redis: nothing twice, nothing lost, one worker at a time, in order."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from redis.asyncio import Redis

from chassis.logs import get_logger
from conversation.identity import MessageId
from conversation.keys import CONVERSATION_SECONDS, SEEN_SECONDS, Box, Keys
from conversation.messages import CustomerMessage
from conversation.ports import Batch, Lease
from gateway.mailbox import LEASE, LUA, UNREADABLE, Mailbox
from gateway.wake import Wake
from handoff.codec import LINE, MESSAGE, to_millis

MOST_IN_A_TURN = 20
LONGEST_WAIT_WINDOWS = 3


class RedisInbox:
    """Customers' messages in Redis; `window` is how long a turn waits for the next line."""

    def __init__(
        self,
        redis: Redis,
        keys: Keys,
        *,
        wake: Wake,
        window: timedelta,
        lease: timedelta = LEASE,
    ) -> None:
        self._keys = keys
        self._window_ms = int(window.total_seconds() * 1000)
        self._mail = Mailbox(
            redis, keys, box=Box.INBOX, most=MOST_IN_A_TURN, wake=wake, lease=lease
        )
        self._add = redis.register_script((LUA / "add.lua").read_text())
        self.wait = self._mail.wait
        self.renew = self._mail.renew
        self.dead = self._mail.dead
        self.replay = self._mail.replay

    async def add(self, messages: Sequence[CustomerMessage]) -> list[bool]:
        """See ports.Inbox. One atomic step a message; a batch cut short may be added again."""
        return [await self._added(message) for message in messages]

    async def take(self) -> Batch | None:
        """See ports.Inbox. What cannot be read goes to the dead letters and stops nobody else."""
        taken = await self._mail.take()
        if taken is None:
            return None
        try:
            messages = tuple(MESSAGE.load(body) for body in taken.bodies)
        except ValueError:
            get_logger().error("messages_unreadable", count=len(taken.bodies))
            await self.bury(taken.lease, UNREADABLE)
            await self.release(taken.lease)
            return None
        return Batch(lease=taken.lease, messages=messages, attempt=taken.attempt)

    async def settle(self, lease: Lease, answered: Sequence[MessageId]) -> None:
        """See ports.Inbox."""
        await self._mail.finish(lease, answered)

    async def release(self, lease: Lease, *, after: timedelta = timedelta(0)) -> None:
        """See ports.Inbox."""
        await self._mail.release(lease, after)

    async def bury(self, lease: Lease, reason: str) -> None:
        """See ports.Inbox."""
        await self._mail.bury(lease, reason)

    async def _added(self, message: CustomerMessage) -> bool:
        c = str(message.conversation)
        partition = self._keys.partition_of(c)
        window = 0 if message.payload else self._window_ms
        new = await self._add(
            keys=[
                self._keys.shared(f"seen:{c}:{message.id}", partition),
                self._keys.of("in:items", c),
                self._keys.of("in:bodies", c),
                *(self._keys.shared(f"in:{name}", partition) for name in ("ready", "first")),
                self._keys.shared("in:leases", partition),
                self._keys.of("transcript", c),
                self._keys.shared("recent", partition),
                self._keys.shared("feed", partition),
            ],
            args=[
                c,
                message.id,
                to_millis(message.sent_at),
                MESSAGE.dump(message),
                LINE.dump(message.as_line()),
                window,
                self._window_ms * LONGEST_WAIT_WINDOWS,
                SEEN_SECONDS,
                CONVERSATION_SECONDS,
                datetime.now(UTC).isoformat(),
                self._keys.wake(Box.INBOX),
            ],
        )
        return bool(new)
