"""The outbox over Redis: lines leave under the current hold only, in order, once."""

from datetime import timedelta

from redis.asyncio import Redis

from chassis.logs import get_logger
from conversation.keys import Box, Keys
from conversation.messages import Delivery
from conversation.ports import Lease, Outgoing, Saying
from gateway.mailbox import LEASE, UNREADABLE, Mailbox
from gateway.wake import Wake
from handoff.codec import LINE
from handoff.commit import Commit

BURIED = (Delivery.FAILED, Delivery.UNCERTAIN)


class RedisOutbox:
    """Lines on their way to customers; `commit.lua` lets them in, `lua/` lets them out."""

    def __init__(self, redis: Redis, keys: Keys, *, wake: Wake, lease: timedelta = LEASE) -> None:
        self._commit = Commit(redis, keys)
        self._wake = wake
        self._mail = Mailbox(redis, keys, box=Box.OUTBOX, most=1, wake=wake, lease=lease)
        self.wait = self._mail.wait
        self.dead = self._mail.dead
        self.replay = self._mail.replay

    async def say(self, saying: Saying) -> None:
        """See ports.Outbox. Wakes this process at once; others hear of it by the script's call."""
        await self._commit(saying)
        self._wake.call(str(saying.conversation))

    async def take(self) -> Outgoing | None:
        """See ports.Outbox. What cannot be read goes to the dead letters and stops nobody else."""
        taken = await self._mail.take()
        if taken is None:
            return None
        try:
            line = LINE.load(taken.bodies[0])
        except ValueError:
            get_logger().error("line_unreadable")
            await self._mail.bury(taken.lease, UNREADABLE, most=1, delivery=Delivery.FAILED)
            return None
        return Outgoing(lease=taken.lease, line=line, attempt=taken.attempt)

    async def settle(self, outgoing: Outgoing, delivery: Delivery, reason: str = "") -> None:
        """See ports.Outbox."""
        await self._mail.finish(
            outgoing.lease,
            [outgoing.line.id],
            bury=delivery in BURIED,
            reason=reason,
            delivery=delivery,
        )

    async def release(
        self, lease: Lease, *, after: timedelta = timedelta(0), counted: bool = True
    ) -> None:
        """See ports.Outbox."""
        await self._mail.release(lease, after, counted=counted)
