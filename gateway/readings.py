"""Notes what the assistant took messages for when it answered; nobody who answers waits for it."""

import asyncio
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, Counter
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from archive.readings import Facts, Reading, keep
from chassis.logs import get_logger
from conversation.escalation.table import Table
from conversation.turns import EngineRequest, Turn, Understanding
from gateway.fetching import fetches_person
from gateway.questioning import NOT_UNDERSTOOD

#: So many may wait; more are dropped, the oldest first, and counted.
MOST = 2_000
AT_ONCE = 200
LOOK_SECONDS = 2.0
#: The archive has not heard of a line as soon as it is answered.
SETTLE_SECONDS = 3.0
GIVEN_UP_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class _Waiting:
    since: float
    request: EngineRequest
    model: str
    turn: Turn


@dataclass
class Readings:
    """Takes readings from those who answer and brings them into the archive.

    `topics` names the topic of each intent. What cannot be kept in time is dropped: these are
    figures about messages, and no message is lost with them.
    """

    database: AsyncEngine
    table: Table
    topics: Mapping[str, str]
    dropped: Counter
    _waiting: deque[_Waiting] = field(default_factory=deque)

    def note(self, request: EngineRequest, model: str, turn: Turn) -> None:
        """Take a reading in; never waits, and works nothing out while somebody waits for an answer.

        A button that was pressed says nothing of reading.
        """
        if request.payload or not request.lines:
            return
        if len(self._waiting) >= MOST:
            self._waiting.popleft()
            self.dropped.inc()
        self._waiting.append(_Waiting(time.monotonic(), request, model, turn))

    async def run(self) -> None:
        """Keep what waits until cancelled; trouble with the database is waited out."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                await self.step()
            except SQLAlchemyError as error:
                get_logger().warning("readings_wait", exc_info=error)

    async def step(self, *, settled: float = SETTLE_SECONDS) -> None:
        """Keep what has waited long enough. Raises what the database raises; then nothing is lost.

        Lines of which the archive has not heard yet are tried again for a while.
        """
        now = time.monotonic()
        due: list[_Waiting] = []
        while self._waiting and len(due) < AT_ONCE and now - self._waiting[0].since >= settled:
            due.append(self._waiting.popleft())
        if not due:
            return
        readings = []
        for one in due:
            readings.append(self._reading(one))
            # Half a millisecond each: those who answer come in between.
            await asyncio.sleep(0)
        try:
            unheard = await keep(self.database, readings)
        except SQLAlchemyError:
            self._waiting.extendleft(reversed(due))
            raise
        again = {id(one) for one in unheard}
        for one, reading in zip(due, readings, strict=True):
            if id(reading) in again:
                self._try_again(one, now)

    def _reading(self, one: _Waiting) -> Reading:
        facts = facts_of(one.request.text, one.turn.understanding, self.table)
        return Reading(
            conversation=one.request.metadata["conversation"],
            lines=one.request.lines,
            model=one.model,
            topic=self.topics.get(facts.intent, ""),
            facts=facts,
        )

    def _try_again(self, one: _Waiting, now: float) -> None:
        if now - one.since < GIVEN_UP_SECONDS and len(self._waiting) < MOST:
            self._waiting.append(one)
        else:
            self.dropped.inc()


def facts_of(text: str, understood: Understanding, table: Table) -> Facts:
    """Return what is kept of a reading: the likeliest intent, names of entities, no words."""
    likeliest = (understood.intent, understood.confidence)
    if understood.intent == NOT_UNDERSTOOD:
        others = (one for one in understood.ranking if one[0] != NOT_UNDERSTOOD)
        likeliest = next(others, likeliest)
    return Facts(
        intent=likeliest[0],
        confidence=round(likeliest[1], 4),
        understood=understood.intent != NOT_UNDERSTOOD,
        anger=understood.anger,
        person=fetches_person(text, understood, table),
        entities=tuple(sorted({one.entity for one in understood.entities})),
    )


def dropped_readings(registry: CollectorRegistry) -> Counter:
    """Register how many readings were dropped. Documented in docs/operation.md."""
    return Counter(
        "lotse_readings_dropped", "Readings that could not be kept in time.", registry=registry
    )
