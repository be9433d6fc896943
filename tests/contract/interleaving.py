"""Customers, workers, senders, reminders and agents at once, in a random order."""

import asyncio
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from chassis.tasks import cancelled
from conversation.errors import EngineUnavailableError, LeaseLostError, StaleHoldError
from conversation.holds import Owner
from conversation.identity import AgentId, ConversationId, MessageId
from conversation.messages import Attachment, Delivery, Speaker
from conversation.records import Amendment
from conversation.signals import Reason, Signal
from conversation.turns import EngineRequest, Turn
from tests.contract.live import Live
from tests.contract.samples import START, conversation, message
from tests.contract.wiring import MOVES, SlowEngine, answering

WORKERS, SENDERS = 16, 12
LONGEST = 60
LONGEST_PAUSE = 0.15
TOLD_EVERY = 1000
ENDS = (Delivery.SENT, Delivery.SENT, Delivery.UNCERTAIN, Delivery.FAILED)
TEXTS = ("Moin", "Was kostet der M?", "Hausnotruf ist tot!", "SAULADEN, MEIN INTERNET!!!", "")


class RestlessEngine(SlowEngine):
    """Takes its time, is down now and then, and now and then asks for a person."""

    def __init__(self, dice: random.Random) -> None:
        super().__init__(dice.randrange(2**32), longest=LONGEST)
        self._dice = dice

    async def turn(self, request: EngineRequest) -> Turn:
        turn = await super().turn(request)
        fate = self._dice.random()
        if fate < 0.03:
            raise EngineUnavailableError("It is down.")
        return replace(turn, signal=Signal(Reason.REQUESTED)) if fate < 0.15 else turn


@dataclass
class Interleaving:
    """One random run; `late` are lines of the assistant first given out to be sent too late."""

    live: Live
    dice: random.Random
    taken: dict[ConversationId, asyncio.Event] = field(
        default_factory=lambda: defaultdict(asyncio.Event)
    )
    claimed: set[ConversationId] = field(default_factory=set)
    happened: Counter[str] = field(default_factory=Counter)
    late: list[str] = field(default_factory=list)

    async def play(self, names: list[str]) -> None:
        """Let everything happen in these conversations until an agent has each of them."""
        parts = (self._writes, self._corrects, self._reminds, self._claims)
        await asyncio.gather(*(part(name) for name in names for part in parts))

    async def run(self, rounds: int, *, at_once: int) -> None:
        """Play so many conversations, and then let workers and senders finish."""
        always: list[Callable[[], Coroutine[Any, Any, None]]] = [
            *([self._answers] * WORKERS),
            *([self._sends] * SENDERS),
        ]
        working = [asyncio.create_task(each()) for each in always]
        try:
            for start in range(0, rounds, at_once):
                if start and start % TOLD_EVERY == 0:
                    print(f"{start} of {rounds} takeovers", flush=True)
                await self.play(
                    [f"round-{each}" for each in range(start, min(start + at_once, rounds))]
                )
            while await self._anything_left():
                await asyncio.sleep(0.05)
            broken = [task for task in working if task.done()]
        finally:
            await cancelled(*working)
        for task in broken:
            task.result()

    async def _anything_left(self) -> bool:
        """Say whether mail was taken or sent in the last moment."""
        before = self.happened.total()
        await asyncio.sleep(0.5)
        return self.happened.total() != before

    async def _writes(self, name: str) -> None:
        """Write once or twice, sometimes with a photo, sometimes with nothing else."""
        for number in range(1 + self.dice.randrange(2)):
            text = self.dice.choice(TEXTS) if number else "Moin"
            photo = (Attachment("image"),) if not text or self.dice.random() < 0.2 else ()
            written = replace(message(f"{name}-{number}", text, of=name), attachments=photo)
            await self.live.inbox.add([written])
            await self._steps()

    async def _corrects(self, name: str) -> None:
        """Put the first message right, or delete it, whenever that may be."""
        if self.dice.random() < 0.5:
            return
        await self._steps()
        change = Amendment(
            id=MessageId(f"{name}-edit"),
            of=MessageId(f"{name}-0"),
            conversation=conversation(name),
            at=START + timedelta(minutes=1),
            text=None if self.dice.random() < 0.3 else "Moin, ich meine: was kostet der L?",
        )
        await self.live.records.amend(change)
        self.happened["corrected"] += 1
        # What was deleted before anybody took it leaves nothing to wait for.
        self.taken[change.conversation].set()

    async def _reminds(self, name: str) -> None:
        """Tell who waits that it takes longer, as for a promise that has passed."""
        await self.taken[conversation(name)].wait()
        await self._pause()
        state, context = await self.live.desk.recall(conversation(name))
        if state.hold.owner is not Owner.QUEUE:
            return
        try:
            await self.live.desk.move(MOVES.extend(state, context))
        except StaleHoldError:
            self.happened["reminded_too_late"] += 1
        else:
            self.happened["reminded"] += 1

    async def _claims(self, name: str) -> None:
        """Take the conversation from whoever has it, mostly while somebody works on it."""
        one = conversation(name)
        if self.dice.random() < 0.8:
            await self.taken[one].wait()
        await (self._pause() if self.dice.random() < 0.3 else self._steps())
        while one not in self.claimed:
            state, context = await self.live.desk.recall(one)
            move = MOVES.claim(state, context, agent=AgentId("jana"), name="Jana")
            try:
                await self.live.desk.move(move)
            except StaleHoldError:
                self.happened["claimed_anew"] += 1
            else:
                self.claimed.add(one)

    async def _answers(self) -> None:
        """Work as a worker does."""
        engine = RestlessEngine(random.Random(self.dice.randrange(2**32)))
        while True:
            batch = await self.live.inbox.take()
            if batch is None:
                await self.live.inbox.wait(timedelta(milliseconds=20))
                continue
            self.taken[batch.lease.conversation].set()
            try:
                outcome = await answering(self.live, engine).answer(batch)
            except LeaseLostError:
                self.happened["lease_lost"] += 1
            else:
                self.happened[outcome.value] += 1
            await self.live.inbox.release(batch.lease)

    async def _sends(self) -> None:
        """Send as a sender does; word of what arrived comes late."""
        while True:
            claimed = frozenset(self.claimed)
            outgoing = await self.live.outbox.take()
            if outgoing is None:
                await self.live.outbox.wait(timedelta(milliseconds=20))
                continue
            one, line = outgoing.lease.conversation, outgoing.line
            if line.speaker is Speaker.ASSISTANT and one in claimed:
                if outgoing.attempt == 1:
                    self.late.append(f"{one} {line.id}")
                # Else it was on its way before; whether it went out is in doubt (deliveries.py).
                self.happened["in_doubt"] += 1
            await self._steps(most=8)
            delivery = self.dice.choice(ENDS)
            try:
                await self.live.outbox.settle(outgoing, delivery)
            except LeaseLostError:
                self.happened["lease_lost"] += 1
                continue
            self.happened[f"{line.speaker.value}_{delivery.value}"] += 1
            if delivery is Delivery.UNCERTAIN:
                await self._steps(most=8)
                await self.live.records.arrived(one, line.id)
                self.happened["arrived_late"] += 1
            await self.live.outbox.release(outgoing.lease)

    async def _pause(self) -> None:
        await asyncio.sleep(self.dice.random() * LONGEST_PAUSE)

    async def _steps(self, *, most: int = LONGEST) -> None:
        for _ in range(self.dice.randrange(most)):
            await asyncio.sleep(0)
