"""Budgets hold over all workers together, people come first, and X's own word counts most."""

import asyncio
import sys
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from redis.asyncio import BlockingConnectionPool, Redis

from connectors.x.budgets import Budgets, Taken
from connectors.x.keys import XKeys
from connectors.x.settings import DAY, DOCUMENTED, QUARTER, BudgetKind, Prices, Window
from conversation.keys import Keys
from gateway.clock import FixedClock
from tests.x.connected import NOW

DM = BudgetKind.DIRECT_MESSAGE
ROOT = Path(__file__).parents[2]


def budgets(redis: Redis, clock: FixedClock, **windows) -> Budgets:
    return Budgets(
        redis,
        XKeys(Keys(prefix="test"), "222"),
        windows={**DOCUMENTED, **windows},
        prices=Prices(),
        clock=clock,
    )


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
async def redis(redis_url):
    client = Redis.from_url(redis_url)
    yield client
    await client.aclose()


def later(clock: FixedClock, **time: float) -> None:
    clock.set(clock.now() + timedelta(**time))


async def use(budget: Budgets, times: int, *, person: bool) -> int:
    """Take so many calls at once; return how many were allowed."""
    room = asyncio.Semaphore(20)

    async def once() -> bool:
        async with room:
            return isinstance(await budget.take(DM, person=person), Taken)

    return sum(await asyncio.gather(*(once() for _ in range(times))))


async def test_fifteen_messages_in_fifteen_minutes_and_never_a_sixteenth(redis, clock):
    budget = budgets(redis, clock)
    assert await use(budget, 40, person=True) == 15
    later(clock, minutes=14, seconds=59)
    assert await budget.wait(DM, person=True) == timedelta(seconds=1)
    later(clock, seconds=1)
    assert await use(budget, 40, person=True) == 15


async def test_the_window_slides_so_that_no_two_halves_make_more_than_one_whole(redis, clock):
    budget = budgets(redis, clock)
    assert await use(budget, 8, person=True) == 8
    later(clock, minutes=14)
    assert await use(budget, 20, person=True) == 7
    later(clock, minutes=1)
    assert await use(budget, 20, person=True) == 8


async def test_a_whole_day_never_sends_more_than_1440(redis, clock):
    budget = budgets(redis, clock, **{DM: (Window(DAY, 1_440, reserve=240),)})
    assert await use(budget, 1_500, person=False) == 1_200
    assert await use(budget, 300, person=True) == 240
    later(clock, hours=23)
    assert await budget.wait(DM, person=True) == timedelta(hours=1)


async def test_the_documented_budget_is_xs(redis, clock):
    found = {kind: [(w.span, w.limit) for w in windows] for kind, windows in DOCUMENTED.items()}
    assert found[DM] == [(QUARTER, 15), (DAY, 1_440)]
    assert found[BudgetKind.READ_MESSAGES] == [(QUARTER, 15)]
    assert (QUARTER, 100) in found[BudgetKind.POST]


async def test_the_reserve_is_for_people(redis, clock):
    budget = budgets(redis, clock)
    assert await use(budget, 40, person=False) == 10
    assert await use(budget, 40, person=True) == 5
    assert await budget.wait(DM, person=False) == QUARTER


async def test_what_people_used_comes_off_the_reserve_first_of_all_from_automation(redis, clock):
    budget = budgets(redis, clock)
    assert await use(budget, 12, person=True) == 12
    assert await use(budget, 5, person=False) == 0
    assert await use(budget, 5, person=True) == 3


async def test_asking_counts_nothing_and_a_call_given_back_is_free_again(redis, clock):
    budget = budgets(redis, clock)
    for _ in range(50):
        assert await budget.wait(DM, person=True) == timedelta(0)
    taken = [await budget.take(DM, person=True) for _ in range(15)]
    assert isinstance(taken[0], Taken)
    await budget.give_back(taken[0])
    assert await use(budget, 5, person=True) == 1


async def test_workers_in_processes_of_their_own_share_one_budget(redis_url):
    """Real processes with real clocks, all at once."""
    workers = [
        await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.x.budget_worker",
            redis_url,
            stdout=asyncio.subprocess.PIPE,
            cwd=ROOT,
        )
        for _ in range(3)
    ]
    said = [await worker.communicate() for worker in workers]
    assert sum(int(output) for output, _ in said) == 15


async def test_connections_of_many_workers_share_one_budget(redis_url, clock):
    pools = [BlockingConnectionPool.from_url(redis_url, max_connections=4) for _ in range(8)]
    clients = [Redis.from_pool(pool) for pool in pools]
    used = await asyncio.gather(*(use(budgets(one, clock), 25, person=True) for one in clients))
    for client in clients:
        await client.aclose()
    assert sum(used) == 15


async def test_what_x_says_is_left_holds_us_back_even_if_our_count_does_not(redis, clock):
    budget = budgets(redis, clock)
    await budget.learn(DM, remaining=6, reset=NOW + timedelta(seconds=90))
    assert await use(budget, 15, person=False) == 1
    assert await use(budget, 15, person=True) == 5
    assert await budget.wait(DM, person=True) == timedelta(seconds=90)
    later(clock, seconds=90)
    assert await use(budget, 15, person=True) == 9


async def test_answers_that_overtake_each_other_do_not_open_the_gate_again(redis, clock):
    budget = budgets(redis, clock)
    reset = NOW + timedelta(seconds=90)
    await budget.learn(DM, remaining=0, reset=reset)
    await budget.learn(DM, remaining=3, reset=reset)
    await budget.learn(DM, remaining=15, reset=reset - timedelta(seconds=900))
    assert await budget.wait(DM, person=True) == timedelta(seconds=90)
    await budget.learn(DM, remaining=15, reset=reset + timedelta(seconds=900))
    assert await budget.wait(DM, person=True) == timedelta(0)


async def test_a_gate_of_minutes_does_not_hide_behind_one_of_the_day(redis, clock):
    budget = budgets(redis, clock)
    await budget.learn(DM, remaining=500, reset=NOW + timedelta(hours=10), day=True)
    await budget.learn(DM, remaining=0, reset=NOW + timedelta(minutes=5))
    assert await budget.wait(DM, person=True) == timedelta(minutes=5)
    await budget.learn(DM, remaining=0, reset=NOW + timedelta(hours=10), day=True)
    assert await budget.wait(DM, person=True) == timedelta(hours=10)


async def test_the_figures_show_what_is_left_for_whom_and_what_it_costs(redis, clock):
    budget = budgets(redis, clock)
    await use(budget, 9, person=False)
    quarter, day = [one for one in await budget.budget_now() if one.kind is DM]
    assert (quarter.limit, quarter.used, quarter.left, quarter.left_to_automation) == (15, 9, 6, 1)
    assert (day.limit, day.used, day.left) == (1_440, 9, 1_431)
    assert quarter.price == Decimal("0.015")
    await use(budget, 9, person=True)
    quarter, _ = [one for one in await budget.budget_now() if one.kind is DM]
    assert (quarter.left, quarter.wait, quarter.wait_of_automation) == (0, QUARTER, QUARTER)


async def test_the_figures_heed_what_x_said(redis, clock):
    budget = budgets(redis, clock)
    await budget.learn(DM, remaining=2, reset=NOW + timedelta(seconds=90))
    quarter, _ = [one for one in await budget.budget_now() if one.kind is DM]
    assert (quarter.used, quarter.left) == (13, 2)


async def test_what_was_counted_is_forgotten_when_it_no_longer_counts(redis, clock):
    budget = budgets(redis, clock, **{DM: (Window(QUARTER, 15),)})
    await use(budget, 15, person=True)
    later(clock, minutes=16)
    await use(budget, 1, person=True)
    assert await redis.zcard("test:{x:222}:budget:direct_message") == 1
    assert 0 < await redis.pttl("test:{x:222}:budget:direct_message") <= 900_000


def test_a_reserve_that_leaves_nothing_is_a_mistake():
    with pytest.raises(ValueError, match="reserve"):
        Window(QUARTER, 15, reserve=15)
