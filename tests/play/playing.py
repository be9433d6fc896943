"""Plays one script: writes as its customer, waits until the turn is over, and judges."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field

from tests.play.asking import asked_for
from tests.play.desk import Holding
from tests.play.doors import Door, Utterance, opening_of
from tests.play.effects import Books, Ledger, happened_between
from tests.play.engines import engines_stopped
from tests.play.filling import MOST_ANSWERS, answer_to
from tests.play.judging import (
    OutcomeFacts,
    TurnFacts,
    Verdict,
    judge_outcome,
    judge_turn,
    not_reached,
)
from tests.play.quiet import until_quiet
from tests.play.reply import Reply
from tests.play.report import Result, Written
from tests.play.script import Channel, Effect, Expect, Script, Turn
from tests.play.system import System
from tests.play.told import Line, lacking
from tests.play.witness import Spoken, Witness
from tests.play.world import Ready, World

NumberedTurn = tuple[int, Turn]


class Player:
    """Plays scripts one after the other on one system; a witness looks at each."""

    def __init__(self, system: System, witness: Witness | None = None) -> None:
        self._system = system
        self._witness = witness
        self._world = World(system.office, system.desk)

    async def prepare(self) -> None:
        """Make the system ready for the first script."""
        await self._world.clear()

    async def play(self, script: Script) -> Result:
        """Return how a script went; what keeps it from being played is a part of that."""
        talk = Talk(self._system, script)
        try:
            opening_of(self._system.doors, script.channel)
            async with self._world.made_for(script) as ready:
                with self._fault(script):
                    await talk.run(ready)
                if self._witness:
                    await self._witness(script, talk.said)
        except Exception as error:  # noqa: BLE001 - one script's trouble must not hide the others
            talk.give_up(error)
        finally:
            await talk.close()
        return talk.result()

    def _fault(self, script: Script) -> AbstractContextManager[None]:
        broken = script.given.fault == "assistant_unavailable"
        return engines_stopped(self._system.launcher) if broken else nullcontext()


@dataclass
class Talk:
    """One script on its way, from the first line to the verdicts."""

    system: System
    script: Script
    _doors: dict[Channel, Door] = field(default_factory=dict)
    _transcript: list[Written] = field(default_factory=list)
    _verdicts: list[Verdict] = field(default_factory=list)
    _ledger: Ledger = field(default_factory=Ledger)
    _books: Books = field(default_factory=Books)
    _holding: Holding = field(default_factory=lambda: Holding(owner="assistant", reason=None))
    said: list[Spoken] = field(default_factory=list)
    _handed_off_at: int | None = None
    _lacks: tuple[str, ...] = ()
    _judged: int = 0
    _trouble: str = ""

    async def run(self, ready: Ready) -> None:
        """Play all turns and judge. Raises whatever keeps a turn from being played."""
        self._books = await self.system.office.books_of(ready.customer.number)
        channel = self.script.channel
        for group in bursts(ready.script.turns):
            channel = next((turn.channel for _, turn in group if turn.channel), channel)
            await self._group(group, channel, ready)
            self._judged = group[-1][0]
        outcome = OutcomeFacts(with_people=self._holding.with_people, reason=self._holding.reason)
        self._verdicts += judge_outcome(ready.script.outcome, outcome)

    def give_up(self, error: Exception) -> None:
        """Note why the rest cannot be played; all that it asks for is unmet."""
        self._trouble = str(error) or repr(error)
        self._verdicts += not_reached(
            self.script.turns, self.script.outcome, first=self._judged + 1, why=self._trouble
        )

    async def close(self) -> None:
        """Leave all channels."""
        for door in self._doors.values():
            await door.close()

    def result(self) -> Result:
        """Return what became of the script."""
        return Result(
            id=self.script.id,
            channel=self.script.channel.value,
            title=self.script.title,
            transcript=tuple(self._transcript),
            verdicts=tuple(self._verdicts),
            handed_off=self._holding.with_people,
            reason=self._holding.reason,
            effects=tuple(self._ledger.all),
            handed_off_at=self._handed_off_at,
            lacks=self._lacks,
            trouble=self._trouble,
        )

    async def _group(self, group: Sequence[NumberedTurn], channel: Channel, ready: Ready) -> None:
        for _, turn in group:
            if turn.at:
                await self.system.desk.move_clock(turn.at)
                # The sample data goes along with the clock; that is no effect of the script's.
                self._books = await self.system.office.books_of(ready.customer.number)
        door = await self._door(channel)
        before = self._holding.with_people
        last = group[-1][0]
        replies = [await self._exchange(door, last, [_utterance(each) for each in group], ready)]
        wanted = _wanted_effect(group)
        for number in range(MOST_ANSWERS):
            answer = self._answer(replies[-1], wanted, ready)
            if answer is None:
                break
            more = Utterance(name=f"answer-{last}-{number}", text=answer)
            replies.append(await self._exchange(door, last, [more], ready))
        facts = TurnFacts(
            replies=tuple(replies),
            public=channel.public,
            with_people_before=before,
            with_people=self._holding.with_people,
            done=self._ledger.open,
            personal=_personal(ready),
        )
        for number, turn in group:
            self._judge(number, turn.expect, facts)

    def _judge(self, number: int, expect: Expect, facts: TurnFacts) -> None:
        self._verdicts += judge_turn(number, expect, facts)
        if expect.effect:
            self._ledger.settle(expect.effect)

    def _answer(self, reply: Reply, wanted: Effect | None, ready: Ready) -> str | None:
        """Return what the customer answers where the effect of the turn is still missing."""
        if self._holding.with_people or not self._ledger.lacks(wanted):
            return None
        return answer_to(asked_for(reply.texts, reply.titles), ready.customer)

    async def _exchange(
        self, door: Door, turn: int, utterances: Sequence[Utterance], ready: Ready
    ) -> Reply:
        """Send lines and return what is said to them, once the turn is over."""
        self._transcript += [Written("customer", each.text) for each in utterances]
        before = self._holding.with_people
        await door.write(utterances)
        await until_quiet(self.system.redis, self.system.keys, door.conversation)
        reply = await door.hear()
        self._transcript += [Written(each.speaker, each.text, each.titles) for each in reply.lines]
        texts = tuple(each.text for each in utterances)
        self.said.append(Spoken(turn, door.conversation, texts))
        self._holding = await self._latest(door)
        if self._holding.with_people and not before:
            self._handed_off_at = self._handed_off_at or turn
            self._lacks = self._lacking(door.conversation)
        books = await self.system.office.books_of(ready.customer.number)
        self._ledger.note(happened_between(self._books, books))
        self._books = books
        return reply

    def _lacking(self, conversation: str) -> tuple[str, ...]:
        """Return what was told up to now and people were not handed."""
        packet = self._holding.packet
        if packet is None:
            return ()
        lines = (
            Line(text, here=each.conversation == conversation)
            for each in self.said
            for text in each.texts
        )
        return lacking(list(lines), packet)

    async def _latest(self, door: Door) -> Holding:
        """Return who has the conversation; people who have it on one channel have the case."""
        now = await self.system.desk.holding(door.conversation)
        return self._holding if self._holding.with_people and not now.with_people else now

    async def _door(self, channel: Channel) -> Door:
        if channel not in self._doors:
            opening = opening_of(self.system.doors, channel)
            self._doors[channel] = await opening(self.script.id)
        return self._doors[channel]


def bursts(turns: Sequence[Turn]) -> Iterator[list[NumberedTurn]]:
    """Yield turns, counted from 1; what is sent within a second comes together."""
    group: list[NumberedTurn] = []
    for number, turn in enumerate(turns, start=1):
        group.append((number, turn))
        if not turn.burst:
            yield group
            group = []


def _utterance(numbered: NumberedTurn) -> Utterance:
    number, turn = numbered
    return Utterance(
        name=f"turn-{number}",
        text=turn.customer,
        attachments=turn.attachments,
        edit_of=f"turn-{turn.edit_of}" if turn.edit_of else None,
    )


def _wanted_effect(group: Sequence[NumberedTurn]) -> Effect | None:
    return next((turn.expect.effect for _, turn in reversed(group) if turn.expect.effect), None)


def _personal(ready: Ready) -> tuple[str, ...]:
    """Return what a public reply must not repeat; a first name or a postcode is no secret."""
    if ready.script.given.customer is None:
        return ()
    customer = ready.customer
    return tuple(
        each for each in (customer.number, customer.address, customer.phone_number) if each
    )
