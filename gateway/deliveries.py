"""Sends what goes out: each line once, in order, and says how it ended."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from redis.exceptions import RedisError

from chassis.logs import get_logger
from conversation.errors import (
    DeliveryUncertainError,
    LeaseLostError,
    TryLaterError,
    UndeliverableError,
)
from conversation.identity import Channel
from conversation.messages import Delivery, Speaker
from conversation.outages import is_of_outage
from conversation.ports import Outbox, Outgoing, Sender
from gateway.loop import Work, backoff, work_through
from gateway.measures import WorkerMeasures
from gateway.pauses import Pauses
from gateway.unheard import Unheard

IDLE = timedelta(seconds=1)
MOST_ATTEMPTS = 8
SHORTEST_WAIT = timedelta(seconds=1)
LONGEST_WAIT = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Deliveries:
    """The worker's second half; several may run, on several machines."""

    outbox: Outbox
    senders: Mapping[Channel, Sender]
    pauses: Pauses
    unheard: Unheard
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
            await self._fail(outgoing, "Dieser Kanal ist nicht verbunden.")
            return
        if outgoing.attempt > 1 and not sender.repeatable:
            await self._settle(outgoing, Delivery.UNCERTAIN, "Ein früherer Versuch brach ab.")
            return
        try:
            await self.pauses.check(conversation, outgoing.line)
            await sender.send(conversation, outgoing.line)
        except TryLaterError as error:
            await self._wait(outgoing, error)
        except UndeliverableError as error:
            await self._fail(outgoing, str(error), for_people=error.for_people)
        except DeliveryUncertainError as error:
            await self._settle(outgoing, Delivery.UNCERTAIN, str(error))
        except Exception as error:  # noqa: BLE001 - one bad line must not stop the others
            await self._try_again(outgoing, error)
        else:
            await self._settle(outgoing, Delivery.SENT)
            await self.pauses.went_out(conversation)

    async def _wait(self, outgoing: Outgoing, error: TryLaterError) -> None:
        """Come back later; a wait is no attempt, however many there are of it."""
        self.measures.deliveries.labels("later").inc()
        after = min(max(error.after, SHORTEST_WAIT), LONGEST_WAIT)
        await self.outbox.release(outgoing.lease, after=after, counted=False)

    async def _try_again(self, outgoing: Outgoing, error: Exception) -> None:
        get_logger().warning("sending_failed", attempt=outgoing.attempt, exc_info=error)
        if outgoing.attempt >= MOST_ATTEMPTS:
            await self._fail(outgoing, "Das Senden ist immer wieder gescheitert.")
            return
        self.measures.deliveries.labels("again").inc()
        await self.outbox.release(outgoing.lease, after=backoff(outgoing.attempt))

    async def _fail(self, outgoing: Outgoing, reason: str, *, for_people: bool = True) -> None:
        """Give a line up; what a machine wanted to say is now for a person to say.

        People are called first: whoever is cut off in between does it again. What goes to many at
        once answers nobody's question, and would call a person for each whom it does not reach.
        """
        line = outgoing.line
        if for_people and line.speaker is not Speaker.AGENT and not is_of_outage(line.id):
            await self.unheard.call_people(outgoing.lease.conversation, why=reason)
        await self._settle(outgoing, Delivery.FAILED, reason)

    async def _settle(self, outgoing: Outgoing, delivery: Delivery, reason: str = "") -> None:
        await self.outbox.settle(outgoing, delivery, reason)
        self.measures.deliveries.labels(delivery.value).inc()
