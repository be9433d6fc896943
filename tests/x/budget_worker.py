"""A worker in a process of its own: takes as much of the budget as it gets, says how much."""

import asyncio
import sys

from redis.asyncio import Redis

from connectors.x.budgets import Budgets, Taken
from connectors.x.keys import XKeys
from connectors.x.settings import DOCUMENTED, BudgetKind, Prices
from conversation.keys import Keys
from gateway.clock import SystemClock


async def main(redis_url: str) -> int:
    redis = Redis.from_url(redis_url)
    keys = XKeys(Keys(prefix="test"), "222")
    budget = Budgets(redis, keys, windows=DOCUMENTED, prices=Prices(), clock=SystemClock())
    taken = [await budget.take(BudgetKind.DIRECT_MESSAGE, person=True) for _ in range(30)]
    await redis.aclose()
    return sum(isinstance(one, Taken) for one in taken)


if __name__ == "__main__":
    print(asyncio.run(main(sys.argv[1])))
