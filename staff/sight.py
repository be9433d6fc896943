"""Said at a route about conversations by a decorator: how far somebody's reach there must go.

Where nothing is said, reading takes READ and everything else WORK.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from conversation.routing.sites import Reach
from staff.access import READING

Handler = TypeVar("Handler", bound=Callable[..., Any])

NEEDS = "lotse_needs"


def needs(reach: Reach | None) -> Callable[[Handler], Handler]:
    """Ask for this reach into the conversation that the route's address names; None: as usual."""

    def mark(handler: Handler) -> Handler:
        setattr(handler, NEEDS, reach)
        return handler

    return mark


def needed(handler: object, method: str) -> Reach:
    """Return the reach that a route asks for."""
    said: Reach | None = getattr(handler, NEEDS, None)
    return said or (Reach.READ if method in READING else Reach.WORK)
