"""The board is read anew for everybody who looks; in a rush it is kept, and read now and then."""

import asyncio
from dataclasses import dataclass, field

from handoff.board.keeping import FEW, PACE, Keeping
from handoff.board.views import BoardView


@dataclass
class Rush:
    """A board that takes so many seconds to read, by a clock that the test moves."""

    many: int
    takes: float = 2.0
    now: float = 0.0
    reads: int = 0
    fails: list[Exception] = field(default_factory=list)

    async def read(self) -> BoardView:
        self.reads += 1
        await asyncio.sleep(0)
        self.now += self.takes
        if self.fails:
            raise self.fails.pop()
        return BoardView(
            path=str(self.reads), figures=(), sites=(), waiting=(), more=self.many, agents=()
        )

    def keeping(self) -> Keeping:
        return Keeping(self.read, lambda: self.now)


async def settle() -> None:
    """Let what goes on in the background end."""
    for _ in range(5):
        await asyncio.sleep(0)


async def test_a_small_board_is_always_as_it_is_now() -> None:
    rush = Rush(FEW)
    keeping = rush.keeping()
    assert [(await keeping.board()).path for _ in range(3)] == ["1", "2", "3"]


async def test_in_a_rush_whoever_looks_has_the_last_one_at_once() -> None:
    rush = Rush(FEW + 1)
    keeping = rush.keeping()
    await keeping.board()
    rush.now += PACE * rush.takes - 0.1
    assert [(await keeping.board()).path for _ in range(3)] == ["1", "1", "1"]
    assert rush.reads == 1


async def test_after_its_time_one_of_those_who_look_has_it_read_for_all() -> None:
    rush = Rush(FEW + 1)
    keeping = rush.keeping()
    await keeping.board()
    rush.now += PACE * rush.takes
    assert [(await keeping.board()).path for _ in range(3)] == ["1", "1", "1"]
    await settle()
    assert (await keeping.board()).path == "2"
    assert rush.reads == 2


async def test_many_who_come_first_wait_for_one_reading() -> None:
    rush = Rush(FEW + 1)
    keeping = rush.keeping()
    views = await asyncio.gather(*(keeping.board() for _ in range(5)))
    assert {view.path for view in views} == {"1"}


async def test_a_reading_that_fails_leaves_the_last_one_and_is_tried_again() -> None:
    rush = Rush(FEW + 1)
    keeping = rush.keeping()
    await keeping.board()
    rush.now += PACE * rush.takes
    rush.fails.append(ConnectionError("Redis is out of reach."))
    await keeping.board()
    await settle()
    assert (await keeping.board()).path == "1"
    await settle()
    assert (await keeping.board()).path == "3"
