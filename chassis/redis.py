"""The one quirk of redis-py that strict typing meets: commands typed for sync and async at once."""

from collections.abc import Awaitable
from typing import Any, cast


def awaited(answer: Any) -> Awaitable[Any]:
    """Say that a command of an async client is to be awaited."""
    return cast("Awaitable[Any]", answer)
