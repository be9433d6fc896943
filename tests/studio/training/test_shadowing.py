"""A candidate reads along from when it is asked to until it is enough, and is heard by nobody."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from studio.models import Model, load
from studio.training.agreement import agreements, disagreed
from studio.training.ports import Taken, TakenTwice
from studio.training.shadowing import MOST_WAITING, ShadowError, Shadowing
from studio.training.shadows import AlreadyReadingError, End, Shadow, Shadows
from tests.staff.house import Hands
from tests.studio.training.samples import NEW, NOON, OLD, TOMKE, kept
from tests.studio.training.turns import BILL, SomeTurns

SECONDS = 20


@dataclass
class Candidate:
    """Takes everything for a bill; the test may let it fail."""

    heard: list[str] = field(default_factory=list)
    running: int = 0
    started: int = 0
    fails: bool = False
    #: What its engine dies over, once.
    deadly: str = ""

    @asynccontextmanager
    async def beside(self, _model: Model) -> AsyncIterator["Candidate"]:
        self.started += 1
        if self.fails:
            raise ShadowError("It does not start.")
        self.running += 1
        try:
            yield self
        finally:
            self.running -= 1

    async def take(self, text: str) -> Taken:
        if self.deadly and text.endswith(self.deadly):
            self.deadly = ""
            raise ShadowError("It died.")
        self.heard.append(text)
        return BILL


@dataclass
class World:
    """All that reading along stands on."""

    shadows: Shadows
    shadowing: Shadowing
    turns: SomeTurns
    candidate: Candidate
    clock: Hands
    present: list[str]
    busy: list[bool]

    def ask(self, *, most: int = 1000, hours: int = 24) -> Shadow:
        return self.shadows.ask(
            TOMKE,
            training="t",
            model=NEW,
            beside=OLD,
            hours=hours,
            most=most,
            at=self.clock.now(),
        )

    def now(self, shadow: Shadow) -> Shadow:
        found = self.shadows.one(shadow.id)
        assert found is not None
        return found

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        stopping = asyncio.Event()
        task = asyncio.create_task(self.shadowing.run(stopping))
        try:
            yield
        finally:
            stopping.set()
            await asyncio.wait_for(task, SECONDS)


async def until(done: Callable[[], object]) -> None:
    async with asyncio.timeout(SECONDS):
        while not done():
            await asyncio.sleep(0.005)


@pytest.fixture
def world(tmp_path: Path) -> World:
    kept(tmp_path)
    turns, candidate, clock = SomeTurns(), Candidate(), Hands(NOON)
    present, busy = [OLD], [False]
    shadowing = Shadowing(
        shadows=Shadows(tmp_path),
        busy=lambda: busy[0],
        present=lambda: present[0],
        load=lambda name: load(tmp_path, name),
        beside=candidate.beside,
        turns=turns,
        share=1.0,
        clock=clock,
        look=0.005,
    )
    return World(shadowing.shadows, shadowing, turns, candidate, clock, present, busy)


async def test_it_reads_what_is_answered_from_now_on_and_ends_when_it_is_enough(
    world: World,
) -> None:
    world.turns.said(NOON, "alt")
    shadow = world.ask(most=3)
    async with world.working():
        await until(lambda: world.now(shadow).runs)
        world.turns.said(NOON + timedelta(seconds=5), "a", "b")
        # One that reaches the archive late is read all the same.
        world.turns.said(NOON - timedelta(seconds=30), "c")
        await until(lambda: world.now(shadow).end)
        await until(lambda: not world.candidate.running)
    ended = world.now(shadow)
    assert (ended.end, ended.read, ended.runs) == (End.ENOUGH, 3, False)
    assert sorted(world.candidate.heard) == ["Frage a", "Frage b", "Frage c"]
    assert world.turns.kept == {shadow.id: dict.fromkeys(["a", "b", "c"], BILL)}


async def test_what_it_is_too_late_for_is_dropped_the_oldest_first(world: World) -> None:
    shadow = world.ask()
    world.turns.said(NOON, "alt")
    async with world.working():
        await until(lambda: world.now(shadow).runs)
        many = [f"t{number}" for number in range(MOST_WAITING + 7)]
        world.turns.said(NOON + timedelta(seconds=1), *many)
        await until(lambda: world.now(shadow).read)
    assert (world.now(shadow).dropped, world.now(shadow).read) == (7, MOST_WAITING)
    assert set(world.turns.kept[shadow.id]) == set(many[7:])


async def test_of_a_share_the_same_turns_are_drawn_each_time(world: World) -> None:
    world.shadowing.share = 0.3
    shadow = world.ask()
    world.turns.said(NOON, "alt")
    async with world.working():
        await until(lambda: world.now(shadow).runs)
        for second in range(10):
            names = [f"{second}.{number}" for number in range(30)]
            world.turns.said(NOON + timedelta(seconds=second), *names)
            await until(lambda last=names[-1]: last in world.shadowing._seen)  # type: ignore[misc]
        await until(lambda: world.now(shadow).read > 40)
    assert 40 < world.now(shadow).read < 140


@pytest.mark.parametrize("end", [End.TIME, End.STOPPED, End.OVERTAKEN])
async def test_it_ends_in_time_at_a_wish_and_when_another_answers(world: World, end: End) -> None:
    shadow = world.ask(hours=2)
    world.turns.said(NOON, "alt")
    async with world.working():
        await until(lambda: world.now(shadow).runs)
        if end is End.TIME:
            world.clock.pass_by(hours=2)
        elif end is End.STOPPED:
            world.shadows.stop(shadow.id, at=NOON)
        else:
            world.present[0] = "assistant-9"
        await until(lambda: world.now(shadow).end)
        await until(lambda: not world.candidate.running)
    assert world.now(shadow).end is end


async def test_a_training_has_the_machine_to_itself(world: World) -> None:
    world.busy[0] = True
    shadow = world.ask()
    world.turns.said(NOON, "alt")
    async with world.working():
        await asyncio.sleep(0)
        assert world.candidate.started == 0
        world.busy[0] = False
        await until(lambda: world.now(shadow).runs)
        world.busy[0] = True
        await until(lambda: not world.candidate.running)
        await until(lambda: not world.now(shadow).runs)
    assert world.now(shadow).end is End.NONE


async def test_one_that_does_not_start_is_given_up_on(world: World) -> None:
    world.candidate.fails = True
    shadow = world.ask()
    async with world.working():
        await until(lambda: world.now(shadow).end)
    assert (world.now(shadow).end, world.candidate.started) == (End.FAILED, 3)


async def test_one_whose_engine_dies_reads_on_where_it_was(world: World) -> None:
    shadow = world.ask(most=40)
    world.turns.said(NOON, "alt")
    names = [f"n{number}" for number in range(40)]
    async with world.working():
        await until(lambda: world.now(shadow).runs)
        for place in range(0, 40, 10):
            world.candidate.deadly = names[place + 5]
            world.turns.said(NOON + timedelta(seconds=1 + place), *names[place : place + 10])
            await until(lambda last=place + 10: world.now(shadow).read == last)  # type: ignore[misc]
        await until(lambda: world.now(shadow).end)
    assert (world.now(shadow).end, world.candidate.started) == (End.ENOUGH, 5)
    assert world.candidate.heard == [f"Frage {name}" for name in names]
    assert set(world.turns.kept[shadow.id]) == set(names)
    assert world.now(shadow).dropped == 0


async def test_a_trainer_that_starts_anew_goes_on(world: World) -> None:
    shadow = world.ask(most=1)
    world.turns.said(NOON, "alt")
    async with world.working():
        await until(lambda: world.now(shadow).runs)
    assert world.candidate.running == 0
    async with world.working():
        await until(lambda: world.candidate.running)
        await until(lambda: world.now(shadow).runs)
        world.turns.said(NOON + timedelta(seconds=1), "neu")
        await until(lambda: world.now(shadow).end)
    assert world.now(shadow).end is End.ENOUGH


async def test_only_one_reads_along_at_a_time_and_one_nobody_works_on_can_be_stopped(
    world: World,
) -> None:
    shadow = world.ask()
    with pytest.raises(AlreadyReadingError):
        world.ask()
    world.shadows.stop(shadow.id, at=NOON)
    assert world.now(shadow).end is End.STOPPED
    world.shadows.stop(shadow.id, at=NOON)
    world.ask()
    assert world.shadows.one("../current") is None


def test_agreement_is_about_what_would_be_done() -> None:
    unsure = replace(BILL, understood=False, anger=3)
    person = replace(BILL, person=True, entities=("city",))
    turns = [
        TakenTwice("a", BILL, replace(BILL, confidence=0.5)),
        TakenTwice("b", BILL, unsure),
        TakenTwice("c", BILL, person),
        TakenTwice("d", unsure, replace(unsure, intent="greet")),
    ]
    found = {one.name: one.share.hits for one in agreements(turns)}
    assert list(found.values()) == [2, 3, 3, 3, 3, 3]
    assert [one.name for one in disagreed(turns)] == ["b", "c"]
