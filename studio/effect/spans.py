"""Which stretches of time are compared: before and after an assistant began to answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from studio.present import Decision

#: Four whole weeks on either side, so that each has as many Mondays as Sundays.
LONGEST = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time: from `first`, not until `until` itself."""

    first: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """That an assistant took another's place, and what is compared because of that."""

    decision: Decision
    before: Span
    after: Span


def changes_of(decisions: Sequence[Decision], *, now: datetime) -> list[Change]:
    """Return all changes, oldest first; no stretch reaches into the time of a third assistant.

    The first of all has nothing before it, and one that came to stay with the same changed nothing.
    """
    taken = [one for one in decisions if one.model != one.instead_of and one.at <= now]
    changes = []
    for place, one in enumerate(taken):
        if not one.instead_of:
            continue
        begun = taken[place - 1].at if place else one.at - LONGEST
        ended = taken[place + 1].at if place + 1 < len(taken) else now
        # A clock that was put back leaves nothing before rather than less than nothing.
        before = Span(min(max(begun, one.at - LONGEST), one.at), one.at)
        after = Span(one.at, min(ended, one.at + LONGEST))
        changes.append(Change(one, before, after))
    return changes
