"""Takes steps that do not depend on each other some at a time, not one after another."""

import asyncio
from collections.abc import Coroutine, Iterable
from itertools import islice
from typing import Any, TypeVar

Result = TypeVar("Result")

AT_ONCE = 20


async def side_by_side(steps: Iterable[Coroutine[Any, Any, Result]]) -> list[Result]:
    """Take all `steps`; return what came of them, in order. Raises what the first to fail does."""
    waiting = iter(steps)
    results: list[Result] = []
    while some := list(islice(waiting, AT_ONCE)):
        results += await asyncio.gather(*some)
    return results
