"""Sends what goes out: each line once, in order, and says how it ended."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from redis.exceptions import RedisError

from chassis.logs import get_logger
from conversation.errors import DeliveryUncertainError, LeaseLostError, UndeliverableError
from conversation.identity import Channel
from conversation.messages import Delivery
from conversation.ports import Outbox, Outgoing, Sender
from gateway.loop import Work, backoff, work_through
from gateway.measures import WorkerMeasures

IDLE = timedelta(seconds=1)
MOST_ATTEMPTS = 8


@dataclass(frozen=True, slots=True)
class Deliveries:
    """The worker's second half; several may run, on several machines."""

    outbox: Outbox
    senders: Mapping[Channel, Sender]
    measures: WorkerMeasures
    at_once: int

    async def run(self, stopping: asyncio.Event) -> None:
        """Send lines until told to stop."""
        await work_through("deliveries", self._next, at_once=self.at_once, stopping=stopping)

    async def _next(self) -> Work | None:
        outgoing = await self.outbox.take()
        if outgoing is None:
            await self.outbox.wait(IDLE)
            return None
        return self._deliver(outgoing)

    async def _deliver(self, outgoing: Outgoing) -> None:
        try:
            await self._send(outgoing)
        except LeaseLostError:
            self.measures.deliveries.labels("lease_lost").inc()
        except RedisError as error:
            get_logger().warning("lease_left_to_run_out", exc_info=error)

    async def _send(self, outgoing: Outgoing) -> None:
        conversation = outgoing.lease.conversation
        sender = self.senders.get(conversation.channel)
        if sender is None:
            await self._settle(outgoing, Delivery.FAILED, "This channel is not connected.")
            return
        if outgoing.attempt > 1 and not sender.repeatable:
            await self._settle(outgoing, Delivery.UNCERTAIN, "A sending before was cut off.")
            return
        try:
            await sender.send(conversation, outgoing.line)
        except UndeliverableError as error:
            await self._settle(outgoing, Delivery.FAILED, str(error))
        except DeliveryUncertainError as error:
            await self._settle(outgoing, Delivery.UNCERTAIN, str(error))
        except Exception as error:  # noqa: BLE001 - one bad line must not stop the others
            await self._try_again(outgoing, error)
        else:
            await self._settle(outgoing, Delivery.SENT)

    async def _try_again(self, outgoing: Outgoing, error: Exception) -> None:
        get_logger().warning("sending_failed", attempt=outgoing.attempt, exc_info=error)
        if outgoing.attempt >= MOST_ATTEMPTS:
            await self._settle(outgoing, Delivery.FAILED, "Sending failed again and again.")
            return
        self.measures.deliveries.labels("again").inc()
        await self.outbox.release(outgoing.lease, after=backoff(outgoing.attempt))

    async def _settle(self, outgoing: Outgoing, delivery: Delivery, reason: str = "") -> None:
        await self.outbox.settle(outgoing, delivery, reason)
        self.measures.deliveries.labels(delivery.value).inc()
