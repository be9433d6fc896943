"""When a sensible person would step in, as a script says, and how it came about. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tests.play.report import Result
from tests.play.script import Script

#: The reason of a script that names none.
ANY = "any"


@dataclass(frozen=True, slots=True)
class Due:
    """Whether people have to come, and in which turns, from 1, it is neither early nor late.

    `reasons` are all that are right, the likeliest first.
    """

    must: bool
    earliest: int = 0
    latest: int = 0
    reasons: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """What a handoff that is due counts under."""
        return self.reasons[0] if self.reasons else ANY


@dataclass(frozen=True, slots=True)
class Judged:
    """A script's wish beside what happened: when people came, if they did, and for what reason.

    `lacks` is what the packet lacked; None where there was no packet to look at.
    """

    id: str
    due: Due
    at: int | None = None
    reason: str | None = None
    lacks: tuple[str, ...] | None = None

    @property
    def right(self) -> bool:
        """Whether people came who had to."""
        return self.due.must and self.at is not None

    @property
    def late(self) -> int:
        """How many turns too late people came who had to."""
        return max(0, self.at - self.due.latest) if self.due.must and self.at else 0

    @property
    def early(self) -> int:
        """How many turns too early people came who had to."""
        return max(0, self.due.earliest - self.at) if self.due.must and self.at else 0

    @property
    def at_the_turn(self) -> bool:
        """Whether people came when they had to."""
        return self.right and not self.late and not self.early


def due_of(script: Script) -> Due | None:
    """Return what a script says about handing over; None if it says nothing.

    A turn's `handoff: true` is when it must have happened, `false` when it must not yet; in turns
    between, of which nothing is said, both are right.
    """
    wanted = [turn.expect.handoff for turn in script.turns]
    must = script.outcome.handed_off
    if must is None:
        must = True if True in wanted else False if False in wanted else None
    if must is None:
        return None
    if not must:
        return Due(must=False)
    latest = wanted.index(True) + 1 if True in wanted else len(wanted)
    before = [place for place, each in enumerate(wanted[: latest - 1], start=1) if each is False]
    reasons = tuple(reason.value for reason in script.outcome.reason_any)
    return Due(True, earliest=max(before, default=0) + 1, latest=latest, reasons=reasons)


def not_played(scripts: Sequence[Script]) -> tuple[Judged, ...]:
    """Return what of the scripts says when people are needed, as if nobody had come."""
    dues = ((script.id, due_of(script)) for script in scripts)
    return tuple(Judged(id, due) for id, due in dues if due is not None)


def judged(scripts: Sequence[Script], results: Sequence[Result]) -> tuple[Judged, ...]:
    """Return what of the scripts could be played and says when people are needed."""
    played = {result.id: result for result in results if not result.trouble}
    return tuple(
        replace(
            one,
            at=played[one.id].handed_off_at,
            reason=played[one.id].reason,
            lacks=played[one.id].lacks if played[one.id].handed_off_at else None,
        )
        for one in not_played(scripts)
        if one.id in played
    )
