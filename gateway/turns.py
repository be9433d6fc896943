"""Answers what came in: leases batches, keeps the leases, and gives up on nothing silently."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from redis.exceptions import RedisError

from chassis.logs import get_logger
from conversation.errors import LeaseLostError
from conversation.identity import ConversationId
from conversation.ports import Batch, Desk, Inbox, Lease
from conversation.service import Answering, Outcome
from gateway.acquainting import Acquainting
from gateway.loop import Work, backoff, work_through
from gateway.measures import WorkerMeasures

IDLE = timedelta(seconds=1)
MOST_ATTEMPTS = 6
BY_THE_ASSISTANT = frozenset({Outcome.ANSWERED, Outcome.HANDED_OVER})


@dataclass(frozen=True, slots=True)
class Turns:
    """The worker's first half; several may run, on several machines."""

    inbox: Inbox
    answering: Answering
    desk: Desk
    acquainting: Acquainting
    measures: WorkerMeasures
    lease: timedelta
    at_once: int

    async def run(self, stopping: asyncio.Event) -> None:
        """Answer mail until told to stop."""
        await work_through("turns", self._next, at_once=self.at_once, stopping=stopping)

    async def _next(self) -> Work | None:
        batch = await self.inbox.take()
        if batch is None:
            await self.inbox.wait(IDLE)
            return None
        return self._turn(batch)

    async def _turn(self, batch: Batch) -> None:
        after = timedelta(0)
        try:
            async with self._kept(batch.lease):
                with self.measures.turn_seconds.time():
                    outcome = await self.answering.answer(batch)
            self.measures.turns.labels(outcome.value).inc()
            if outcome in BY_THE_ASSISTANT:
                # Its words were the last step of the lease, and are on their way.
                await self._learn(batch.lease.conversation)
                return
        except LeaseLostError:
            self.measures.turns.labels("lease_lost").inc()
            return
        except Exception as error:  # noqa: BLE001 - one bad turn must not stop the others
            self.measures.turns.labels("failed").inc()
            get_logger().error("turn_failed", attempt=batch.attempt, exc_info=error)
            after = backoff(batch.attempt)
            if batch.attempt >= MOST_ATTEMPTS:
                await self._bury(batch, error)
        await self._release(batch.lease, after)

    async def _learn(self, conversation: ConversationId) -> None:
        """Note who the customer has proven to be; an archive that is away holds up no answer."""
        try:
            context = await self.desk.context(conversation)
            await self.acquainting.learn(conversation, context.slots)
        except Exception as error:  # noqa: BLE001 - the next turn tries again
            get_logger().warning("customer_not_noted", exc_info=error)

    async def _bury(self, batch: Batch, error: Exception) -> None:
        get_logger().error("messages_buried", count=len(batch.messages))
        try:
            await self.inbox.bury(batch.lease, type(error).__name__)
        except (LeaseLostError, RedisError) as trouble:
            get_logger().warning("not_buried", exc_info=trouble)

    async def _release(self, lease: Lease, after: timedelta) -> None:
        try:
            await self.inbox.release(lease, after=after)
        except RedisError as error:
            get_logger().warning("lease_left_to_run_out", exc_info=error)

    @asynccontextmanager
    async def _kept(self, lease: Lease) -> AsyncIterator[None]:
        """Keep the lease alive while a turn is worked on."""
        renewing = asyncio.create_task(self._renew(lease))
        try:
            yield
        finally:
            renewing.cancel()

    async def _renew(self, lease: Lease) -> None:
        while True:
            await asyncio.sleep(self.lease.total_seconds() / 3)
            try:
                await self.inbox.renew(lease)
            except LeaseLostError:
                return
            except RedisError as error:
                get_logger().warning("lease_not_renewed", exc_info=error)
