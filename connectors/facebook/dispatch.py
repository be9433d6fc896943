"""Sends one part of a line once: never while it may have arrived, and never silently twice."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NoReturn

from connectors.facebook.errors import GraphError, GraphRefusedError, NoAnswerError, NotReachedError
from connectors.facebook.journal import Begun, Journal, Part, State
from connectors.facebook.pacing import Pacing
from connectors.facebook.problems import REASONS, Outcome, Problem, outcome_of
from connectors.facebook.settings import Page
from connectors.facebook.standing import Standing
from connectors.facebook.usage import Usage
from conversation.errors import DeliveryUncertainError, TryLaterError, UndeliverableError
from conversation.identity import Channel
from conversation.ports import Clock

STILL_UNDER_WAY = timedelta(seconds=60)
SOON = timedelta(seconds=5)
UNCERTAIN = "Facebook hat nicht geantwortet; ob die Nachricht ankam, wird noch geprüft."
NOT_SHOWN = "Ob die Nachricht ankam, lässt sich bei Facebook nicht erfragen. Bitte dort nachsehen."
CUT_OFF = "Ein anderer Versuch mit dieser Nachricht brach gerade erst ab."


@dataclass(frozen=True, slots=True)
class Shipment:
    """How a part is sent and, after a doubt, looked for.

    `send` returns the platform's id and the quota used. `find` returns the id of a part that was
    sent since a moment, None if it is certainly not there; itself None where nobody can look.
    """

    part: Part
    page: Page
    send: Callable[[], Awaitable[tuple[str, Usage]]]
    find: Callable[[datetime], Awaitable[str | None]] | None = None

    @property
    def channel(self) -> Channel:
        """The channel that is used."""
        return self.part.conversation.channel


@dataclass(frozen=True, slots=True)
class Dispatch:
    """Sends shipments, and turns the Graph API's errors into what the outbox understands."""

    journal: Journal
    standing: Standing
    pacing: Pacing
    clock: Clock

    async def __call__(self, shipment: Shipment) -> None:
        """Send a part, unless it was sent before.

        Raises UndeliverableError, DeliveryUncertainError, TryLaterError.
        """
        before = await self.journal.look(shipment.part, self.clock.now())
        if before.is_sent:
            return
        if before.state is not State.NEW and await self._found(shipment, before):
            return
        await self.pacing.check(shipment.page, shipment.channel)
        troubled = await self.standing.check(shipment.page, shipment.channel)
        again = before.state is not State.NEW
        begun = await self.journal.begin(shipment.part, self.clock.now(), again=again)
        if not again and begun.state is not State.NEW:
            raise TryLaterError(CUT_OFF, after=SOON)
        await self._send(shipment)
        if troubled:
            await self.standing.works(shipment.page, shipment.channel)

    async def call(
        self, page: Page, channel: Channel, work: Awaitable[tuple[object, Usage]]
    ) -> None:
        """Make a call that says nothing to anybody and may be made twice; raises as `__call__`."""
        try:
            _, usage = await work
        except GraphError as error:
            await self._refuse(page, channel, error)
        await self.pacing.pause(page, channel, usage.pause(refused=False))

    async def _found(self, shipment: Shipment, before: Begun) -> bool:
        """Look for a part that may have arrived; return only if it is clear whether it did."""
        age = self.clock.now() - before.since
        if before.state is State.SENDING and age < STILL_UNDER_WAY:
            raise TryLaterError(CUT_OFF, after=STILL_UNDER_WAY - age)
        if shipment.find is None:
            raise DeliveryUncertainError(NOT_SHOWN)
        try:
            mid = await shipment.find(before.since)
        except GraphError:
            raise DeliveryUncertainError(NOT_SHOWN) from None
        if mid is None:
            return False
        await self.journal.confirm(shipment.part, mid)
        return True

    async def _send(self, shipment: Shipment) -> None:
        try:
            mid, usage = await shipment.send()
        except NoAnswerError:
            if await self.journal.doubt(shipment.part):
                raise DeliveryUncertainError(UNCERTAIN) from None
            return
        except GraphError as error:
            if _perhaps_done(error):
                if not await self.journal.doubt(shipment.part):
                    return
            else:
                await self.journal.withdraw(shipment.part)
            await self._refuse(shipment.page, shipment.channel, error)
        await self.journal.confirm(shipment.part, mid)
        await self.pacing.pause(shipment.page, shipment.channel, usage.pause(refused=False))

    async def _refuse(self, page: Page, channel: Channel, error: GraphError) -> NoReturn:
        if not isinstance(error, GraphRefusedError):
            raise TryLaterError(str(error), after=SOON) from None
        problem, outcome = error.problem, outcome_of(error.problem)
        if outcome is Outcome.LIMITED:
            await self.pacing.pause(page, channel, error.pause)
            raise TryLaterError(REASONS[outcome], after=error.pause) from None
        if outcome is Outcome.HICCUP:
            raise TryLaterError(_sentence(outcome, problem), after=SOON) from None
        await self._report(page, channel, outcome, problem)
        raise UndeliverableError(_sentence(outcome, problem)) from None

    async def _report(
        self, page: Page, channel: Channel, outcome: Outcome, problem: Problem
    ) -> None:
        if outcome is Outcome.TOKEN:
            await self.standing.token_died(page, problem)
        elif outcome is Outcome.RESTRICTED:
            await self.standing.restricted(page, channel, problem)
        elif outcome is Outcome.PERMISSION:
            await self.standing.not_permitted(page, channel, problem)


def _perhaps_done(error: GraphError) -> bool:
    """Say whether Facebook may have done what it answered with an error to."""
    if isinstance(error, NotReachedError):
        return False
    return isinstance(error, GraphRefusedError) and outcome_of(error.problem) is Outcome.HICCUP


def _sentence(outcome: Outcome, problem: Problem) -> str:
    return f"{REASONS[outcome]} ({problem})"
